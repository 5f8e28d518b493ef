import FieldKit
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// The routes of the protocol: a body in, decompressed within limits, to the endpoint on a thread
/// of its own, and the reply out, compressed as asked.
struct SyncRoutes: Sendable {
    private let endpoint: any SyncEndpoint
    private let authorityPEM: String
    private let budget = BodyBudget()
    private let metrics: RequestMetrics
    private let changes = WorkLane("changes", threads: 1)
    private let reads = WorkLane("reads", threads: ServerLimits.readingThreads)
    private let upstream = WorkLane("upstream", threads: 2)

    init(endpoint: any SyncEndpoint, authorityPEM: String, metrics: RequestMetrics) {
        self.endpoint = endpoint
        self.authorityPEM = authorityPEM
        self.metrics = metrics
    }

    /// Adds the routes to a router.
    func add(to router: Router<BasicRequestContext>) {
        for call in SyncCall.allCases {
            router.post("/v1/\(call.rawValue)") { request, _ in try await answer(call, request) }
        }
        router.get("/v1/authority") { _, _ in
            Response.of(authorityPEM, type: "application/x-pem-file")
        }
        router.get("/v1/identity") { [endpoint, reads] _, _ in
            let identity = try await reads.run { try endpoint.identity() }
            return Response.of(identity, type: Self.messageType)
        }
    }

    private func answer(_ call: SyncCall, _ request: Request) async throws -> Response {
        try Self.checkVersion(request)
        let encoding = try ContentEncoding.named(request.headers[.contentEncoding])
        let token = request.headers[.session].flatMap { Data(hexadecimal: $0) }
        let accepted = request.headers[.acceptEncoding]
        return try await budget.withBody(of: request, bytesMax: Limits.messageBytesMax) { body in
            metrics.received(body.count, call)
            let (reply, replyEncoding) = try await lane(of: call).run { [endpoint] in
                let message = try Compression.decompress(
                    body,
                    encoding: encoding,
                    limit: Limits.messageInflatedBytesMax
                )
                let answer = try endpoint.answer(call, token: token, body: message)
                let best = ContentEncoding.best(accepting: accepted, bytes: answer.count)
                return (try Compression.compress(answer, best), best)
            }
            metrics.sent(reply.count, call)
            var response = Response.of(reply, type: Self.messageType)
            if replyEncoding != .identity {
                response.headers[.contentEncoding] = replyEncoding.rawValue
            }
            return response
        }
    }

    private func lane(of call: SyncCall) -> WorkLane {
        switch call.lane {
        case .changes: changes
        case .reads: reads
        case .upstream: upstream
        }
    }

    private static func checkVersion(_ request: Request) throws(Problem) {
        guard let text = request.headers[.fieldKitVersion] else { return }
        guard let version = UInt32(text), version <= Limits.protocolVersion else {
            // What is no number was written by a stranger: it is not repeated.
            let shown = UInt32(text).map { String($0) } ?? "?"
            throw Problem(
                .versionUnsupported,
                ["version": shown, "supported": String(Limits.protocolVersion)]
            )
        }
    }

    static let messageType = "application/x-protobuf"
}

extension HTTPField.Name {
    /// The protocol version that a side speaks.
    static let fieldKitVersion = Self("FieldKit-Version") ?? .upgrade
    /// The token of a session, in hexadecimal.
    static let session = Self("FieldKit-Session") ?? .authorization
    /// Seconds after which a request may be sent again.
    static let retryAfterSeconds = Self("Retry-After") ?? .retryAfter
}

extension Response {
    /// A reply with a body of a type.
    static func of(
        _ body: Data,
        type: String,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        Response(
            status: status,
            headers: [.contentType: type],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body))
        )
    }

    /// A reply with a text of a type.
    static func of(
        _ text: String,
        type: String,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        of(Data(text.utf8), type: type, status: status)
    }
}
