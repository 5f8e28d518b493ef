import FieldKit
import Foundation
import SwiftProtobuf
import Testing

@Suite("A reply of an error status becomes a problem")
struct TransportReplyTests {
    private func reply(
        _ status: Int,
        _ message: WireProblemReply? = nil,
        headers: [String: String] = [:]
    ) throws -> TransportReply {
        var headers = headers
        if message != nil { headers["content-type"] = "application/x-protobuf; charset=binary" }
        return TransportReply(
            host: "county.example",
            status: status,
            headers: headers,
            body: try message?.serializedData() ?? Data("<html>".utf8)
        )
    }

    private func message(_ code: String, details: [String: String] = [:]) -> WireProblemReply {
        var message = WireProblemReply()
        message.code = code
        message.details = details
        return message
    }

    @Test("a success is no problem, whatever it carries")
    func success() throws {
        #expect(try reply(200, message("server_busy")).problem == nil)
    }

    /// What speaks of the machine on which it arose.
    private static let troubles: [ProblemCode] = [
        .homeReadOnly, .recoveryNeedsWriting, .diskFull, .storeDamaged, .storeNewer,
        .invariantBroken, .internalError,
    ]

    @Test("the server's own trouble is not shown as this machine's", arguments: troubles)
    func trouble(code: ProblemCode) throws {
        let path = ["path": "/srv/county", "reason": "x"]
        let problem = try #require(
            try reply(code.entry.status, message(code.rawValue, details: path)).problem
        )
        #expect(
            problem
                == Problem(.serverFailing, ["host": "county.example", "reason": code.rawValue])
        )
        #expect(problem.code.entry.exit == 3)
        #expect(problem.sentence(.english).contains("nothing was lost"))
        #expect(try reply(503, message("home_busy")).problem?.code == .serverBusy)
    }

    @Test(
        "every other code of the catalogue is known again",
        arguments: ProblemCode.allCases.filter { !troubles.contains($0) && $0 != .homeBusy }
    )
    func codes(code: ProblemCode) throws {
        let reply = try reply(code.entry.status, message(code.rawValue, details: ["id": "7"]))
        #expect(reply.problem?.code == code)
        #expect(reply.problem?.details["id"] == "7")
        #expect(reply.problem?.details["host"] == "county.example")
    }

    @Test(
        "without a message, or with a code that is not known here, the status speaks",
        arguments: [
            (413, ProblemCode.messageTooLarge), (429, .tooManyRequests), (502, .serverBusy),
            (503, .serverBusy), (504, .serverBusy), (404, .notAServer), (500, .notAServer),
        ]
    )
    func statuses(status: Int, code: ProblemCode) throws {
        #expect(try reply(status).problem?.code == code)
        #expect(try reply(status, message("of_a_newer_server")).problem?.code == code)
    }

    @Test("an unknown code is at least named")
    func unknownCode() throws {
        let problem = try reply(409, message("of_a_newer_server")).problem
        #expect(problem?.details["reason"] == "HTTP 409, of_a_newer_server")
    }

    @Test("a sentence made of a stranger's words holds no control characters")
    func controlCharacters() throws {
        let details = ["reason": "\u{1B}[31mred\u{202E}"]
        let problem = try reply(422, message("write_invalid", details: details)).problem
        #expect(problem?.sentence(.english) == "A write is not well formed: ?[31mred?.")
    }

    @Test("the waiting time is that of the header, else that of the message, in seconds only")
    func waitingTime() throws {
        var busy = message("server_busy")
        busy.retryAfter = 3
        #expect(try reply(503, busy, headers: ["retry-after": "5"]).retryAfterSeconds == 5)
        #expect(try reply(503, busy).retryAfterSeconds == 3)
        #expect(try reply(503).retryAfterSeconds == nil)
        let date = ["retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"]
        #expect(try reply(503, headers: date).retryAfterSeconds == nil)
        let negative = ["retry-after": "-1"]
        #expect(try reply(503, headers: negative).retryAfterSeconds == nil)
        let words = try reply(429, headers: ["retry-after": "5"]).problem?.next(.english)
        #expect(words == "Try again after 5 seconds.")
    }
}
