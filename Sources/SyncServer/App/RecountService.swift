import FieldKit
import Foundation
import Logging
import Metrics
import ServiceLifecycle

/// Works the running sums out anew every night, and mends those that are wrong.
///
/// Sums are what tells peers whether they hold the same: a wrong one is a defect, which no exchange
/// would find.
struct RecountService: Service {
    private let replica: Replica
    private let time: DailyTime
    private let clock: any FieldKit.Clock
    private let logger: Logger
    private let metrics: any MetricsFactory
    private let pause: @Sendable (_ seconds: Double) async throws -> Void
    private let lane = WorkLane("recount", threads: 1)

    /// A service that does nothing before it is run.
    ///
    /// - Parameters:
    ///   - replica: Whose sums are counted.
    ///   - time: When, every day.
    ///   - clock: The server's clock.
    ///   - logger: Where the outcome is told.
    ///   - metrics: Where it is counted.
    ///   - pause: Waits; what it throws ends the service.
    init(
        _ replica: Replica,
        at time: DailyTime,
        clock: any FieldKit.Clock,
        logger: Logger,
        metrics: any MetricsFactory,
        pause: @escaping @Sendable (_ seconds: Double) async throws -> Void = {
            try await Task.sleep(for: .seconds($0))
        }
    ) {
        self.replica = replica
        self.time = time
        self.clock = clock
        self.logger = logger
        self.metrics = metrics
        self.pause = pause
    }

    func run() async throws {
        // Until the first night nobody may take the lack of a figure for a good one.
        count("equal", by: 0)
        try? await cancelWhenGracefulShutdown {
            while true {
                let now = Date(milliseconds: clock.milliseconds())
                try await pause(time.next(after: now).timeIntervalSince(now))
                await recount()
            }
        }
    }

    private func recount() async {
        do {
            let recount = try await lane.run { [replica] in try replica.mendSums() }
            Gauge(label: "sums_wrong_last_recount", factory: metrics).record(recount.wrong.count)
            guard recount.wrong.isEmpty else {
                count("mended", by: 1)
                return logger.error(
                    "running sums were wrong and are mended: a defect",
                    metadata: ["buckets": "\(recount.wrong.joined(separator: ","))"]
                )
            }
            count("equal", by: 1)
            logger.notice("sums recounted", metadata: ["records": "\(recount.records)"])
        } catch {
            let code = (error as? Problem)?.code ?? .internalError
            count("failed", by: 1)
            logger.warning("recount of sums failed", metadata: ["code": "\(code.rawValue)"])
        }
    }

    private func count(_ outcome: String, by amount: Int) {
        Counter(label: "sum_recounts", dimensions: [("outcome", outcome)], factory: metrics)
            .increment(by: amount)
    }
}
