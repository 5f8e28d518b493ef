import FieldKit
import TestSupport

/// What the stores of a county lie on.
package enum MediumKind: Sendable {
    case memory
    /// SQLite, on disks that can fail.
    case disk
}

/// Where a store of the county lies.
enum Medium {
    case memory(MemoryStore)
    case disk(FaultDisk)

    /// An empty one.
    init(_ kind: MediumKind) {
        switch kind {
        case .memory: self = .memory(MemoryStore())
        case .disk: self = .disk(FaultDisk())
        }
    }

    /// The disk; nil for memory, which does not fail.
    var disk: FaultDisk? {
        guard case .disk(let disk) = self else { return nil }
        return disk
    }

    /// Another with the same content.
    func copy() -> Medium {
        switch self {
        case .memory(let store): .memory(store.copy())
        case .disk(let disk): .disk(disk.copy())
        }
    }

    /// The store on it.
    func open() throws -> any Store {
        switch self {
        case .memory(let store): store
        case .disk(let disk): try SQLiteStore(path: disk.path, isConcurrent: false)
        }
    }

    /// Does something during which no fault comes, unless the power is out.
    func spared<Result>(_ body: () throws -> Result) rethrows -> Result {
        guard let disk else { return try body() }
        return try disk.spared(body)
    }
}
