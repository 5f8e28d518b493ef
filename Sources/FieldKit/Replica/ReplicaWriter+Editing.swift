import Foundation

extension ReplicaWriter {
    /// Makes the writes of one command.
    ///
    /// All are made or, on an error, none.
    ///
    /// - Parameters:
    ///   - edits: At most ``Limits/groupWritesMax`` form a group; more become several groups.
    ///   - author: The person or program that writes; at most ``Limits/authorBytesMax`` bytes.
    ///   - authority: What the author may write beside what anyone may.
    /// - Returns: What became of each edit, in the same order.
    /// - Throws: As ``Replica/edit(_:author:authority:placing:)``, less `bucket_needed`.
    package func edit(
        _ edits: [Edit],
        author: String,
        authority: FieldPolicy.Authority = .anyone
    ) throws -> [EditResult] {
        var results: [EditResult] = []
        for start in stride(from: 0, to: edits.count, by: Limits.groupWritesMax) {
            let part = edits[start..<min(start + Limits.groupWritesMax, edits.count)]
            var plans: [EditPlan] = []
            var made: Set<RecordID> = []
            for (index, edit) in zip(part.indices, part) {
                var plan = try Self.naming(index) {
                    try self.plan(edit, authority: authority, made: made)
                }
                plan.index = index
                made.insert(plan.id)
                plans.append(plan)
            }
            results += try write(plans, author: author)
        }
        return results
    }

    /// Lets a problem say which edit it is about.
    private static func naming<Result>(_ index: Int, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let problem as Problem {
            throw Problem(
                problem.code,
                problem.details.merging(["index": "\(index)"]) { own, _ in own }
            )
        }
    }

    private func write(_ plans: [EditPlan], author: String) throws -> [EditResult] {
        let writes =
            plans.filter { !$0.registers.isEmpty }
            + plans.flatMap { plan in
                plan.observations.map { $0.numbered(plan.index) }
            }
        var made: Set<Dot> = []
        for chunk in Self.groups(writes) {
            let group =
                chunk.count > 1
                ? WriteGroup(id: replica.randomIdentifier(), size: chunk.count) : nil
            for plan in chunk {
                let registers = try plan.registers.map { try chained($0, of: plan, made) }
                let signed = try Self.naming(plan.index) {
                    try self.author(
                        plan.id,
                        type: plan.type,
                        registers: registers,
                        author: author,
                        group: group
                    )
                }
                made.insert(signed.write.dot)
            }
        }
        return try plans.map { plan in
            let state = try state(plan.id)
            return EditResult(
                type: plan.type,
                id: plan.id,
                version: RecordVersion(state),
                generation: state?.generation ?? 0,
                observations: plan.observations.map(\.id)
            )
        }
    }

    /// Deals writes out to groups that each fit into one message, however large their values.
    private static func groups(_ writes: [EditPlan]) -> [[EditPlan]] {
        var groups: [[EditPlan]] = []
        var bytes = 0
        for plan in writes {
            let size = plan.registers.reduce(256) { $0 + $1.value.bytes + $1.key.name.utf8.count }
            if groups.isEmpty || groups[groups.count - 1].count == Limits.groupWritesMax
                || bytes + size > Limits.groupBytesTarget
            {
                groups.append([])
                bytes = 0
            }
            groups[groups.count - 1].append(plan)
            bytes += size
        }
        return groups
    }

    /// Several edits of one record in one command: each has read what those before it wrote, and
    /// no more than that.
    private func chained(
        _ register: RegisterWrite,
        of plan: EditPlan,
        _ made: Set<Dot>
    ) throws -> RegisterWrite {
        guard plan.isFollowUp, let state = try state(plan.id) else { return register }
        var context = register.context
        for (key, entries) in state.entriesByRegister {
            for entry in entries where made.contains(entry.dot) {
                if key == register.key {
                    context.formUnion(entry.covered)
                } else if register.key == .deleted {
                    context.insert(entry.dot)
                }
            }
        }
        return RegisterWrite(key: register.key, value: register.value, context: context)
    }

    // MARK: What an edit means

