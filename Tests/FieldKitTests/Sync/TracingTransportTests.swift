import FieldKit
import Foundation
import Testing

@Suite("An exchange is recorded for whoever looks into it")
struct TracingTransportTests {
    private let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("trace-\(UUID().uuidString)")

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    private func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }

    @Test("each request and reply is written, unpacked, without what opens the session")
    func record() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let server = EchoingServer()
        let transport = try TracingTransport(server, folder: folder)
        let request = TransportRequest(
            .post,
            "/v1/push",
            headers: ["FieldKit-Session": "5ec2e7", "Authorization": "5ec2e7"],
            body: Data("question".utf8),
            retrySafe: true
        )
        _ = try transport.send(request)
        _ = try transport.send(request)
        #expect(
            try names() == [
                "0001-reply.bin", "0001-reply.json", "0001-request.bin", "0001-request.json",
                "0002-reply.bin", "0002-reply.json", "0002-request.bin", "0002-request.json",
            ]
        )
        #expect(try text("0001-request.bin") == "question")
        #expect(try text("0001-reply.bin") == "question, answered")
        #expect(
            try text("0001-request.json") == """
                {
                  "bytes" : 8,
                  "headers" : {

                  },
                  "method" : "POST",
                  "path" : "/v1/push"
                }

                """
        )
        #expect(
            try text("0001-reply.json") == """
                {
                  "bytes" : 18,
                  "headers" : {
                    "content-type" : "application/x-protobuf"
                  },
                  "replyBytes" : 50,
                  "requestBytes" : 40,
                  "status" : 200
                }

                """
        )
        for name in try names() { #expect(try !text(name).contains("5ec2e7")) }
    }

    @Test("a try without a reply leaves its problem, and numbering goes on in a used folder")
    func problem() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let request = TransportRequest(.get, "/v1/authority", retrySafe: true)
        _ = try TracingTransport(EchoingServer(), folder: folder).send(request)
        let broken = EchoingServer(problem: Problem(.networkInterrupted, ["host": "h"]))
        let transport = try TracingTransport(broken, folder: folder)
        #expect(throws: Problem(.networkInterrupted, ["host": "h"])) {
            try transport.send(request)
        }
        #expect(
            try names().filter { $0.hasPrefix("0002") } == [
                "0002-problem.json", "0002-request.bin", "0002-request.json",
            ]
        )
        #expect(try text("0002-problem.json").contains("\"network_interrupted\""))
    }

    @Test("only the owner may read a record")
    func permissions() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let transport = try TracingTransport(EchoingServer(), folder: folder)
        _ = try transport.send(TransportRequest(.get, "/v1/authority", retrySafe: true))
        func mode(_ path: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        }
        #expect(try mode(folder.path) == 0o700)
        #expect(try mode(folder.appendingPathComponent("0001-reply.bin").path) == 0o600)
    }

    @Test("a folder that cannot be made is named")
    func unwritable() throws {
        let path = "/dev/null/trace"
        let problem = #expect(throws: Problem.self) {
            try TracingTransport(EchoingServer(), folder: URL(fileURLWithPath: path))
        }
        #expect(problem?.code == .fileUnwritable)
        #expect(problem?.details["path"] == path)
    }
}

/// Answers with the question, or always with the same problem.
private final class EchoingServer: Transport {
    private let problem: Problem?

    init(problem: Problem? = nil) { self.problem = problem }

    func send(_ request: TransportRequest) throws(Problem) -> TransportReply {
        if let problem { throw problem }
        return TransportReply(
            host: "h",
            status: 200,
            headers: ["content-type": "application/x-protobuf", "set-cookie": "5ec2e7"],
            body: request.body + Data(", answered".utf8),
            requestBytes: 40,
            replyBytes: 50
        )
    }
}
