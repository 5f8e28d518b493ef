import FieldKit
import Foundation
import Logging
import Metrics
import ServiceLifecycle

/// Syncs a relay with its county every day at a time, and again with growing pauses until it
/// succeeds.
struct RelaySyncService: Service {
    private let upstream: RelayUpstream
    private let time: DailyTime
    private let clock: any FieldKit.Clock
    private let random: any RandomSource
    private let logger: Logger
    private let metrics: any MetricsFactory
    private let lane = WorkLane("sync", threads: 1)

    init(
        _ upstream: RelayUpstream,
        at time: DailyTime,
        clock: any FieldKit.Clock,
        random: any RandomSource = SystemRandom(),
        logger: Logger,
        metrics: any MetricsFactory
    ) {
        self.upstream = upstream
        self.time = time
        self.clock = clock
        self.random = random
        self.logger = logger
        self.metrics = metrics
    }

    func run() async throws {
        // A stop only ends a pause; a sync that has begun is waited for.
        try? await cancelWhenGracefulShutdown {
            while true {
                try await pause(seconds: pauseUntilNext())
                var failures = 0
                while await !sync() {
                    failures += 1
                    try await pause(seconds: Self.pause(afterFailures: failures, random.next()))
                }
            }
        }
    }

    /// Seconds until the next day's time, and up to ten minutes more, so that the county's relays
    /// do not all come in the same second.
    private func pauseUntilNext() -> Double {
        let now = Date(milliseconds: clock.milliseconds())
        return time.next(after: now).timeIntervalSince(now)
            + Self.share(random.next()) * ServerLimits.relayJitterSecondsMax
    }

    /// Seconds before the next try: a minute at first, twice as long each time, at most half an
    /// hour, and of that at least one half.
    static func pause(afterFailures failures: Int, _ random: UInt64) -> Double {
        let longest = (1..<max(failures, 1)).reduce(ServerLimits.relayPauseSeconds) { pause, _ in
            min(pause * 2, ServerLimits.relayPauseSecondsMax)
        }
        return longest / 2 + longest / 2 * share(random)
    }

    /// A number from zero to below one.
    private static func share(_ random: UInt64) -> Double {
        Double(random >> 11) / Double(UInt64(1) << 53)
    }

    private func pause(seconds: Double) async throws {
        try await Task.sleep(for: .seconds(seconds))
    }

    /// - Returns: Whether it succeeded.
    private func sync() async -> Bool {
        do {
            let report = try await lane.run { [upstream] in try upstream.sync() }
            count("done")
            logger.notice(
                "synced with the county",
                metadata: [
                    "sent": "\(report.sent)", "received": "\(report.received)",
                    "requests": "\(report.requests)", "verified": "\(report.isVerified)",
                ]
            )
            return true
        } catch {
            let code = (error as? Problem)?.code ?? .internalError
            count("failed")
            logger.warning("sync with the county failed", metadata: ["code": "\(code.rawValue)"])
            return false
        }
    }

    private func count(_ outcome: String) {
        Counter(label: "relay_syncs", dimensions: [("outcome", outcome)], factory: metrics)
            .increment()
    }
}
