import FieldKit
import Foundation
import Logging
import NIOCore
import SwiftProtobuf
import TestSupport
import Testing

@testable import SyncServer

@Suite("A server that listens")
struct ServerTests {
    private func problem(_ answer: RunningServer.Answer) throws -> WireProblemReply {
        try WireProblemReply(serializedBytes: answer.body)
    }

    @Test("hands a call to the endpoint and its reply back, over HTTP/2 and HTTP/1.1")
    func roundTrip() async throws {
        let endpoint = FakeEndpoint { Data($0.body.reversed()) }
        try await RunningServer.with(endpoint) { server in
            let token = "00112233445566778899aabbccddeeff"
            for version in ["2", "1.1"] {
                let answer = try await server.post(
                    "push",
                    Data("abc".utf8),
                    ["--http\(version)", "-H", "FieldKit-Session: \(token)"]
                )
                #expect(answer.status == 200)
                #expect(answer.httpVersion == version)
                #expect(answer.text == "cba")
                #expect(answer.headers["content-type"] == "application/x-protobuf")
                #expect(answer.headers["fieldkit-version"] == "1")
            }
            let asked = FakeEndpoint.Asked(
                call: .push,
                token: Data(hexadecimal: token),
                body: Data("abc".utf8)
            )
            #expect(endpoint.asked == [asked, asked])
        }
    }

    @Test("answers every call of the protocol under its own name")
    func calls() async throws {
        let endpoint = FakeEndpoint()
        try await RunningServer.with(endpoint) { server in
            for call in SyncCall.allCases {
                let answer = try await server.post(call.rawValue)
                #expect(answer.status == 200)
            }
            #expect(endpoint.asked.map(\.call) == SyncCall.allCases)
        }
    }

    @Test("curl does not trust it without the county's CA")
    func pinned() async throws {
        try await RunningServer.with(FakeEndpoint()) { server in
            let tool = try await Tool.run(
                "curl",
                ["-sS", "--noproxy", "*", server.url + "/health"]
            )
            #expect(tool.status == 60)
        }
    }

