public import Foundation
import SwiftProtobuf

/// Everything that a township's relay answers, by the last part of the path.
///
/// It serves laptops from its own replica, also while the county is out of reach; only enrolment
/// needs the county, which issues the certificate.
public final class RelayService: Sendable {
    private let replica: Replica
    private let responder: SyncResponder
    private let upstream: ServerAddress
    private let authorityPEM: Data
    private let onEvent: @Sendable (ServiceEvent) -> Void

    /// Puts the relay's answers together.
    ///
    /// - Parameters:
    ///   - replica: The relay's store.
    ///   - upstream: The county's URL.
    ///   - authorityPEM: The certificate of the county's authority, in PEM, which the way up is
    ///     pinned to.
    ///   - onEvent: Called after what was done is durable, on the thread of the request.
    /// - Throws: `wrong_usage` for an address that is none.
    public init(
        replica: Replica,
        upstream: String,
        authorityPEM: Data,
        onEvent: @escaping @Sendable (ServiceEvent) -> Void = { _ in }
    ) throws {
        self.replica = replica
        self.upstream = try ServerAddress(upstream)
        self.authorityPEM = authorityPEM
        self.onEvent = onEvent
        responder = SyncResponder(replica: replica)
    }

    /// Answers one request.
    ///
    /// - Parameters:
    ///   - name: The last part of the path: `enrol`, or a call of a session such as `hello`.
    ///   - token: The session's sixteen bytes; nil for `enrol` and `hello`.
    ///   - body: The encoded request, unpacked.
    /// - Returns: The encoded reply.
    /// - Throws: A ``Problem``, which becomes the reply: `relay_offline` for an enrolment while the
    ///   county is out of reach, `not_the_county` for what only the county does, `not_found` for
    ///   another name, `session_unknown`, `message_undecodable`, and what each call refuses.
    public func answer(_ name: String, token: Data?, body: Data) throws -> Data {
        switch name {
        case "enrol": return try enrol(body)
        case "code", "transport": throw Problem(.notTheCounty)
        default:
            let reply = try responder.answer(name, token: token, body: body)
            if let event = try ServiceEvent(replyTo: name, reply) { onEvent(event) }
            return reply
        }
    }

    /// Hands an enrolment to the county, and names itself as the server that the laptop has met.
    private func enrol(_ body: Data) throws -> Data {
        let request: WireEnrolRequest = try SyncResponder.read(body)
        guard request.certificateRequest.isEmpty,
            let own = try replica.read({ try $0.ownCertificate() })
        else { throw Problem(.notTheCounty) }
        let reply = try forward(body)
        if let problem = reply.problem { throw Self.seenFromBelow(problem) }
        var message: WireEnrolReply = try SyncResponder.read(reply.body)
        let certificate = try DeviceCertificate(message.certificate)
        // Until the record with it comes down, the laptop is known here by what it was given.
        try replica.write { try $0.keepShown(certificate) }
        message.server = own.message
        onEvent(.enrolled(certificate.device))
        return try message.serializedData()
    }

    private func forward(_ body: Data) throws(Problem) -> TransportReply {
        do {
            let transport = try CurlTransport(upstream, trust: .pinned(authorityPEM))
            return try transport.send(
                TransportRequest(.post, "/v1/enrol", body: body, retrySafe: true)
            )
        } catch {
            throw Self.seenFromBelow(error)
        }
    }

    /// What keeps the relay from its county, as a laptop has to hear it.
    private static func seenFromBelow(_ problem: Problem) -> Problem {
        switch problem.code {
        case .serverUnreachable, .networkInterrupted, .serverBusy, .tooManyRequests, .notAServer,
            .authorityMismatch, .serverFailing:
            Problem(.relayOffline)
        default: problem
        }
    }
}
