/// What the author of an edit had read of a record: what an edit may cover.
///
/// A page, a draft or a spreadsheet shows A and B, a sync adds C: the answer must not cover C.
struct ReadBase {
    private let entries: [RegisterKey: [LiveEntry]]

    /// What had been read: the given version, or what the replica now shows.
    ///
    /// - Throws: `invalid_version` if the version names writes of which nothing is held.
    init(state: RecordState?, version: RecordVersion?, reader: ReplicaReader) throws {
        #if PLANTED_BUGS
        if Planted.current == .contextAtCommit {
            entries = state?.entriesByRegister ?? [:]
            return
        }
        #endif
        guard let version else {
            entries = state?.entriesByRegister ?? [:]
            return
        }
        guard let state else {
            guard version.dots.isEmpty else { throw Problem(.invalidVersion) }
            entries = [:]
            return
        }
        entries = try Self.state(state, at: version, reader).entriesByRegister
    }

    /// The state of the writes that a version names, and of no others.
    ///
    /// - Throws: `invalid_version` if one of them is not held.
    static func state(
        _ state: RecordState,
        at version: RecordVersion,
        _ reader: ReplicaReader
    ) throws -> RecordState {
        var read: [(signed: SignedWrite, sequence: UInt64)] = []
        var found: Set<Dot> = []
        for stored in try reader.store.writes(record: state.id) {
            let signed = try WriteCodec.decode(body: stored.body, signature: stored.signature)
            guard version.dots.contains(signed.write.dot) else { continue }
            found.insert(signed.write.dot)
            read.append((signed, stored.sequence))
        }
        // A token comes from outside: its runs may name more dots than can be counted.
        var missing = UInt64(found.count)
        for run in version.dots.runs.values.joined() {
            let count = run.upperBound - run.lowerBound + 1
            guard count <= missing else { throw Problem(.invalidVersion) }
            missing -= count
        }
        guard version.isProven(by: read.map(\.signed.hash)) else { throw Problem(.invalidVersion) }
        return RecordState(id: state.id, type: state.type, marks: [:], of: read)
    }

    /// What a plain edit of a register covers: of a register in conflict only the value that was
    /// shown, of a set's element all that was read of it.
    func context(
        _ key: RegisterKey,
        _ policies: PolicyTable,
        _ type: String
    ) throws -> CausalContext {
        #if PLANTED_BUGS
        if Planted.current == .contextOfTheWholeRecord {
            return Self.covered(Array(entries.values.joined()))
        }
        #endif
        let read = entries[key] ?? []
        guard key.element == nil, !key.isProtocol,
            let shown = RecordState.shown(read, policies.policy(key, of: type))
        else { return Self.covered(read) }
        return Self.covered(read.filter { $0.value == shown.value })
    }

    /// What deciding a conflict covers: every entry that was read.
    func contextOfResolution(_ key: RegisterKey) -> CausalContext {
        #if PLANTED_BUGS
        if Planted.current == .resolutionReopened {
            return CausalContext((entries[key] ?? []).map(\.dot))
        }
        #endif
        return Self.covered(entries[key] ?? [])
    }

    /// What deleting, or taking a deletion back, covers: the marks of deletion that were read, and
    /// every write that was live.
    ///
    /// Not the contexts of other registers: there an author may have rounded over counters of its
    /// own that nobody who deletes has read.
    func contextOfAll() -> CausalContext {
        var all = Self.covered(entries[.deleted] ?? [])
        for entry in entries.values.joined() { all.insert(entry.dot) }
        return all
    }

    /// Whether a value that had been read in a register is live still, or nothing was read and nothing is
    /// there.
    func isLeft(of key: RegisterKey, in state: RecordState) -> Bool {
        let now = state.entries(key)
        let read = entries(key)
        guard !read.isEmpty else { return now.isEmpty }
        return read.contains { entry in now.contains { $0.signed.hash == entry.signed.hash } }
    }

    /// The entries of a register that had been read.
    func entries(_ key: RegisterKey) -> [LiveEntry] { entries[key] ?? [] }

    private static func covered(_ entries: [LiveEntry]) -> CausalContext {
        #if PLANTED_BUGS
        if Planted.current == .contextRoundedUp {
            return entries.reduce(into: CausalContext()) {
                $0.insert($1.dot.replica, 1...$1.dot.counter)
            }
        }
        if Planted.current == .contextNotClosed { return CausalContext(entries.map(\.dot)) }
        #endif
        return entries.reduce(into: CausalContext()) { $0.formUnion($1.covered) }
    }
}