    @Test("gives its CA, its identity and its health")
    func facts() async throws {
        try await RunningServer.with(FakeEndpoint()) { server in
            let authority = try await server.curl("/v1/authority")
            #expect(try server.folder.read(.authority) == authority.body)
            #expect(try await server.curl("/v1/identity").text == "identity")
            let health = try await server.curl("/health")
            #expect(health.status == 200)
            #expect(
                health.text
                    == #"{"epoch":"\#(String(repeating: "ab", count: 16))","status":"ok","#
                    + #""version":"\#(FieldKitVersion.text)"}"#
            )
        }
    }

    @Test("says that it is ill when the store is")
    func ill() async throws {
        try await RunningServer.with(FakeEndpoint(healthy: false)) { server in
            let health = try await server.curl("/health")
            #expect(health.status == 503)
            #expect(health.text.contains(#""code":"disk_full""#))
        }
    }

    @Test("counts requests, times and bytes for Prometheus")
    func metrics() async throws {
        try await RunningServer.with(FakeEndpoint()) { server in
            _ = try await server.post("push", Data(count: 1_000))
            _ = try await server.curl("/nowhere?name=secret")
            let text = try await server.curl("/metrics").text
            #expect(text.contains(#"http_requests_total{route="/v1/push",status="200"} 1"#))
            #expect(text.contains(#"http_requests_total{route="NotFound",status="404"} 1"#))
            #expect(text.contains(#"http_request_duration_seconds_count{route="/v1/push"} 1"#))
            #expect(text.contains(#"sync_received_bytes_total{call="push"} 1000"#))
            #expect(text.contains("# TYPE http_requests_total counter"))
            #expect(!text.contains("secret"))
        }
    }

    @Test("turns a problem into its status, its words in the asker's language and a pause")
    func problems() async throws {
        let endpoint = FakeEndpoint { asked in
            switch asked.call {
            case .hello: throw Problem(.tooManyRequests, ["seconds": "7"])
            case .pull: throw Problem(.sessionUnknown)
            case .enrol: throw Problem(.codeUsed)
            default: throw CocoaError(.fileNoSuchFile)
            }
        }
        try await RunningServer.with(endpoint) { server in
            let many = try await server.post("hello", Data(), ["-H", "Accept-Language: en-GB"])
            #expect(many.status == 429)
            #expect(many.headers["retry-after"] == "7")
            #expect(try problem(many).code == "too_many_requests")
            #expect(try problem(many).sentence == "Too many requests.")
            #expect(try problem(many).next == "Try again after 7 seconds.")
            #expect(try problem(many).retryAfter == 7)
            #expect(try await server.post("pull").status == 401)
            let used = try await server.post("enrol")
            #expect(used.status == 403)
            #expect(used.headers["retry-after"] == nil)
            #expect(try problem(used).sentence == "这个登记码已经用过。")
            let defect = try await server.post("sums")
            #expect(defect.status == 500)
            #expect(try problem(defect).code == "internal_error")
            #expect(server.log.text.contains(#""message":"request failed""#))
        }
    }

    @Test("knows no other paths and no other methods")
    func unknownPaths() async throws {
        try await RunningServer.with(FakeEndpoint()) { server in
            let unknown = try await server.post("steal")
            #expect(unknown.status == 404)
            #expect(try problem(unknown).code == "not_found")
            #expect(try await server.curl("/v1/push").status == 404)
            let page = try await server.curl("/etc/passwd")
            #expect(page.status == 404)
            #expect(page.text.contains("not_found"))
        }
    }

    @Test("refuses a newer protocol, and accepts its own and none")
    func versions() async throws {
        let endpoint = FakeEndpoint()
        try await RunningServer.with(endpoint) { server in
            for newer in ["2", "x"] {
                let answer = try await server.post(
                    "hello",
                    Data(),
                    ["-H", "FieldKit-Version: \(newer)"]
                )
                #expect(answer.status == 426)
                #expect(try problem(answer).code == "version_unsupported")
            }
            #expect(endpoint.asked.isEmpty)
            let own = try await server.post("hello", Data(), ["-H", "FieldKit-Version: 1"])
            #expect(own.status == 200)
        }
    }

    @Test("refuses a body that is too long, whether or not its length is said before")
    func tooLong() async throws {
        let endpoint = FakeEndpoint()
        try await RunningServer.with(endpoint) { server in
            let long = Data(count: Limits.messageBytesMax + 1)
            let said = try await server.post("push", long)
            #expect(said.status == 413)
            #expect(try problem(said).code == "message_too_large")
            let chunked = try await server.post(
                "push",
                long,
                ["--http1.1", "-H", "Transfer-Encoding: chunked"]
            )
            #expect(chunked.status == 413)
            #expect(endpoint.asked.isEmpty)
            let longest = try await server.post("push", Data(count: Limits.messageBytesMax))
            #expect(longest.status == 200)
        }
    }

    @Test("takes a packed body and packs its reply as asked", arguments: ["zstd", "gzip"])
    func packed(_ name: String) async throws {
        let encoding = try ContentEncoding.named(name)
        let body = Data(String(repeating: "household ", count: 2_000).utf8)
        let endpoint = FakeEndpoint()
        try await RunningServer.with(endpoint) { server in
            let answer = try await server.post(
                "push",
                try Compression.compress(body, encoding),
                ["-H", "Content-Encoding: \(name)", "-H", "Accept-Encoding: \(name)"]
            )
            #expect(answer.status == 200)
            #expect(answer.headers["content-encoding"] == name)
            #expect(answer.body.count < body.count / 10)
            #expect(try Compression.decompress(answer.body, encoding: encoding) == body)
            #expect(endpoint.asked.map(\.body) == [body])
        }
    }

    @Test("refuses a decompression bomb and a body that is cut short")
    func bombs() async throws {
        let endpoint = FakeEndpoint()
        let bomb = Data(count: Limits.messageInflatedBytesMax + 1)
        try await RunningServer.with(endpoint) { server in
            for encoding in [ContentEncoding.zstd, .gzip] {
                let header = ["-H", "Content-Encoding: \(encoding.rawValue)"]
                let packed = try Compression.compress(bomb, encoding)
                let exploded = try await server.post("push", packed, header)
                #expect(exploded.status == 413)
                #expect(try problem(exploded).code == "message_too_large")
                let cut = try await server.post("push", packed.prefix(100), header)
                #expect(cut.status == 400)
                #expect(try problem(cut).code == "message_undecodable")
            }
            #expect(endpoint.asked.isEmpty)
        }
    }

    @Test("refuses a packing that it does not know")
    func unknownEncoding() async throws {
        try await RunningServer.with(FakeEndpoint()) { server in
            let answer = try await server.post("push", Data(), ["-H", "Content-Encoding: br"])
            #expect(answer.status == 415)
            #expect(try problem(answer).code == "encoding_unsupported")
        }
    }

    @Test("refuses headers without end")
    func headers() async throws {
        try await RunningServer.with(FakeEndpoint()) { server in
            let answer = try await server.post(
                "push",
                Data(),
                ["--http1.1", "-H", "X-Long: " + String(repeating: "a", count: 40_000)]
            )
            #expect(answer.status == 400 || answer.status == 431)
        }
    }

    @Test("serves plain HTTP, but only where nobody else can reach it")
    func plain() async throws {
        try await RunningServer.with(FakeEndpoint(), secure: false) { server in
            #expect(server.url.hasPrefix("http://127.0.0.1:"))
            let health = try await server.curl("/health")
            #expect(health.status == 200)
            let parts = ServerParts(
                endpoint: FakeEndpoint(),
                authorityPEM: "",
                clock: FixedClock(),
                metrics: server.metrics,
                logger: .init(label: "test")
            )
            #expect {
                try ServerApplication(parts, listen: ListenAddress("0.0.0.0:0"), transport: nil)
            } throws: { ($0 as? Problem)?.code == .listenInvalid }
        }
    }

    @Test("writes no word of what was sent into its log")
    func privateLog() async throws {
        let endpoint = FakeEndpoint { asked in
            if asked.call == .push { throw Problem(.messageUndecodable, ["reason": "王小明"]) }
            struct Telling: Error { let name = "王小明" }
            throw Telling()
        }
        try await RunningServer.with(endpoint) { server in
            _ = try await server.post("push", Data("王小明".utf8))
            _ = try await server.post("pull", Data("王小明".utf8))
            _ = try await server.curl("/%E7%8E%8B?name=%E7%8E%8B%E5%B0%8F%E6%98%8E")
            #expect(server.log.text.contains(#""route":"/v1/push""#))
            #expect(server.log.text.contains(#""at":"2026-09-21T14:13:20.000Z""#))
            #expect(!server.log.text.contains("王"))
            #expect(!server.log.text.contains("%E7"))
            #expect(!server.log.text.contains("name"))
        }
    }
}
