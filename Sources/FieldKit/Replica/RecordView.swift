import Foundation

/// What people and scripts see of a record.
public struct RecordView: Sendable {
    /// The record's type.
    public let type: String
    /// The record.
    public let id: RecordID
    /// The exact version, to be handed back as the base of an edit.
    public let version: RecordVersion
    /// The version for people, who see it as `v7`.
    public let generation: UInt64
    /// The codes of its buckets, ascending.
    public let buckets: [String]
    /// Whether it is deleted; not while the deletion is contested.
    public let isDeleted: Bool
    /// The shown values of its plain fields, by name; cleared fields are left out.
    public let values: [String: Value]
    /// The members of its set fields, by name, each in the order of its bytes; empty sets are left
    /// out.
    public let sets: [String: [String]]
    /// The names of its fields in conflict, ascending; `deleted` for a contested deletion.
    public let conflicts: [String]
}

/// What stands behind a shown value.
public struct EntryView: Sendable {
    /// Where an entry stands.
    public enum Standing: String, Sendable {
        /// Live, and shown.
        case shown
        /// Live, of another value than the one shown.
        case conflict
        /// Covered by a later write whose author had seen it.
        case superseded
    }

    /// The register.
    public let key: RegisterKey
    /// The value written.
    public let value: Value
    /// The replica that wrote it.
    public let replica: ReplicaID
    /// Who wrote it, as the write says.
    public let author: String
    /// The write's stamp, in milliseconds since 1970, by the writer's corrected clock.
    public let stamp: Int64
    /// Whether it is shown, in conflict, or covered.
    public let standing: Standing
    /// The identity of the write.
    public let write: WriteHash
    /// Whether the stamp can't be believed: more than ``Limits/clockAheadSecondsMax`` ahead of the
    /// clock here, or before this program was made.
    public let isClockSuspect: Bool
}

/// A register about which somebody should decide.
public struct ConflictView: Sendable {
    /// The record's type.
    public let type: String
    /// The record.
    public let id: RecordID
    /// The register.
    public let key: RegisterKey
    /// How the field is treated.
    public let policy: FieldPolicy
    /// The live entries, the one shown first; of a contested deletion also what was written by
    /// those who did not know of it.
    public let entries: [EntryView]
    /// The values that all of these started from, latest first.
    public let origins: [EntryView]
    /// The codes of the buckets that the record is in: whose it is.
    public let buckets: [String]
    /// Whom or what the record is about, as its fields `name` or `head_name` show it; nil if they
    /// are empty.
    public let name: String?
    /// The version of the record in which these entries were read.
    public let version: RecordVersion
}

extension ReplicaReader {
    /// What is seen of a record.
    package func view(_ id: RecordID, type: String? = nil) throws -> RecordView {
        try view(try heldState(id, type: type))
    }

    func view(_ state: RecordState) throws -> RecordView {
        RecordView(
            type: state.type,
            id: state.id,
            version: RecordVersion(state),
            generation: state.generation,
            buckets: try buckets(of: state.id),
            isDeleted: state.isDeleted,
            values: state.values(policies),
            sets: state.sets(policies),
            conflicts: state.conflicts(policies).map(Self.fieldName).sorted()
        )
    }

    /// What people call a register: its field, and `deleted` for the mark of a deletion.
    package static func fieldName(_ key: RegisterKey) -> String {
        key == .deleted ? "deleted" : key.name
    }

    /// The records of a type, oldest first, deleted ones left out.
    ///
    /// - Parameters:
    ///   - type: The type; one of which nothing is held has no records.
    ///   - matching: Names and shown texts that a record must have; sets match by membership.
    ///   - visit: Called for each record; what it throws ends the list.
    /// - Throws: What the store meets, and what `visit` throws.
    package func list(
        _ type: String,
        matching: [(String, String)] = [],
        visit: (RecordView) throws -> Void
    ) throws {
        var last: RecordID?
        while true {
            let ids = try store.records(type: type, after: last, limit: 500)
            for id in ids {
                guard let state = try state(id) else { continue }
                states[id] = nil
                guard !state.isDeleted else { continue }
                let view = try view(state)
                let isMatching = matching.allSatisfy { name, text in
                    view.values[name]?.text == text || view.sets[name]?.contains(text) == true
                }
                if isMatching { try visit(view) }
            }
            guard let end = ids.last else { return }
            last = end
        }
    }

    /// The records of a type in a bucket, deleted ones left out.
    ///
    /// - Parameters:
    ///   - type: The type.
    ///   - bucket: The bucket's code.
    ///   - visit: Called for each record; what it throws ends the list.
    /// - Throws: What the store meets, and what `visit` throws.
    package func list(
        _ type: String,
        in bucket: String,
        visit: (RecordView) throws -> Void
    ) throws {
        try states(type, in: bucket) { try visit(view($0)) }
    }

    /// The states of the records of a type in a bucket, deleted ones left out.
    ///
    /// - Parameters:
    ///   - type: The type.
    ///   - bucket: The bucket's code.
    ///   - visit: Called for each record; what it throws ends the list.
    /// - Throws: What the store meets, and what `visit` throws.
    package func states(
        _ type: String,
        in bucket: String,
        visit: (RecordState) throws -> Void
    ) throws {
        var last: RecordID?
        while true {
            let ids = try store.members(of: bucket, type: type, after: last, limit: 1_000)
            for id in ids {
                if let state = try state(id), !state.isDeleted { try visit(state) }
            }
            guard let end = ids.last else { return }
            last = end
        }
    }

