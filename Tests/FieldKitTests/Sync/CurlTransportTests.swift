import FieldKit
import Foundation
import SwiftProtobuf
import Testing

@Suite("A laptop asks a server over a bad network")
struct CurlTransportTests {
    private let server: LoopbackServer

    init() throws {
        server = try LoopbackServer.shared.get()
    }

    private func post(
        _ name: String,
        _ body: Data = Data(),
        headers: [String: String] = [:]
    ) -> TransportRequest {
        TransportRequest(.post, "/v1/\(name)", headers: headers, body: body, retrySafe: true)
    }

    private func problem(
        _ name: String,
        _ transport: CurlTransport? = nil
    ) throws -> Problem? {
        let transport = try transport ?? server.transport()
        return #expect(throws: Problem.self) { try transport.send(post(name)) }
    }

    /// Bytes that no packing makes fewer.
    private func noise(_ count: Int) -> Data {
        var source = SystemRandomNumberGenerator()
        let words = (0..<(count + 7) / 8).map { _ in source.next() }
        return words.withUnsafeBytes { Data($0) }.prefix(count)
    }

    private var host: String { "127.0.0.1:\(server.httpsPort)" }

    @Test("bodies of every size go and come back under the county's authority")
    func roundTrip() throws {
        let transport = try server.transport()
        for size in [0, 1, 199, 200, 5_000, 3_000_000] {
            let body = noise(size)
            let reply = try transport.send(post("echo", body))
            #expect(reply.status == 200)
            #expect(reply.body == body, "\(size) bytes")
            #expect(reply.host == host)
        }
    }

    @Test("a body of 200 bytes or more is packed on the way, and the bytes on the way counted")
    func packing() throws {
        let transport = try server.transport()
        let small = try transport.send(post("echo", Data(count: 199)))
        #expect(small.headers["x-body-bytes"] == "199")
        let large = try transport.send(post("echo", Data(count: 1_000_000)))
        let packed = try #require(large.headers["x-body-bytes"].flatMap { Int($0) })
        #expect(packed < 200)
        #expect(large.headers["content-encoding"] == "zstd")
        let bare = try transport.send(post("echo"))
        // The difference to the empty one: the body, and the header that says how it is packed.
        let lines = "content-encoding: zstd\r\n".utf8.count + String(packed).utf8.count - 1
        #expect(large.requestBytes - bare.requestBytes == packed + lines)
        #expect((100...500).contains(bare.requestBytes))
        #expect((100...500).contains(bare.replyBytes))
        #expect(large.replyBytes > bare.replyBytes + packed)
    }

    @Test("a reply packed with gzip by another library is read")
    func gzip() throws {
        let reply = try server.transport().send(
            TransportRequest(.get, "/v1/gzipped", retrySafe: true)
        )
        #expect(reply.body == Data(String(repeating: "from another library ", count: 100).utf8))
    }

    @Test("a request says what it carries and what it takes, and waits for no 100 Continue")
    func headers() throws {
        let reply = try server.transport().send(
            post("headers-seen", noise(2_000_000), headers: ["FieldKit-Session": "00ff"])
        )
        let seen = try JSONDecoder().decode([String: String].self, from: reply.body)
        #expect(seen["content-type"] == "application/x-protobuf")
        #expect(seen["content-encoding"] == "zstd")
        #expect(seen["accept"] == nil)
        #expect(seen["accept-encoding"] == "zstd, gzip")
        #expect(seen["fieldkit-version"] == "1")
        #expect(seen["fieldkit-session"] == "00ff")
        #expect(seen["user-agent"] == nil)
        #expect(seen["expect"] == nil)
    }

    @Test("all requests of a transport share one connection")
    func reuse() throws {
        let transport = try server.transport()
        let numbers = try (0..<5).map { _ in
            try transport.send(post("echo", Data(count: 1_000))).headers["x-connection"]
        }
        #expect(Set(numbers).count == 1)
        let other = try server.transport().send(post("echo"))
        #expect(other.headers["x-connection"] != numbers.first)
    }

