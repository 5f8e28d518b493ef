extension Replica {
    /// Days after a visit from which on its entry is late: 补录.
    private static let entryDaysMax = 7

    /// By how many days a visit was entered later than it was made.
    ///
    /// - Parameter visit: The visit.
    /// - Returns: Nil if it was entered within a week.
    /// - Throws: `record_not_held`.
    public func lateDays(of visit: RecordID) throws -> Int? {
        try read { reader in
            let state = try reader.heldState(visit, type: "visit")
            let view = try reader.view(state)
            let first = state.live.map(\.signed.write.stamp).min()
            guard let made = view.values["date"].flatMap({ BusinessDay.read($0.text) }),
                let entered = first.flatMap({ BusinessDay(milliseconds: $0) })
            else { return nil }
            let days = entered.dayNumber - made.dayNumber
            return days > Self.entryDaysMax ? days : nil
        }
    }
}
