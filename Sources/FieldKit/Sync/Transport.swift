package import Foundation

/// One question to a server.
package struct TransportRequest: Sendable {
    /// How HTTP asks.
    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }

    package let method: Method
    /// From the server's root, with its leading slash.
    package let path: String
    /// Beside those that the transport sends of its own accord; names in lower case.
    package let headers: [String: String]
    /// Unpacked; the transport compresses it.
    package let body: Data
    /// Whether the server may receive it twice without harm.
    package let retrySafe: Bool

    package init(
        _ method: Method,
        _ path: String,
        headers: [String: String] = [:],
        body: Data = Data(),
        retrySafe: Bool
    ) {
        self.method = method
        self.path = path
        self.headers = Dictionary(
            headers.map { ($0.lowercased(), $1) },
            uniquingKeysWith: { _, last in last }
        )
        self.body = body
        self.retrySafe = retrySafe
    }
}

/// What the server answered, of whatever status.
package struct TransportReply: Sendable {
    /// Who answered, as the caller named it.
    package let host: String
    package let status: Int
    /// Names in lower case.
    package let headers: [String: String]
    /// Unpacked.
    package let body: Data
    /// HTTP bytes that went out, headers included; TLS is not counted.
    ///
    /// Of HTTP/2, headers count as if they were written out.
    package let requestBytes: Int
    /// HTTP bytes that came in, headers included; TLS is not counted.
    package let replyBytes: Int

    package init(
        host: String,
        status: Int,
        headers: [String: String],
        body: Data,
        requestBytes: Int = 0,
        replyBytes: Int = 0
    ) {
        self.host = host
        self.status = status
        self.headers = headers
        self.body = body
        self.requestBytes = requestBytes
        self.replyBytes = replyBytes
    }
}

/// A way to ask one server.
///
/// Used by one thread at a time; `send` returns when the answer is here.
package protocol Transport: AnyObject {
    /// Asks, and waits for the answer.
    ///
    /// - Returns: The reply, also one of an error status: see ``TransportReply/problem``.
    /// - Throws: A ``Problem`` if there is no reply that could be read.
    func send(_ request: TransportRequest) throws(Problem) -> TransportReply
}

/// The media type of the protocol's messages.
package enum MediaType {
    package static let message = "application/x-protobuf"

    /// Whether a `content-type` header names this type, whatever its parameters.
    package static func matches(_ header: String?, _ type: String) -> Bool {
        let name = (header ?? "").prefix { $0 != ";" }
        return name.filter { !$0.isWhitespace }.lowercased() == type
    }
}
