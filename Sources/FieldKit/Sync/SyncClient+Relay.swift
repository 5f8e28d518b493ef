public import Foundation
import SwiftProtobuf

/// What a relay asks of its county beside the exchange, in a session of its own.
extension SyncClient {
    /// A one-time code for one of the relay's laptops.
    ///
    /// - Parameters:
    ///   - name: Of the person whose laptop it is; from one to ``Limits/authorBytesMax`` bytes.
    ///   - role: `teacher` or `school`.
    ///   - scopes: Code prefixes within the relay's own.
    /// - Returns: The code as people are given it, and when it ends, in milliseconds since 1970.
    /// - Throws: `forbidden` unless this store is a relay, or for a scope that is not the relay's;
    ///   `role_invalid`, `bucket_invalid`, `value_missing` or `value_too_long` about the name, and
    ///   what the transport meets.
    public func requestCode(
        name: String,
        role: String,
        scopes: [String]
    ) throws -> (code: String, expires: Int64) {
        var request = WireCodeRequest()
        request.name = name
        request.role = role
        request.scopes = scopes
        let reply: WireCodeReply = try SyncResponder.read(
            try call("code", try request.serializedData())
        )
        return (reply.code, reply.expires)
    }

    /// A new HTTPS certificate for the relay.
    ///
    /// - Parameter certificateRequest: PKCS#10 in DER.
    /// - Returns: The chain, DER, leaf first.
    /// - Throws: `forbidden` unless this store is a relay, `message_undecodable` for a request that
    ///   will not do, and what the transport meets.
    public func renewTransport(certificateRequest: Data) throws -> [Data] {
        var request = WireRenewTransportRequest()
        request.certificateRequest = certificateRequest
        let reply: WireRenewTransportReply = try SyncResponder.read(
            try call("transport", try request.serializedData())
        )
        return reply.serverChain
    }
}
