import ArgumentParser
import FieldKit
import Foundation
import Logging
import ServiceLifecycle

/// `SyncServer serve`: answers laptops until it is asked to stop.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "提供同步服务，直到收到 SIGTERM · Serve laptops over HTTPS until SIGTERM."
    )

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: ServeOptions

    func run() async throws {
        let folder = common.folder
        let clock = SystemClock()
        let store = try folder.open(clock: clock)
        let turn = try store.takeTurn("serve")
        defer { turn.end() }
        let logger = Logger(label: "server") { StructuredLog(label: $0, clock: clock) }
        let metrics = PrometheusMetrics()
        let sync = SyncMetrics(metrics, logger: logger)
        let upstream = try upstream(store, folder)
        let endpoint: any SyncEndpoint =
            if let upstream {
                try RelayEndpoint(store, in: folder, upstream: upstream.url, metrics: sync)
            } else {
                try CountyEndpoint(store, in: folder, metrics: sync)
            }
        let parts = ServerParts(
            endpoint: endpoint,
            review: upstream == nil ? ReviewParts(store.replica, clock: clock) : nil,
            authorityPEM: String(decoding: try folder.read(.authority), as: UTF8.self),
            clock: clock,
            metrics: metrics,
            logger: logger
        )
        var others: [any Service] = [
            RecountService(
                store.replica,
                at: options.recountAt,
                clock: clock,
                logger: logger,
                metrics: metrics
            )
        ]
        if upstream == nil {
            others.append(SignatureService(store.replica, logger: logger))
            others.append(
                NeighbourService(
                    store.replica,
                    author: try folder.settings().name,
                    at: options.recountAt,
                    clock: clock,
                    logger: logger
                )
            )
        }
        if let time = options.syncAt {
            guard let upstream else { throw Problem(.notARelay) }
            others.append(
                RelaySyncService(
                    upstream,
                    at: time,
                    clock: clock,
                    logger: logger,
                    metrics: metrics
                )
            )
        }
        try await options.serve(parts, in: folder, with: others)
        try store.close()
    }

    /// A relay's county; an address given here is kept.
    private func upstream(
        _ store: ReplicaFolder,
        _ folder: ServerFolder
    ) throws -> RelayUpstream? {
        guard store.replica.kind == .relay || options.upstream != nil else { return nil }
        let upstream = try RelayUpstream(store, in: folder, override: options.upstream)
        var settings = try folder.settings()
        if settings.upstream != upstream.url {
            settings.upstream = upstream.url
            try folder.save(settings)
        }
        return upstream
    }
}
