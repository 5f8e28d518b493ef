public import Foundation
import SwiftProtobuf

/// Everything that a county's server answers, by the last part of the path.
///
/// Synchronous; may be called from several threads. A reply means that what the request asked for
/// is durable.
public final class CountyService: Sendable {
    /// Issues an HTTPS certificate for a relay: PKCS#10 in, the chain out, DER, leaf first.
    public typealias TransportSigner = @Sendable (_ request: Data) throws -> [Data]

    private let responder: SyncResponder
    private let desk: EnrolmentDesk
    private let signTransport: TransportSigner
    private let onEvent: @Sendable (ServiceEvent) -> Void

    /// Puts the county's answers together.
    ///
    /// - Parameters:
    ///   - replica: The county's store.
    ///   - authorityPEM: The certificate of the county's authority, in PEM.
    ///   - signTransport: Issues the HTTPS certificates of relays.
    ///   - onEvent: Called after what was done is durable, on the thread of the request.
    /// - Throws: `certificate_invalid` if there is no certificate in the text.
    public init(
        replica: Replica,
        authorityPEM: Data,
        signTransport: @escaping TransportSigner,
        onEvent: @escaping @Sendable (ServiceEvent) -> Void = { _ in }
    ) throws {
        responder = SyncResponder(replica: replica)
        desk = try EnrolmentDesk(replica: replica, authorityPEM: authorityPEM)
        self.signTransport = signTransport
        self.onEvent = onEvent
    }

    /// Answers one request.
    ///
    /// - Parameters:
    ///   - name: The last part of the path: `enrol`, `code`, `transport`, or a call of a session
    ///     such as `hello`.
    ///   - token: The session's sixteen bytes; nil for `enrol` and `hello`.
    ///   - body: The encoded request, unpacked.
    /// - Returns: The encoded reply.
    /// - Throws: A ``Problem``, which becomes the reply: `not_found` for another name,
    ///   `session_unknown` for a token that is none or has ended, `message_undecodable`, and what
    ///   each call refuses.
    public func answer(_ name: String, token: Data?, body: Data) throws -> Data {
        switch name {
        case "enrol":
            let reply = try desk.enrol(body, signTransport: signTransport)
            try noteEnrolment(reply)
            return reply
        case "code":
            let asker = try responder.servedCertificate(of: token)
            let reply = try desk.code(body, for: asker)
            onEvent(.codeIssued(asker.device))
            return reply
        case "transport":
            let asker = try responder.servedCertificate(of: token)
            guard asker.role == .township else { throw Problem(.forbidden) }
            let request: WireRenewTransportRequest = try SyncResponder.read(body)
            var reply = WireRenewTransportReply()
            reply.serverChain = try signTransport(request.certificateRequest)
            onEvent(.transportRenewed(asker.device))
            return try reply.serializedData()
        default:
            let reply = try responder.answer(name, token: token, body: body)
            if let event = try ServiceEvent(replyTo: name, reply) { onEvent(event) }
            return reply
        }
    }

    private func noteEnrolment(_ body: Data) throws {
        let reply: WireEnrolReply = try SyncResponder.read(body)
        onEvent(.enrolled(try DeviceCertificate(reply.certificate).device))
    }
}