    /// The registers that an edit writes, and the observations that it makes instead.
    func plan(
        _ edit: Edit,
        authority: FieldPolicy.Authority,
        made: Set<RecordID>
    ) throws -> EditPlan {
        guard policies.type(edit.type) != nil || (edit.isRaw && Self.isUsable(edit.type)) else {
            throw Problem(.unknownType, ["type": edit.type])
        }
        guard !edit.changes.isEmpty else { throw Problem(.nothingToWrite) }
        let id = edit.id ?? newRecordID()
        var plan = EditPlan(id: id, type: edit.type)
        plan.isFollowUp = made.contains(id)
        let state = try state(id)
        if let state, state.type != edit.type { throw Problem(.recordNotHeld, ["id": "\(id)"]) }
        if edit.id != nil, !edit.isNew, state == nil, !plan.isFollowUp {
            throw Problem(.recordNotHeld, ["id": "\(id)"])
        }
        let base = try ReadBase(state: state, version: edit.base, reader: self)
        var values: [RegisterKey: Value] = [:]
        for change in edit.changes {
            let (key, value) = try register(change, edit)
            try check(key, of: edit, state: state, authority: authority)
            let roster = authority == .anyone ? try rosterEntry(key, state) : nil
            if let roster, let state {
                guard roster.value != value else { continue }
                plan.observations.append(observation(key, value, state, instead: roster))
            } else {
                values[key] = value
            }
        }
        if let state, state.isDeleted, values[.deleted] == nil, !values.isEmpty {
            values[.deleted] = .boolean(false)
        }
        guard values.count <= Limits.registersPerWriteMax else {
            throw Problem(
                .writeTooLarge,
                [
                    "type": edit.type, "size": "\(values.count)",
                    "limit": "\(Limits.registersPerWriteMax)", "unit": "项 (fields)",
                ]
            )
        }
        plan.registers = try values.sorted { $0.key < $1.key }.map { key, value in
            let context =
                key == .deleted
                ? base.contextOfAll() : try base.context(key, policies, edit.type)
            return RegisterWrite(
                key: key,
                value: value,
                context: try rounded(context, key, of: id)
            )
        }
        return plan
    }

    /// A new record's id, from the clock and the given randomness.
    package func newRecordID() -> RecordID { replica.newRecordID() }

    private func register(_ change: Edit.Change, _ edit: Edit) throws -> (RegisterKey, Value) {
        switch change {
        case .set(let name, let value):
            guard try field(name, of: edit)?.kind != .set else {
                throw Problem(.isASet, ["field": name])
            }
            guard value.bytes <= Limits.valueBytesMax else {
                throw Problem(
                    .valueTooLong,
                    [
                        "field": name, "bytes": "\(value.bytes)",
                        "limit": "\(Limits.valueBytesMax)",
                    ]
                )
            }
            return (RegisterKey(name), value)
        case .add(let name, let element):
            return (try setElement(name, element, of: edit), .boolean(true))
        case .remove(let name, let element):
            return (try setElement(name, element, of: edit), .boolean(false))
        case .enter(let code): return (.bucket(try bucket(code)), .boolean(true))
        case .leave(let code): return (.bucket(try bucket(code)), .boolean(false))
        case .delete(let isDeleted): return (.deleted, .boolean(isDeleted))
        }
    }

    private func field(_ name: String, of edit: Edit) throws -> FieldPolicy? {
        let field = policies.field(name, of: edit.type)
        guard field != nil || (edit.isRaw && Self.isUsable(name)) else {
            throw Problem(.unknownField, ["type": edit.type, "field": name])
        }
        return field
    }

    /// Whether a name that the table does not know can be a type's or a field's.
    private static func isUsable(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix("@") && !name.utf8.contains(0)
            && name.utf8.count <= Limits.nameBytesMax
            && name.utf8.elementsEqual(name.precomposedStringWithCanonicalMapping.utf8)
    }

