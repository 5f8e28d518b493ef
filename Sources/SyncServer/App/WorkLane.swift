import FieldKit
import Foundation
import Synchronization

/// Threads for work that blocks, of a fixed number, with a bounded queue.
///
/// The replica, the disk and scrypt block; the cooperative pool that serves the connections must
/// not wait for them.
final class WorkLane: Sendable {
    private let queue: OperationQueue
    private let waitingMax: Int
    private let waiting = Mutex(0)

    /// Makes a lane.
    ///
    /// - Parameters:
    ///   - label: For people who look at the threads.
    ///   - threads: How many jobs run at one time; 1 keeps their order.
    ///   - waitingMax: Jobs that may wait or run.
    init(_ label: String, threads: Int, waitingMax: Int = ServerLimits.waitingMax) {
        queue = OperationQueue()
        queue.name = label
        queue.maxConcurrentOperationCount = threads
        self.waitingMax = waitingMax
    }

    /// Jobs that wait or run now.
    var load: Int { waiting.withLock { $0 } }

    /// Runs a job on one of the lane's threads.
    ///
    /// A job that was taken runs to its end, also when the asker has gone: what it wrote is
    /// written.
    ///
    /// - Throws: `server_busy` if too many wait; else what the job throws.
    func run<Answer: Sendable>(
        _ job: @escaping @Sendable () throws -> Answer
    ) async throws -> Answer {
        let taken = waiting.withLock { count in
            guard count < waitingMax else { return false }
            count += 1
            return true
        }
        guard taken else { throw Problem(.serverBusy) }
        return try await withCheckedThrowingContinuation { continuation in
            queue.addOperation { [self] in
                let result = Result { try job() }
                waiting.withLock { $0 -= 1 }
                continuation.resume(with: result)
            }
        }
    }
}
