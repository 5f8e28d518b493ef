import FieldKit
import Foundation
import Testing

@Suite("A request that failed is sent again where that may help")
struct RetryTests {
    private static let interrupted = Problem(
        .networkInterrupted,
        ["host": "h", "reason": "receive"]
    )

    @Test(
        "the longest pause doubles with each try, up to four",
        arguments: [(1, 1.0), (2, 2.0), (3, 4.0), (4, 8.0)]
    )
    func longestPause(attempt: Int, seconds: Double) throws {
        let longest = try #require(delay(attempt, Self.interrupted, random: .max))
        #expect(longest < seconds)
        #expect(longest > seconds * 0.999_999)
        #expect(delay(attempt, Self.interrupted, random: 0) == 0)
        #expect(delay(attempt, Self.interrupted, random: 1 << 63) == seconds / 2)
    }

    @Test("after the last try there is no other")
    func givesUp() {
        #expect(delay(Limits.retriesMax + 1, Self.interrupted, random: 0) == nil)
    }

    @Test("only what passes by itself is tried again", arguments: ProblemCode.allCases)
    func codes(code: ProblemCode) {
        let passing: Set<ProblemCode> = [
            .serverUnreachable, .networkInterrupted, .tooManyRequests, .serverBusy,
        ]
        #expect((delay(1, Problem(code), random: 0) != nil) == passing.contains(code))
        if passing.contains(code) { #expect(code.entry.retry == .afterDelay) }
    }

    @Test("what the server asks for is waited out, and too long a wait is left to the person")
    func retryAfter() {
        let busy = Problem(.serverBusy)
        #expect(delay(1, busy, retryAfter: 5, random: 1 << 63) == 5.5)
        #expect(delay(1, busy, retryAfter: 30, random: 0) == 30)
        #expect(delay(1, busy, retryAfter: 31, random: 0) == nil)
    }

    @Test("an interruption is overcome without the caller's noticing")
    func overcomes() throws {
        let line = ScriptedLine([.failure(Self.interrupted), .success(503), .success(200)])
        let reply = try line.transport().send(line.request(retrySafe: true))
        #expect(reply.status == 200)
        #expect(line.sends == 3)
        #expect(line.pauses == [0.5, 1.0])
    }

    @Test("what must not be sent twice is sent once")
    func unsafe() {
        let line = ScriptedLine([.failure(Self.interrupted), .success(200)])
        #expect(throws: Self.interrupted) {
            try line.transport().send(line.request(retrySafe: false))
        }
        #expect(line.sends == 1)
    }

    @Test("when no try succeeds, the last outcome is the caller's")
    func lastOutcome() throws {
        let busy = ScriptedLine(Array(repeating: .success(429), count: 5))
        #expect(try busy.transport().send(busy.request(retrySafe: true)).status == 429)
        #expect(busy.sends == 5)
        let cut = ScriptedLine(Array(repeating: .failure(Self.interrupted), count: 5))
        #expect(throws: Self.interrupted) {
            try cut.transport().send(cut.request(retrySafe: true))
        }
        #expect(cut.sends == 5)
    }

    @Test("a person who will not wait ends the tries")
    func stopped() {
        let line = ScriptedLine([.failure(Self.interrupted), .success(200)])
        let transport = RetryingTransport(line, random: HalfWay()) { _ throws(Problem) in
            throw Problem(.cancelled)
        }
        #expect(throws: Problem(.cancelled)) {
            try transport.send(line.request(retrySafe: true))
        }
        #expect(line.sends == 1)
    }

    private func delay(
        _ attempt: Int,
        _ problem: Problem,
        retryAfter: Double? = nil,
        random: UInt64
    ) -> Double? {
        RetryPolicy.delay(
            afterAttempt: attempt,
            problem: problem,
            retryAfter: retryAfter,
            random: random
        )
    }
}

/// Always the middle of the range.
private struct HalfWay: RandomSource {
    func next() -> UInt64 { 1 << 63 }
}

/// A transport that answers by a script, and its own notes of what it was asked.
private final class ScriptedLine: Transport {
    private(set) var sends = 0
    private(set) var pauses: [Double] = []
    private var outcomes: ArraySlice<Result<Int, Problem>>

    init(_ outcomes: [Result<Int, Problem>]) { self.outcomes = outcomes[...] }

    func request(retrySafe: Bool) -> TransportRequest {
        TransportRequest(.post, "/v1/push", retrySafe: retrySafe)
    }

    func transport() -> RetryingTransport {
        RetryingTransport(self, random: HalfWay()) { self.pauses.append($0) }
    }

    func send(_ request: TransportRequest) throws(Problem) -> TransportReply {
        sends += 1
        guard let outcome = outcomes.popFirst() else {
            throw Problem(.internalError, ["reason": "the script is over"])
        }
        return TransportReply(
            host: "h",
            status: try outcome.get(),
            headers: [:],
            body: Data()
        )
    }
}
