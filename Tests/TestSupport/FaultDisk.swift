import CFaultDisk

/// A disk in memory for one SQLite file: it can lose and tear what was not synced, and refuse calls.
package final class FaultDisk {
    private let number: Int32

    /// An empty disk.
    package convenience init() {
        fault_disk_register()
        self.init(number: fault_disk_create())
    }

    private init(number: Int32) {
        precondition(number >= 0, "too many disks")
        self.number = number
    }

    deinit { fault_disk_free(number) }

    /// The path of the file that lies on it.
    package var path: String { "/fault-disk/\(number)/replica.sqlite" }

    /// Another disk with the same files.
    package func copy() -> FaultDisk { FaultDisk(number: fault_disk_copy(number)) }

    /// How often it was asked for anything.
    package var calls: Int64 { fault_disk_calls(number) }

    /// How often it was asked for a change: a write, a truncation, a sync, a deletion.
    package var changes: Int64 { fault_disk_changes(number) }

    /// Whether a call has failed since the fault was asked for.
    package var hasFailed: Bool { fault_disk_has_failed(number) != 0 }

    /// Whether the power is out.
    package var isDead: Bool { fault_disk_is_dead(number) != 0 }

    /// Does something during which no fault comes, unless the power is out.
    package func spared<Result>(_ body: () throws -> Result) rethrows -> Result {
        fault_disk_spare(number, 1)
        defer { fault_disk_spare(number, 0) }
        return try body()
    }

    /// Lets the power fail at a change, counted from now.
    package func stop(atChange change: Int64) { fault_disk_stop_at(number, change) }

    /// Lets a call fail, counted from now, and perhaps all after it; 0 lets none fail any more.
    package func fail(atCall call: Int64, isLasting: Bool = false) {
        fault_disk_fail_at(number, call, isLasting ? 1 : 0)
    }

    /// The power returns: what was not synced is there, lost or torn, by the seed.
    ///
    /// No file may be open.
    package func restart(seed: UInt64) {
        precondition(fault_disk_restart(number, seed) != 0, "a file is open on the disk")
    }
}