    /// Every entry behind a record's values, live ones first, then by stamp, latest first.
    package func entries(of id: RecordID, type: String? = nil) throws -> [EntryView] {
        let state = try heldState(id, type: type)
        let live = state.entriesByRegister
        var views: [EntryView] = []
        for stored in try store.writes(record: id) {
            let signed = try WriteCodec.decode(body: stored.body, signature: stored.signature)
            guard try !isHeld(signed.hash) else { continue }
            for register in signed.write.registers
            where !register.key.isProtocol || register.key == .deleted {
                let isLive = live[register.key]?.contains { $0.signed.hash == signed.hash } ?? false
                let shown = state.shown(register.key, policies)
                let standing: EntryView.Standing =
                    !isLive
                    ? .superseded : shown?.value == register.value ? .shown : .conflict
                views.append(view(of: signed, register, standing))
            }
        }
        return views.sorted { left, right in
            if left.key != right.key { return left.key < right.key }
            if left.standing != right.standing { return left.standing < right.standing }
            return (left.stamp, left.write) > (right.stamp, right.write)
        }
    }

    func view(
        of signed: SignedWrite,
        _ register: RegisterWrite,
        _ standing: EntryView.Standing
    ) -> EntryView {
        let stamp = signed.write.stamp
        let ahead = Int64(Limits.clockAheadSecondsMax) * 1_000
        let now = replica.clock.milliseconds()
        return EntryView(
            key: register.key,
            value: register.value,
            replica: signed.write.dot.replica,
            author: signed.write.author,
            stamp: stamp,
            standing: standing,
            write: signed.hash,
            isClockSuspect: stamp > now + ahead || stamp < FieldKitVersion.builtMilliseconds
        )
    }

    // MARK: Conflicts

    /// The open conflicts, oldest record first.
    ///
    /// - Parameter all: Whether those are listed too whose policy is history only.
    /// - Returns: One view for each register; a contested deletion is always among them.
    /// - Throws: What the store meets.
    package func conflicts(all: Bool) throws -> [ConflictView] {
        var found: [ConflictView] = []
        for id in try store.recordsWithSeveralWrites() {
            // A conflict needs two live writes: most records are passed without reading them.
            guard let stored = try store.record(id), stored.live.count > 1,
                let state = try state(id)
            else { continue }
            states[id] = nil
            found += try conflicts(of: state, all: all)
        }
        return found
    }

    /// The open conflicts of one record.
    package func conflicts(of state: RecordState, all: Bool) throws -> [ConflictView] {
        try state.conflicts(policies).compactMap { key in
            let policy = policies.policy(key, of: state.type)
            guard all || policy.review == .queue || key == .deleted else { return nil }
            return try conflict(key, of: state, policy)
        }
    }

    private func conflict(
        _ key: RegisterKey,
        of state: RecordState,
        _ policy: FieldPolicy
    ) throws -> ConflictView {
        let shown = state.shown(key, policies)
        var entries = state.entries(key).map { entry in
            view(
                of: entry.signed,
                entry.register,
                entry.value == shown?.value ? .shown : .conflict
            )
        }
        if key == .deleted {
            let deletions = state.entries(key).filter { $0.value == .boolean(true) }
            entries += state.unreadBy(deletions).flatMap { write in
                write.registers.filter { !$0.key.isProtocol }
                    .map { self.view(of: write.signed, $0, .conflict) }
            }
        }
        entries.sort { left, right in
            if left.standing != right.standing { return left.standing < right.standing }
            return (left.stamp, left.write) > (right.stamp, right.write)
        }
        return ConflictView(
            type: state.type,
            id: state.id,
            key: key,
            policy: policy,
            entries: entries,
            origins: try origins(key, of: state),
            buckets: try buckets(of: state.id),
            name: ["name", "head_name"].lazy.compactMap {
                state.shown(RegisterKey($0), self.policies)?.value.text
            }.first { !$0.isEmpty },
            version: RecordVersion(state)
        )
    }

    /// The values from which the conflict started: what all live entries of a register had read,
    /// without what had been replaced by then.
    private func origins(_ key: RegisterKey, of state: RecordState) throws -> [EntryView] {
        let live = state.entries(key)
        var read: [(signed: SignedWrite, register: RegisterWrite)] = []
        for stored in try store.writes(record: state.id) {
            let signed = try WriteCodec.decode(body: stored.body, signature: stored.signature)
            guard let register = signed.write.register(key),
                live.allSatisfy({ $0.register.context.contains(signed.write.dot) })
            else { continue }
            read.append((signed, register))
        }
        let last = read.filter { entry in
            !read.contains { $0.register.context.contains(entry.signed.write.dot) }
        }
        return last.map { view(of: $0.signed, $0.register, .superseded) }
            .sorted { ($0.stamp, $0.write) > ($1.stamp, $1.write) }
    }
}

extension EntryView.Standing: Comparable {
    private var rank: Int {
        switch self {
        case .shown: 0
        case .conflict: 1
        case .superseded: 2
        }
    }

    /// Shown before conflict before superseded.
    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
}
