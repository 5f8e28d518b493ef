import Foundation
import SwiftProtobuf

/// What a server did for somebody, for measurements and logs; ids and counts only.
public enum ServiceEvent: Hashable, Sendable {
    /// A device said hello; `isSame` if there was nothing to exchange.
    case hello(isSame: Bool)
    /// Writes came up, so many of each: they changed the state, were known already, or were held
    /// aside, refused or not served here.
    case writes(applied: Int, known: Int, aside: Int)
    /// This device got a certificate, or asked again for the one that its code has given it.
    case enrolled(DeviceID)
    /// A one-time code was given to this relay, for one of its laptops.
    case codeIssued(DeviceID)
    /// This relay got a new HTTPS certificate.
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
