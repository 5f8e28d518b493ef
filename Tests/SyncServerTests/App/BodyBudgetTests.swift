import FieldKit
import Foundation
import Hummingbird
import NIOCore
import TestSupport
import Testing

@testable import SyncServer

@Suite("The memory and the patience for request bodies")
struct BodyBudgetTests {
    /// A body of which each chunk comes after a pause of the clock's.
    private func request(
        _ chunks: Int,
        of bytes: Int,
        every seconds: Int64,
        _ clock: FixedClock
    )
        -> Request
    {
        let body = AsyncStream<ByteBuffer>(unfolding: { [counter = Counter(chunks)] in
            guard counter.next() else { return nil }
            clock.advance(seconds: seconds)
            return ByteBuffer(repeating: 7, count: bytes)
        })
        return Request(
            head: .init(method: .post, scheme: "https", authority: "county", path: "/v1/push"),
            body: RequestBody(asyncSequence: body)
        )
    }

    @Test("a body that trickles to hold a connection is given up; a slow line is not")
    func patience() async throws {
        let clock = FixedClock()
        let budget = BodyBudget(clock: clock)
        await #expect(throws: Problem(.serverBusy)) {
            try await budget.withBody(of: request(1_000, of: 1, every: 40, clock), bytesMax: 2_000)
            {
                $0.count
            }
        }
        let slow = try await budget.withBody(
            of: request(100, of: 600, every: 20, clock),
            bytesMax: 60_000
        ) { $0.count }
        #expect(slow == 60_000)
    }

    @Test("what does not fit into the memory for all bodies is told to come again")
    func memory() async throws {
        let clock = FixedClock()
        let budget = BodyBudget(bytesMax: 1_000, clock: clock)
        await #expect(throws: Problem(.serverBusy)) {
            try await budget.withBody(of: request(3, of: 400, every: 0, clock), bytesMax: 9_000) {
                $0.count
            }
        }
        // What was refused is held no longer.
        let next = try await budget.withBody(
            of: request(2, of: 400, every: 0, clock),
            bytesMax: 9_000
        ) { $0.count }
        #expect(next == 800)
    }
}

/// Counts down, from any thread.
private final class Counter: @unchecked Sendable {
    private let lock = NSLock()
    private var left: Int

    init(_ left: Int) { self.left = left }

    func next() -> Bool {
        lock.withLock {
            left -= 1
            return left >= 0
        }
    }
}
