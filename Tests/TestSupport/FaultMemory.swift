import CFaultDisk

/// Memory under SQLite that fails; for the whole process.
package enum FaultMemory {
    /// Must come before anything else of SQLite in the process.
    package static func install() { fault_memory_install() }

    /// Lets SQLite not count its memory; must come before anything else of SQLite in the process.
    package static func leaveUncounted() { fault_memory_uncounted() }

    /// How many allocations SQLite has asked for.
    package static var calls: Int64 { fault_memory_calls() }

    /// Lets an allocation fail, counted from now, and perhaps all after it; 0 lets none fail any more.
    package static func fail(atCall call: Int64, isLasting: Bool = false) {
        fault_memory_fail_at(call, isLasting ? 1 : 0)
    }

    /// Does something for which there is memory in any case.
    package static func spared<Result>(_ body: () throws -> Result) rethrows -> Result {
        fault_memory_pause(1)
        defer { fault_memory_pause(0) }
        return try body()
    }
}
