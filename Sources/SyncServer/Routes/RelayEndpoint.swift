import FieldKit
import Foundation

/// A relay's answers; what only the county can do is handed on to it or refused.
struct RelayEndpoint: SyncEndpoint {
    private let replica: Replica
    private let service: RelayService

    /// - Parameters:
    ///   - store: The relay's store.
    ///   - folder: Where it lies.
    ///   - upstream: The county's URL.
    ///   - metrics: Notes what was done.
    /// - Throws: `file_unreadable` about the county's CA, `wrong_usage` for an address that is none.
    init(
        _ store: ReplicaFolder,
        in folder: ServerFolder,
        upstream: String,
        metrics: SyncMetrics
    ) throws {
        replica = store.replica
        service = try RelayService(
            replica: store.replica,
            upstream: upstream,
            authorityPEM: try folder.read(.authority),
            onEvent: { metrics.note($0) }
        )
    }

    func answer(_ call: SyncCall, token: Data?, body: Data) throws -> Data {
        try service.answer(call.rawValue, token: token, body: body)
    }

    func identity() throws -> Data { try replica.identity() }

    func checkHealth() throws -> Data { try replica.checkWritable() }
}