    @Test("a header that would smuggle in another is not sent")
    func headerInjection() throws {
        let transport = try server.transport()
        let problem = #expect(throws: Problem.self) {
            try transport.send(post("echo", headers: ["a": "b\r\nc: d"]))
        }
        #expect(problem?.code == .internalError)
    }

    @Test("plain http is spoken with this machine")
    func plain() throws {
        let address = try ServerAddress("http://localhost:\(server.httpPort)/")
        let transport = try CurlTransport(address, trust: .pinned(server.county))
        #expect(try transport.send(post("echo", Data("a".utf8))).body == Data("a".utf8))
    }

    // MARK: Who is the server?

    @Test("a server under another authority is refused before anything is sent")
    func otherAuthority() throws {
        let transport = try server.transport(trust: .pinned(server.other))
        #expect(try problem("echo", transport) == Problem(.authorityMismatch, ["host": host]))
    }

    @Test("the county's authority does not help a server of another name")
    func otherName() throws {
        let transport = try server.transport(host: "localhost")
        #expect(try problem("echo", transport)?.code == .serverNameMismatch)
    }

    @Test("an authority that is no certificate trusts nobody")
    func garbageAuthority() throws {
        let transport = try server.transport(trust: .pinned(Data("not PEM".utf8)))
        #expect(try problem("echo", transport)?.code == .internalError)
    }

    @Test("the authority itself is fetched without trust, and nothing else is")
    func unverified() throws {
        let transport = try server.transport(trust: .unverified)
        let pem = "application/x-pem-file"
        let reply = try transport.send(
            TransportRequest(
                .get,
                CurlTransport.authorityPath,
                headers: ["Accept": pem],
                retrySafe: true
            )
        )
        #expect(reply.body == server.county)
        #expect(try problem("echo", transport)?.code == .internalError)
    }

    @Test(
        "what answers 200 or sends elsewhere but speaks no protobuf is no sync server",
        arguments: [("sign-in-page", "content-type"), ("redirect", "redirect")]
    )
    func signInPage(name: String, reason: String) throws {
        #expect(
            try problem(name) == Problem(.notAServer, ["host": host, "reason": reason])
        )
    }

    @Test("an error status is a reply; a page of html says no more than its status")
    func errorStatus() throws {
        let reply = try server.transport().send(post("no-such-name"))
        #expect(reply.status == 404)
        #expect(reply.body.isEmpty)
        #expect(
            reply.problem == Problem(.notAServer, ["host": host, "reason": "HTTP 404"])
        )
    }

    @Test("a problem from the server arrives with its details and its waiting time")
    func serverProblem() throws {
        var message = WireProblemReply()
        message.code = "version_unsupported"
        message.details = ["version": "7"]
        let body = try message.serializedData()
        let reply = try server.transport().send(
            post("echo", body, headers: ["x-status": "426", "x-retry-after": "9"])
        )
        #expect(reply.problem?.code == .versionUnsupported)
        #expect(reply.problem?.details["version"] == "7")
        #expect(reply.retryAfterSeconds == 9)
    }

    // MARK: The line

    @Test("a closed port is a server that could not be reached")
    func closedPort() throws {
        let port = try FreePort.closed()
        let transport = try CurlTransport(
            ServerAddress("https://127.0.0.1:\(port)"),
            trust: .pinned(server.county)
        )
        let expected = Problem(
            .serverUnreachable,
            ["host": "127.0.0.1:\(port)", "reason": "connect"]
        )
        #expect(try problem("echo", transport) == expected)
    }

    @Test("a name that does not exist is a server that could not be reached")
    func noSuchName() throws {
        let transport = try CurlTransport(
            ServerAddress("https://county.invalid"),
            trust: .pinned(server.county)
        )
        #expect(try problem("echo", transport)?.code == .serverUnreachable)
    }

    @Test("a port without TLS is a server that could not be reached")
    func noTLS() throws {
        let transport = try CurlTransport(
            ServerAddress("https://127.0.0.1:\(server.httpPort)"),
            trust: .pinned(server.county)
        )
        #expect(try problem("echo", transport)?.details["reason"] == "TLS")
    }

    @Test(
        "a connection that is cut before or within the reply is an interruption",
        arguments: ["cut-short", "no-reply"]
    )
    func cut(name: String) throws {
        #expect(try problem(name)?.code == .networkInterrupted)
    }

    @Test("after a cut connection the next request opens a new one")
    func afterCut() throws {
        let transport = try server.transport()
        let before = try transport.send(post("echo"))
        #expect(try problem("cut-short", transport)?.code == .networkInterrupted)
        let after = try transport.send(post("echo"))
        #expect(after.status == 200)
        #expect(after.headers["x-connection"] != before.headers["x-connection"])
    }

    @Test("a person who stops the sync is heard, also while the server is silent")
    func cancellation() throws {
        let transport = try server.transport()
        transport.progress = { sent, _ in sent < 5 }
        let request = post("never", Data("hello".utf8))
        #expect(throws: Problem(.cancelled)) { try transport.send(request) }
        transport.progress = nil
        #expect(try transport.send(post("echo")).status == 200)
    }

    @Test("progress says how many bytes of the bodies have gone out and come in")
    func progress() throws {
        let transport = try server.transport()
        var last = (sent: 0, received: 0)
        transport.progress = { sent, received in
            last = (sent, received)
            return true
        }
        _ = try transport.send(post("echo", Data((0..<150).map { UInt8($0) })))
        #expect(last == (150, 150))
    }

    // MARK: Too much, or nonsense

    @Test(
        "a reply past the limit is given up, announced or not",
        arguments: ["announces-too-much", "sends-too-much"]
    )
    func oversized(name: String) throws {
        #expect(try problem(name) == Problem(.messageTooLarge, ["limit": "8388608"]))
    }

    @Test("a small reply that unpacks past the limit is given up")
    func bomb() throws {
        #expect(try problem("bomb") == Problem(.messageTooLarge, ["limit": "33554432"]))
    }

    @Test("a request past the limit is not sent")
    func oversizedRequest() throws {
        let transport = try server.transport()
        #expect(throws: Problem(.messageTooLarge, ["limit": "8388608"])) {
            try transport.send(post("echo", noise(8_500_000)))
        }
    }

    @Test("a reply that is not packed as it says cannot be read")
    func garbage() throws {
        #expect(try problem("garbage")?.code == .messageUndecodable)
        #expect(try problem("brotli") == Problem(.encodingUnsupported, ["encoding": "br"]))
    }

    @Test("headers without end are given up")
    func manyHeaders() throws {
        #expect(
            try problem("many-headers")
                == Problem(.notAServer, ["host": host, "reason": "headers"])
        )
    }
}
