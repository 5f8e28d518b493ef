import FieldKit
import Foundation
import Logging
import ServiceLifecycle

/// Brings what villages are told of their neighbours' families up to date every night.
struct NeighbourService: Service {
    private let replica: Replica
    private let author: String
    private let time: DailyTime
    private let clock: any FieldKit.Clock
    private let logger: Logger
    private let lane = WorkLane("neighbours", threads: 1)

    /// - Parameters:
    ///   - replica: The county's.
    ///   - author: Under whose name the county writes.
    ///   - time: When, every day.
    ///   - clock: The server's clock.
    ///   - logger: Where the outcome is told.
    init(
        _ replica: Replica,
        author: String,
        at time: DailyTime,
        clock: any FieldKit.Clock,
        logger: Logger
    ) {
        self.replica = replica
        self.author = author
        self.time = time
        self.clock = clock
        self.logger = logger
    }

    func run() async throws {
        // A stop only ends a pause; what was not done is done the next night.
        try? await cancelWhenGracefulShutdown {
            while true {
                let now = Date(milliseconds: clock.milliseconds())
                try await Task.sleep(for: .seconds(time.next(after: now).timeIntervalSince(now)))
                await renew()
            }
        }
    }

    private func renew() async {
        do {
            let changed = try await lane.run { [replica, author] in
                try replica.renewNeighbours(author: author)
            }
            logger.notice("neighbours told", metadata: ["records": "\(changed)"])
        } catch {
            let code = (error as? Problem)?.code ?? .internalError
            logger.warning("neighbours were not told", metadata: ["code": "\(code.rawValue)"])
        }
    }
}
