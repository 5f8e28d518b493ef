import Foundation
import SwiftProtobuf

/// What a server did for somebody, for measurements and logs; ids and counts only.
public enum ServiceEvent: Hashable, Sendable {
    /// A device said hello; `isSame` if there was nothing to exchange.
    case hello(isSame: Bool)
    /// Writes came up: changed the state, were known already, were held aside or refused.
    case writes(applied: Int, known: Int, aside: Int)
    /// A device got a certificate.
    case enrolled(DeviceID)
    /// A one-time code was given to a relay.
    case codeIssued(DeviceID)
    /// A relay got a new HTTPS certificate.
    case transportRenewed(DeviceID)
}

extension ServiceEvent {
    /// What the reply to one message of a session says that was done; nil for what only reads.
    init?(replyTo name: String, _ body: Data) throws {
        switch name {
        case "hello":
            let reply: WireHelloReply = try SyncResponder.read(body)
            self = .hello(isSame: reply.same)
        case "push":
            let reply: WirePushReply = try SyncResponder.read(body)
            self = .writes(
                applied: Int(clamping: reply.applied),
                known: Int(clamping: reply.known),
                aside: reply.aside.count
            )
        default: return nil
        }
    }
}
