import FieldKit
import Logging
import Metrics

/// The measurements of the exchange, and a line in the log for each change of who may do what.
struct SyncMetrics: Sendable {
    private let factory: any MetricsFactory
    private let logger: Logger

    init(_ factory: any MetricsFactory, logger: Logger) {
        self.factory = factory
        self.logger = logger
    }

    /// Notes what was done.
    func note(_ event: ServiceEvent) {
        switch event {
        case .hello(let isSame):
            count("sync_sessions", ["kind": isSame ? "same" : "full"], 1)
        case .writes(let applied, let known, let aside):
            count("sync_writes", ["became": "applied"], applied)
            count("sync_writes", ["became": "known"], known)
            count("sync_writes", ["became": "held"], aside)
            if aside > 0 { logger.notice("writes held aside", metadata: ["count": "\(aside)"]) }
        case .enrolled(let device):
            count("sync_enrolments", [:], 1)
            logger.notice("device enrolled", metadata: ["device": "\(device)"])
        case .codeIssued(let relay):
            logger.notice("code issued", metadata: ["relay": "\(relay)"])
        case .transportRenewed(let relay):
            logger.notice("certificate renewed", metadata: ["relay": "\(relay)"])
        }
    }

    private func count(_ label: String, _ dimensions: [String: String], _ amount: Int) {
        Counter(
            label: label,
            dimensions: dimensions.sorted { $0.key < $1.key }.map { ($0, $1) },
            factory: factory
        ).increment(by: amount)
    }
}
