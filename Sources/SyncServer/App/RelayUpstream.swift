import FieldKit
import Foundation

/// A relay's way to its county.
struct RelayUpstream: Sendable {
    private let store: ReplicaFolder
    private let folder: ServerFolder
    /// The county's URL.
    let url: String

    /// - Parameters:
    ///   - store: The relay's store.
    ///   - folder: Where it lies.
    ///   - override: Another address than that which `join` met; nil for that one.
    /// - Throws: `not_a_relay` for the county's own store.
    init(_ store: ReplicaFolder, in folder: ServerFolder, override: String? = nil) throws {
        guard store.replica.kind == .relay,
            let url = try override ?? folder.settings().upstream
        else { throw Problem(.notARelay) }
        self.store = store
        self.folder = folder
        self.url = url
    }

    /// A client for the county's server.
    func client() throws -> SyncClient {
        try store.replica.syncClient(
            url: url,
            application: "SyncServer \(FieldKitVersion.text)",
            pause: { Thread.sleep(forTimeInterval: $0) }
        )
    }

    /// One full sync, and a new HTTPS certificate if the relay's hosts have changed.
    ///
    /// - Throws: `home_busy` if another process is at it, and what a sync meets.
    func sync() throws -> SyncReport {
        try store.inTurn("sync") {
            let client = try client()
            let report = try client.sync()
            let hosts = try folder.settings().hostNames()
            if (try? TransportIdentity.open(in: folder, hosts: hosts)) == nil {
                let request = try TransportIdentity.request(in: folder, hosts: hosts)
                try TransportIdentity.install(
                    chain: try client.renewTransport(certificateRequest: request.bytes),
                    authorityPEM: try folder.read(.authority),
                    in: folder
                )
            }
            return report
        }
    }
}