    private func setElement(
        _ name: String,
        _ element: String,
        of edit: Edit
    ) throws -> RegisterKey {
        if let field = try field(name, of: edit), field.kind != .set {
            throw Problem(.notASet, ["field": name])
        }
        guard !element.isEmpty else { throw Problem(.valueMissing, ["field": name]) }
        guard element.utf8.count <= Limits.elementBytesMax else {
            throw Problem(
                .valueTooLong,
                [
                    "field": name, "bytes": "\(element.utf8.count)",
                    "limit": "\(Limits.elementBytesMax)",
                ]
            )
        }
        return RegisterKey(name, element: element.precomposedStringWithCanonicalMapping)
    }

    private func bucket(_ code: String) throws -> String {
        let isCode = code.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard isCode || code == Self.systemBucket, !code.isEmpty,
            code.utf8.count <= Limits.bucketBytesMax
        else { throw Problem(.bucketInvalid, ["bucket": code]) }
        return code
    }

    // MARK: Who may write

    private func check(
        _ key: RegisterKey,
        of edit: Edit,
        state: RecordState?,
        authority: FieldPolicy.Authority
    ) throws {
        if policies.type(edit.type)?.isImmutable == true, state != nil,
            key.name != RegisterKey.bucketName
        {
            throw Problem(.immutableField, ["type": edit.type, "field": key.name])
        }
        let policy = policies.policy(key, of: edit.type)
        switch policy.authority {
        case .anyone, .roster: return
        case .county:
            guard authority == .county else {
                throw Problem(.authorityNeeded, ["field": key.name, "authority": "县 (the county)"])
            }
        case .once:
            guard state.map({ $0.entries(key).isEmpty }) ?? true else {
                throw Problem(.immutableField, ["type": edit.type, "field": key.name])
            }
        }
    }

    /// What the county has written into a register of the roster: only it may write there now.
    private func rosterEntry(_ key: RegisterKey, _ state: RecordState?) throws -> LiveEntry? {
        guard let state, policies.authority(key, of: state.type) == .roster else { return nil }
        let entries = try state.entries(key).filter { try isCounty($0.dot.replica.device) }
        return RecordState.shown(entries, policies.policy(key, of: state.type))
    }

    /// What a person writes over a value of the roster becomes an observation for review.
    private func observation(
        _ key: RegisterKey,
        _ value: Value,
        _ state: RecordState,
        instead roster: LiveEntry
    ) -> EditPlan {
        var plan = EditPlan(id: newRecordID(), type: Edit.observationType)
        plan.registers = Edit.observed("\(key)", state.id, state.type, roster.value, value).map {
            RegisterWrite(key: RegisterKey($0.0), value: $0.1, context: CausalContext())
        }
        return plan
    }

    /// Lets an author claim its own counters between those that it has read: between them it wrote
    /// other registers only, so the context stays as short as the number of authors.
    private func rounded(
        _ context: CausalContext,
        _ key: RegisterKey,
        of record: RecordID
    ) throws -> CausalContext {
        guard context.runs.values.contains(where: { $0.count > 4 }) else { return context }
        let own = try currentReplica()
        guard let runs = context.runs[own], runs.count > 4, let high = runs.last?.upperBound else {
            return context
        }
        for stored in try store.writes(record: record) {
            let write = try WriteCodec.decode(body: stored.body, signature: stored.signature).write
            // A deletion has read all of the record, so what it claims is of all its registers.
            guard write.dot.replica == own, write.dot.counter <= high,
                key == .deleted || write.register(key) != nil
            else { continue }
            guard context.contains(write.dot) else { return context }
        }
        var context = context
        context.insert(own, 1...high)
        return context
    }
}

/// The bucket that every store holds: certificates, revocations, policies.
extension ReplicaReader {
    package static let systemBucket = "system"
}

/// The registers of one write to be made.
struct EditPlan {
    var id: RecordID
    var type: String
    var registers: [RegisterWrite] = []
    var observations: [EditPlan] = []
    var isFollowUp = false
    /// Which edit of the command it comes from.
    var index = 0

    init(id: RecordID, type: String) {
        self.id = id
        self.type = type
    }

    /// The same as part of another edit.
    func numbered(_ index: Int) -> EditPlan {
        var plan = self
        plan.index = index
        return plan
    }
}
