import Foundation

/// A summary, and how far it tells once it has been shown.
public struct Evening: Sendable {
    /// What has changed; the program adds what only the sync knows.
    public var summary: EveningSummary
    let mark: EveningMark
}

extension Replica {
    /// Gets ready for a sync: a laptop that synced before there were summaries has seen what it holds.
    ///
    /// Writes once at most.
    ///
    /// - Throws: What the store meets.
    public func beginEvening() throws {
        let isLate = try read { reader in
            try reader.store.value(Keys.eveningMark) == nil
                && reader.peers().contains { $0.state.lastSync > 0 }
        }
        guard isLate else { return }
        try write { writer in
            let now = try EveningReading(writer, since: EveningMark()).mark()
            try writer.setValue(Keys.eveningMark, try JSONEncoder().encode(now))
        }
    }

    /// What has changed since the last summary that was shown to its end.
    ///
    /// - Returns: The summary, and how far it tells.
    /// - Throws: What the store meets.
    public func evening() throws -> Evening {
        try read { reader in
            let kept = try reader.store.value(Keys.eveningMark)
                .flatMap { try? JSONDecoder().decode(EveningMark.self, from: $0) }
            var reading = try EveningReading(reader, since: kept ?? EveningMark())
            return Evening(summary: try reading.read(), mark: try reading.mark())
        }
    }

    /// Notes that a summary was shown to its end, so that the next one tells what comes after it.
    ///
    /// Does nothing for one that tells nothing.
    ///
    /// - Parameter evening: The summary.
    /// - Throws: What the store meets.
    public func noteShown(_ evening: Evening) throws {
        guard !evening.summary.isEmpty else { return }
        try write { writer in
            try writer.setValue(Keys.eveningMark, try JSONEncoder().encode(evening.mark))
            try writer.setValue(Keys.eveningLast, try JSONEncoder().encode(evening.summary))
        }
    }

    /// The last summary that told something; nil if there was none.
    public func lastEvening() throws -> EveningSummary? {
        try read { reader in
            try reader.store.value(Keys.eveningLast)
                .flatMap { try? JSONDecoder().decode(EveningSummary.self, from: $0) }
        }
    }
}

extension Keys {
    /// How far the evening's summaries have told.
    fileprivate static let eveningMark = "evening/mark"
    /// The last summary that told something.
    fileprivate static let eveningLast = "evening/last"
}
