import FieldKit
import Foundation

/// The county's answers.
struct CountyEndpoint: SyncEndpoint {
    private let replica: Replica
    private let service: CountyService

    /// - Throws: `file_unreadable`, `certificate_invalid` about the county's CA.
    init(_ store: ReplicaFolder, in folder: ServerFolder, metrics: SyncMetrics) throws {
        replica = store.replica
        let reserved = Set(try folder.settings().hostNames())
        guard let authority = try folder.certificateAuthority() else {
            throw Problem(
                .fileUnreadable,
                ["path": folder.path(of: .authorityKey), "reason": "the county's CA has no key"]
            )
        }
        service = try CountyService(
            replica: store.replica,
            authorityPEM: try folder.read(.authority),
            signTransport: { try authority.issue(request: $0, reserved: reserved) },
            onEvent: { metrics.note($0) }
        )
    }

    func answer(_ call: SyncCall, token: Data?, body: Data) throws -> Data {
        try service.answer(call.rawValue, token: token, body: body)
    }

    func identity() throws -> Data { try replica.identity() }

    func checkHealth() throws -> Data { try replica.checkWritable() }
}
