import Foundation
import SwiftProtobuf

/// Lines of one replica's log that are held without a gap, each proving the one before.
package struct LogRun: Hashable, Sendable {
    package var low: UInt64
    package var high: UInt64
    /// The identity of line `high`.
    package var hash: WriteHash
    /// What line `low` gives as the identity of the line before it.
    var before: WriteHash?

    package init(low: UInt64, high: UInt64, hash: WriteHash, before: WriteHash? = nil) {
        self.low = low
        self.high = high
        self.hash = hash
        self.before = before
    }
}

/// What is held of one replica's log: as runs with their ends, never as one highest number.
package struct ReplicaLog: Hashable, Sendable {
    /// Ascending, disjoint.
    package private(set) var runs: [LogRun] = []
    /// The lowest counter from which two histories are held, after a fork.
    package private(set) var forkedFrom: UInt64?

    package init() {}

    /// The highest line held.
    package var high: LogRun? { runs.last }

    package func contains(_ counter: UInt64) -> Bool {
        runs.contains { $0.low <= counter && counter <= $0.high }
    }

    /// Takes one more line in.
    ///
    /// - Returns: False if it does not fit the chain of what is held: a fork.
    @discardableResult
    package mutating func append(
        counter: UInt64,
        hash: WriteHash,
        previous: WriteHash?
    ) -> Bool {
        guard !contains(counter) else { return true }
        var fits = true
        var run = LogRun(low: counter, high: counter, hash: hash, before: previous)
        if let index = runs.firstIndex(where: { $0.high == counter - 1 }) {
            if runs[index].hash == previous {
                run.low = runs[index].low
                run.before = runs[index].before
                runs.remove(at: index)
            } else {
                fits = false
                markFork(from: counter - 1)
            }
        }
        if let index = runs.firstIndex(where: { $0.low == counter + 1 }) {
            if runs[index].before == hash {
                run.high = runs[index].high
                run.hash = runs[index].hash
                runs.remove(at: index)
            } else {
                fits = false
                markFork(from: counter)
            }
        }
        runs.insert(run, at: runs.firstIndex { $0.low > run.low } ?? runs.count)
        return fits
    }

    package mutating func markFork(from counter: UInt64) {
        forkedFrom = min(forkedFrom ?? counter, max(counter, 1))
    }

    // MARK: Stored form

    init(stored data: Data?) throws {
        guard let data else { return }
        let wire = try WireStoredLog(serializedBytes: data)
        forkedFrom = wire.forkedFrom == 0 ? nil : wire.forkedFrom
        runs = wire.runs.compactMap { run in
            WriteHash(bytes: run.hash).map {
                LogRun(
                    low: run.low,
                    high: run.high,
                    hash: $0,
                    before: WriteHash(bytes: run.before)
                )
            }
        }
    }

    func stored() throws -> Data {
        var wire = WireStoredLog()
        wire.forkedFrom = forkedFrom ?? 0
        wire.runs = runs.map { run in
            var stored = WireStoredRun()
            stored.low = run.low
            stored.high = run.high
            stored.hash = run.hash.bytes
            if let before = run.before { stored.before = before.bytes }
            return stored
        }
        return try wire.serializedData()
    }
}
