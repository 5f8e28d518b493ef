import FieldKit

/// The review of a replica's own conflicts.
struct ReplicaReviewDesk: ReviewDesk {
    let replica: Replica

    func open(for reviewer: Reviewer) throws -> [ConflictView] {
        let found = try replica.read { reader in
            try reader.conflicts(all: false).filter { conflict in
                Self.isVisible(try reader.buckets(of: conflict.id), to: reviewer)
            }
        }
        // The order within each half stays: the oldest record first.
        return found.filter(\.isClockSuspect) + found.filter { !$0.isClockSuspect }
    }

    func objections(for reviewer: Reviewer) throws -> [HeldObjection] {
        try objections(for: reviewer, isOpenOnly: true)
    }

    private func objections(
        for reviewer: Reviewer,
        isOpenOnly: Bool
    ) throws -> [HeldObjection] {
        try replica.objections(isOpenOnly: isOpenOnly, today: CountyTime.today()).filter {
            Self.isVisible($0.record.view.buckets, to: reviewer)
        }
    }

    func answer(_ answer: ReviewAnswer, by reviewer: Reviewer) throws {
        guard reviewer.mayDecide else { throw Problem(.forbidden) }
        // A closed one is told from one that is not to be seen.
        let visible = try objections(for: reviewer, isOpenOnly: false)
        guard let held = visible.first(where: { $0.record.view.id == answer.objection }) else {
            throw Problem(.recordNotHeld, ["id": "\(answer.objection)"])
        }
        try replica.answer(
            held,
            with: answer.value,
            base: answer.base,
            reason: answer.reason,
            day: CountyTime.today(),
            author: reviewer.name
        )
    }

    func conflict(_ key: ConflictKey, for reviewer: Reviewer) throws -> ConflictView {
        try replica.read { reader in
            let state = try reader.heldState(key.record, type: key.type)
            guard Self.isVisible(try reader.buckets(of: key.record), to: reviewer) else {
                throw Problem(.recordNotHeld, ["id": "\(key.record)"])
            }
            let found = try reader.conflicts(of: state, all: true)
            guard let conflict = found.first(where: { $0.field == key.field }) else {
                throw Problem(.notInConflict, ["id": "\(key.record)", "field": key.field])
            }
            return conflict
        }
    }

    func decide(_ decision: ReviewDecision, by reviewer: Reviewer) throws {
        guard reviewer.mayDecide else { throw Problem(.forbidden) }
        let conflict = try conflict(decision.key, for: reviewer)
        let value = try Self.value(decision, of: conflict)
        try replica.write { writer in
            _ = try writer.resolve(
                decision.key.record,
                type: decision.key.type,
                field: decision.key.field,
                value: value,
                reason: decision.reason,
                reviewer: reviewer.name,
                base: decision.base
            )
        }
    }

    private static func value(
        _ decision: ReviewDecision,
        of conflict: ConflictView
    ) throws -> Value {
        switch decision.choice {
        case .other(let typed) where conflict.key != .deleted:
            return try PolicyTable.county.value(
                typed: typed,
                field: conflict.key.name,
                of: conflict.type
            )
        case .deletion(let isDeleted) where conflict.key == .deleted:
            return .boolean(isDeleted)
        case .entry(let hash):
            let chosen = conflict.entries.first { $0.write == hash && $0.key == conflict.key }
            if let chosen { return chosen.value }
        default: break
        }
        throw Problem(.formStale, ["id": "\(conflict.id)", "field": conflict.field])
    }

    private static func isVisible(_ buckets: [String], to reviewer: Reviewer) -> Bool {
        buckets.contains { bucket in reviewer.scopes.contains { bucket.hasPrefix($0) } }
    }
}

extension ConflictView {
    /// What people call the register.
    var field: String { key == .deleted ? "deleted" : key.name }

    /// Whether a clock among its entries cannot be believed.
    var isClockSuspect: Bool { entries.contains { $0.isClockSuspect } }
}
