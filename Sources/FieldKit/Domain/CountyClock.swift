/// What a laptop knows of the time beside its own clock, which may be years off: a dead battery on the
/// board puts it back to 2009 whenever the power goes.
public struct CountyClock: Sendable {
    /// What the own clock lacked to the server's at the last sync, in milliseconds.
    public let offset: Int64
    /// A time that has passed for certain, in milliseconds since 1970: that of the last sync by the
    /// server's clock, or that at which the program was made.
    public let passed: Int64

    /// - Parameters:
    ///   - offset: What the own clock lacked at the last sync; nil before the first.
    ///   - lastSync: When that was, by the server's clock; nil before the first.
    public init(offset: Int64?, lastSync: Int64?) {
        self.offset = offset ?? 0
        passed = max(lastSync ?? 0, FieldKitVersion.builtMilliseconds)
    }

    /// What time it may be when the own clock shows this.
    ///
    /// The clock may have gone on as it was at the last sync, or have been set right since; of times that
    /// can be, the earlier one is believed.
    ///
    /// - Parameter milliseconds: What the own clock shows.
    /// - Returns: The time in milliseconds since 1970; nil if neither can be, because a time has passed
    ///   that the clock has not reached.
    public func time(of milliseconds: Int64) -> Int64? {
        [milliseconds, milliseconds + offset].filter { $0 >= passed - Self.slack }.min()
    }

    /// Clocks drift, and a sync takes its time.
    private static let slack: Int64 = 10 * 60_000
}

extension ReplicaReader {
    /// What this replica knows of the time.
    func countyClock() throws -> CountyClock {
        CountyClock(
            offset: try clockOffset(),
            lastSync: try peers().map(\.state.lastSync).max()
        )
    }

    /// Today, as far as this replica can know.
    func today() throws -> BusinessDay {
        let clock = try countyClock()
        let time = clock.time(of: replica.clock.milliseconds()) ?? clock.passed
        return BusinessDay(milliseconds: time) ?? .epoch
    }
}

extension Replica {
    /// What this replica knows of the time.
    public func countyClock() throws -> CountyClock { try read { try $0.countyClock() } }
}
