import FieldKit
import Foundation
import Logging
import Synchronization
import TestSupport
import Testing

@testable import SyncServer

@Suite("A server that counts its sums anew")
struct RecountTests {
    private static let village = "610326101901"

    private let store = MemoryStore()
    private let county: Replica
    private let metrics = PrometheusMetrics()

    init() throws {
        county = try Replica(
            store: store,
            key: DeviceKey(),
            kind: .county,
            clock: FixedClock(),
            random: SeededRandom(seed: 1)
        )
        let changes: [Edit.Change] = [.enter(Self.village), .set("note", .text("x"))]
        _ = try county.edit([Edit(type: "household", changes: changes)], author: "An")
    }

    /// So many nights, without waiting for them.
    ///
    /// - Returns: The pauses that were asked for.
    private func pass(nights: Int) async throws -> [Double] {
        let pauses = Mutex<[Double]>([])
        let service = RecountService(
            county,
            at: DailyTime(hour: 2, minute: 30),
            clock: FixedClock(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            metrics: metrics
        ) { seconds in
            let count = pauses.withLock {
                $0.append(seconds)
                return $0.count
            }
            if count > nights { throw CancellationError() }
        }
        try await service.run()
        return pauses.withLock { $0 }
    }

    @Test("finds them as they are, at the hour that was said")
    func equal() async throws {
        let pauses = try await pass(nights: 2)
        #expect(pauses.count == 3 && pauses.allSatisfy { $0 > 0 && $0 <= 86_400 })
        #expect(metrics.text.contains(#"sum_recounts_total{outcome="equal"} 2"#), "\(metrics.text)")
        #expect(metrics.text.contains("sums_wrong_last_recount 0"), "\(metrics.text)")
    }

    @Test("mends a wrong one, and shows that it was wrong")
    func mended() async throws {
        let right = try county.digest()
        let wrong = BucketTotal(sum: Data(repeating: 7, count: 32), count: 3)
        try store.write { try $0.setSum(wrong, bucket: Self.village) }
        #expect(try !county.checkInvariants().isEmpty)
        _ = try await pass(nights: 1)
        #expect(try county.digest() == right)
        #expect(try county.checkInvariants() == [])
        let shown = metrics.text
        #expect(shown.contains(#"sum_recounts_total{outcome="mended"} 1"#), "\(shown)")
        #expect(shown.contains("sums_wrong_last_recount 1"), "\(shown)")
    }

    @Test("what is written between the counting and the mending stays counted")
    func meanwhile() throws {
        let wrong = BucketTotal(sum: Data(repeating: 7, count: 32), count: 3)
        try store.write { try $0.setSum(wrong, bucket: Self.village) }
        #expect(try county.read { try $0.recount() }.wrong.contains(Self.village))
        let changes: [Edit.Change] = [.enter(Self.village), .set("note", .text("later"))]
        _ = try county.edit([Edit(type: "household", changes: changes)], author: "An")
        // Two who had counted before either of them mended.
        try county.mend()
        try county.mend()
        #expect(try county.checkInvariants() == [])
    }
}
