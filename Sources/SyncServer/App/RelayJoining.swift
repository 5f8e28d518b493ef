import FieldKit
import Foundation

/// Makes a relay: its store, its key for HTTPS, and what its county gives it for a one-time code.
struct RelayJoining {
    /// The county's URL.
    let upstream: String
    /// The one-time code, of role `township`.
    let code: String
    /// Where laptops reach the relay.
    let hosts: [String]

    /// Joins, and opens the store.
    ///
    /// After a broken connection the same command may be given again: the keys are kept, so the
    /// county knows whom it has answered already. A county that `init` made in the folder and nobody
    /// has used gives way, and lies beside it under `.unused`.
    ///
    /// - Throws: `code_invalid`, `code_used`, `code_expired`, `authority_mismatch`, `forbidden` for
    ///   a code of another role, `listen_invalid`, `home_exists`, and what the network does.
    func join(in folder: ServerFolder) throws -> ReplicaFolder {
        let names = try hosts.map { try HostName($0) }
        _ = try EnrolmentCode(code)
        let aside = try folder.moveUnusedCountyAside()
        let isNew = !FileManager.default.fileExists(atPath: folder.root.path)
        let store = try folder.create(.relay)
        do {
            let request = try TransportIdentity.request(in: folder, hosts: names)
            let given = try store.replica.enrol(
                url: upstream,
                code: code,
                certificateRequest: request.bytes
            )
            try TransportIdentity.install(
                chain: given.serverChain,
                authorityPEM: given.authorityPEM,
                in: folder
            )
            try store.replica.adopt(given)
            try folder.save(
                ServerSettings(
                    name: given.certificate.name,
                    division: given.certificate.scopes.first ?? "",
                    role: .relay,
                    hosts: hosts,
                    upstream: try store.replica.serverURL()
                )
            )
            return store
        } catch let problem as Problem where problem.code.entry.exit != 3 && isNew {
            // Refused for good: nothing of use is in the folder, and all is as it was before.
            try store.close()
            try? FileManager.default.removeItem(at: folder.root)
            if let aside { try? FileManager.default.moveItem(at: aside, to: folder.root) }
            throw problem
        }
    }
}
