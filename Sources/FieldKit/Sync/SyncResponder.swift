package import Foundation
import SwiftProtobuf
import Synchronization

/// The side that is asked: answers a session's messages from a replica.
///
/// Synchronous; the server's routes call it, and so does a simulation. Sessions live in memory: a
/// server that was started anew asks for a new hello, which is always safe.
package final class SyncResponder: Sendable {
    package let replica: Replica
    private let sessions: Mutex<[Data: Session]>
    let recordSums = RecordSumCache()

    /// One authenticated conversation.
    struct Session: Sendable {
        var device: DeviceID
        /// The session's id, which both sides store.
        var id: Data
        var role: DeviceRole
        var granted: Scope
        var isPushOnly: Bool
        var endsAt: Int64
    }

    package init(replica: Replica) {
        self.replica = replica
        sessions = Mutex([:])
    }

    /// Answers one message.
    ///
    /// - Parameters:
    ///   - name: The last part of the path: `hello`, `push`, `pull`, `records`, `sums`, `bucket`,
    ///     `ranges`.
    ///   - token: The session's token; nil for `hello`.
    ///   - body: The encoded request, unpacked.
    /// - Returns: The encoded reply; what it says was done is durable.
    /// - Throws: A ``Problem``, which the caller sends as a reply: `not_found` for another name,
    ///   `session_unknown` for a token that is none or has ended, `message_undecodable`, and what
    ///   each call refuses.
    package func answer(_ name: String, token: Data?, body: Data) throws -> Data {
        if name == "hello" { return try hello(try Self.read(body)).serializedData() }
        let session = try session(token)
        switch name {
        case "push": return try push(try Self.read(body), session).serializedData()
        case "pull": return try pull(try Self.request(body), session).serializedData()
        case "records": return try records(try Self.request(body), session).serializedData()
        case "sums": return try sums(try Self.request(body), session).serializedData()
        case "bucket": return try bucket(try Self.request(body), session).serializedData()
        case "ranges": return try ranges(try Self.request(body), session).serializedData()
        default: throw Problem(.notFound, ["path": name])
        }
    }

    /// Who asks, by the session's token, if that device may be served.
    ///
    /// - Throws: `session_unknown`, `device_revoked`, `certificate_expired`.
    package func servedCertificate(of token: Data?) throws -> DeviceCertificate {
        let session = try session(token)
        return try replica.read { reader in
            try served(session, reader)
            guard let certificate = try reader.certificate(of: session.device) else {
                throw Problem(.certificateUnknown)
            }
            return certificate
        }
    }

    private func session(_ token: Data?) throws -> Session {
        let now = replica.clock.milliseconds()
        guard let token, let session = sessions.withLock({ $0[token] }), session.endsAt > now else {
            throw Problem(.sessionUnknown)
        }
        return session
    }

    func begin(_ session: Session) -> Data {
        let token = replica.randomIdentifier().bytes
        sessions.withLock { sessions in
            sessions = sessions.filter { $0.value.endsAt > replica.clock.milliseconds() }
            sessions[token] = session
        }
        return token
    }

    static func read<Wire: SwiftProtobuf.Message>(_ body: Data) throws -> Wire {
        do {
            return try Wire(serializedBytes: body)
        } catch {
            throw Problem(.messageUndecodable, ["reason": Wire.protoMessageName])
        }
    }

    /// Reads a request of a session, and checks the lengths of its ids.
    private static func request<Wire: SwiftProtobuf.Message & LengthChecked>(
        _ body: Data
    ) throws -> Wire {
        let message: Wire = try read(body)
        try message.checkLengths()
        return message
    }

    /// A session that may be served, not only heard; a device may have been shut out since its
    /// hello.
    func served(_ session: Session, _ reader: ReplicaReader) throws {
        if try reader.isRevoked(session.device) { throw Problem(.deviceRevoked) }
        guard !session.isPushOnly else { throw Problem(.certificateExpired) }
    }
}
