import Foundation

/// A summary, and how far it tells once it has been shown.
public struct Evening: Sendable {
    /// What has changed; the program adds what only the sync knows.
    public var summary: EveningSummary
    let mark: EveningMark
    /// Whose it is: what the person's keys begin with.
    let prefix: String
}

extension Replica {
    /// Gets ready for a sync: whoever comes to a laptop that has synced before, or before there were
    /// summaries, has seen what it holds.
    ///
    /// Writes once a person at most.
    ///
    /// - Throws: What the store meets.
    public func beginEvening() throws {
        let late = try read { reader -> [String] in
            guard try reader.peers().contains(where: { $0.state.lastSync > 0 }) else { return [] }
            return try reader.people().prefixes.map(Keys.eveningMark)
                .filter { try reader.store.value($0) == nil }
        }
        guard !late.isEmpty else { return }
        try write { writer in
            let now = try EveningReading(writer, since: EveningMark()).mark()
            let data = try JSONEncoder().encode(now)
            for key in late { try writer.setValue(key, data) }
        }
    }

    /// What has changed since the last summary that who works here was shown to its end.
    ///
    /// - Returns: The summary, and how far it tells.
    /// - Throws: What the store meets.
    public func evening() throws -> Evening {
        try read { reader in
            let prefix = try reader.people().draftPrefix
            let kept = try reader.store.value(Keys.eveningMark(prefix))
                .flatMap { try? JSONDecoder().decode(EveningMark.self, from: $0) }
            var reading = try EveningReading(reader, since: kept ?? EveningMark())
            return Evening(
                summary: try reading.read(),
                mark: try reading.mark(),
                prefix: prefix
            )
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
            try writer.setValue(
                Keys.eveningMark(evening.prefix),
                try JSONEncoder().encode(evening.mark)
            )
            try writer.setValue(
                Keys.eveningLast(evening.prefix),
                try JSONEncoder().encode(evening.summary)
            )
        }
    }

    /// The last summary that told who works here something; nil if there was none.
    public func lastEvening() throws -> EveningSummary? {
        try read { reader in
            try reader.store.value(Keys.eveningLast(reader.people().draftPrefix))
                .flatMap { try? JSONDecoder().decode(EveningSummary.self, from: $0) }
        }
    }
}

/// Of each person of a laptop that is shared, under the prefix of that person's drafts.
extension Keys {
    /// How far the evening's summaries have told.
    fileprivate static func eveningMark(_ prefix: String) -> String { "evening/\(prefix)mark" }
    /// The last summary that told something.
    fileprivate static func eveningLast(_ prefix: String) -> String { "evening/\(prefix)last" }
}
