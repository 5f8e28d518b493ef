import Foundation

@testable import FieldKit

/// A county and its laptops in one process, with SQLite stores and without a network: what an
/// exchange costs apart from HTTPS.
final class InProcessCounty {
    let workplace: Workplace
    let county: Replica
    let responder: SyncResponder
    private let key = DeviceKey()
    private let certificate: DeviceCertificate
    private(set) var stores: [String: SQLiteStore] = [:]

    init() throws {
        workplace = try Workplace()
        certificate = try Self.certificate(key, "county", .county, by: key)
        let store = try SQLiteStore(path: workplace.path("county.sqlite"))
        county = try Self.replica(store, key, .county, certificate, certificate)
        responder = SyncResponder(replica: county)
        stores["county"] = store
    }

    /// A teacher's laptop that the county knows.
    func laptop(_ name: String) throws -> Replica {
        let own = DeviceKey()
        let issued = try Self.certificate(own, name, .teacher, by: key)
        let store = try SQLiteStore(path: workplace.path("\(name).sqlite"), isConcurrent: false)
        stores[name] = store
        try county.write { try $0.publish(issued) }
        return try Self.replica(store, own, .laptop, certificate, issued)
    }

    /// Folds everything into the file and gives its path.
    func closed(_ name: String) throws -> String {
        try stores[name]?.close()
        return workplace.path("\(name).sqlite")
    }

    /// What one exchange took on each side.
    struct Exchange {
        /// Seconds in the county's answers, by the name of the message.
        var answering: [String: Double] = [:]
        /// Seconds in the laptop's taking in of replies, by the name of the message.
        var taking: [String: Double] = [:]
        /// Writes in each push.
        var pushed: [Int] = []
        /// Writes in each page of a pull.
        var pulled: [Int] = []
    }

    /// One full sync of a laptop with the county.
    func sync(_ laptop: Replica) throws -> Exchange {
        var exchange = Exchange()
        let session = SyncSession(replica: laptop, server: county.device, application: "benchmark")
        var action = try session.start()
        while case .send(let name, let body) = action {
            var reply = Data()
            exchange.answering[name, default: 0] += try seconds {
                reply = try responder.answer(name, token: session.token, body: body)
            }
            if name == "push" {
                exchange.pushed.append(try WirePushRequest(serializedBytes: body).writes.count)
            }
            if name == "pull" {
                let page = try WirePullReply(serializedBytes: reply)
                exchange.pulled.append(page.records.reduce(0) { $0 + $1.writes.count })
            }
            exchange.taking[name, default: 0] += try seconds {
                action = try session.receive(reply)
            }
        }
        return exchange
    }

    private static func certificate(
        _ key: DeviceKey,
        _ name: String,
        _ role: DeviceRole,
        by county: DeviceKey
    ) throws -> DeviceCertificate {
        try DeviceCertificate.issue(
            publicKey: key.publicKey,
            name: name,
            role: role,
            scopes: ["6103", "2199"],
            issued: SystemClock().milliseconds(),
            expires: 4_000_000_000_000,
            by: county
        )
    }

    private static func replica(
        _ store: SQLiteStore,
        _ key: DeviceKey,
        _ kind: ReplicaKind,
        _ county: DeviceCertificate,
        _ own: DeviceCertificate
    ) throws -> Replica {
        let replica = try Replica(
            store: store,
            key: key,
            kind: kind,
            clock: SystemClock(),
            random: SystemRandom()
        )
        try replica.write { try $0.setTrust(county: county, own: own) }
        return replica
    }
}
