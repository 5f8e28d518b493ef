/// What somebody objects to, and what was said to it.
public struct HeldObjection: Sendable {
    /// The objection, and where it stands.
    public let record: WorkRecord
    /// The decision.
    public let decision: RecordID?
    /// The type of the record that was decided about.
    public let type: String
    /// The record that was decided about.
    public let subject: RecordID?
    /// The field.
    public let field: String
    /// What the decision took, as text; empty if the decision is not here.
    public let taken: String
    /// What the field should hold, as text; empty if nothing was said.
    public let wanted: String
    /// Why.
    public let reason: String
    /// Who objects.
    public let author: String
    /// The version of the record that was decided about, as it is shown with the objection; nil if that
    /// is not held here.
    public let version: RecordVersion?
}

extension Replica {
    /// Objects to a decision: a record that the county answers; the decided value stays.
    ///
    /// - Parameters:
    ///   - overruling: The decision.
    ///   - reason: Why, in words; not blank.
    ///   - wanted: What the field should hold, by its code or in words; empty to leave that open.
    ///   - day: Today.
    ///   - author: Who objects.
    /// - Returns: The objection.
    /// - Throws: `reason_needed`; `word_unknown`, `wrong_kind` and `value_too_long` for what the field
    ///   cannot hold; and what the store meets.
    public func object(
        to overruling: Overruling,
        reason: String,
        wanted: String = "",
        day: BusinessDay,
        author: String
    ) throws -> RecordID {
        guard reason.contains(where: { !$0.isWhitespace }) else { throw Problem(.reasonNeeded) }
        var changes: [Edit.Change] = [
            .set("subject", .text("\(overruling.record)")),
            .set("subject_type", .text(overruling.type)),
            .set("decision", .text("\(overruling.decision)")),
            .set("field", .text(overruling.field)), .set("opened", day.value),
            .set("reason", .text(reason)),
        ]
        if !wanted.isEmpty {
            let value = try policies.value(
                typed: wanted,
                field: overruling.field,
                of: overruling.type
            )
            changes.append(.set("wanted", .text(value.text)))
        }
        let made = try edit([Edit(type: "objection", changes: changes)], author: author)
        guard let id = made.first?.id else { throw Problem(.nothingToWrite) }
        return id
    }

    /// Notes that decisions were seen, so that nobody is told of them again.
    ///
    /// - Parameters:
    ///   - overrulings: The decisions.
    ///   - day: Today.
    ///   - author: Who has seen them.
    /// - Throws: What the store meets.
    public func noteSeen(
        _ overrulings: [Overruling],
        day: BusinessDay,
        author: String
    ) throws {
        guard !overrulings.isEmpty else { return }
        let edits = overrulings.map { Edit.event(ReplicaReader.seen, on: $0.decision, day: day) }
        _ = try edit(edits, author: author)
    }

    /// The objections that are held here, oldest first.
    ///
    /// - Parameters:
    ///   - isOpenOnly: Whether those are left out that were answered or withdrawn.
    ///   - isOwnOnly: Whether those are left out that others raised than who works here.
    ///   - today: Today.
    /// - Returns: The objections.
    /// - Throws: What the store meets.
    public func objections(
        isOpenOnly: Bool = true,
        isOwnOnly: Bool = false,
        today: BusinessDay
    ) throws -> [HeldObjection] {
        try read { reader in
            let hand = try OwnHand(reader)
            return try reader.ids(of: "objection").compactMap { id in
                guard let state = try reader.state(id), !state.isDeleted,
                    !isOwnOnly || reader.maker(of: state).map(hand.wrote) == true
                else { return nil }
                let held = try reader.objection(id, today: today)
                return held.record.status.isOpen || !isOpenOnly ? held : nil
            }
        }
    }

    /// Answers an objection: with a value the field is written anew, without one the decision stays.
    ///
    /// - Parameters:
    ///   - objection: The objection.
    ///   - value: What the field is to hold, by its code or in words; nil to uphold the decision.
    ///   - base: The version of the record that was decided about, as whoever answers had read it; nil
    ///     for the one that came with the objection. What was written since is not covered.
    ///   - reason: Why, in words; not blank.
    ///   - day: Today.
    ///   - author: Who answers, for the county.
    /// - Throws: `not_the_county`, `reason_needed`; `objection_closed` if it was answered or withdrawn;
    ///   `form_stale` if nothing is left of what was read in the field; `word_unknown`, `wrong_kind`,
    ///   `value_too_long`, `record_not_held`, `invalid_version`.
    public func answer(
        _ objection: HeldObjection,
        with value: String?,
        base: RecordVersion? = nil,
        reason: String,
        day: BusinessDay,
        author: String
    ) throws {
        guard kind == .county else { throw Problem(.notTheCounty) }
        guard reason.contains(where: { !$0.isWhitespace }) else { throw Problem(.reasonNeeded) }
        let base = base ?? objection.version
        try write { writer in
            // What was shown may be an hour old: whether it is open still is asked in the same breath.
            let held = try writer.openObjection(objection.record.view.id, today: day)
            try writer.checkCurrent(held, since: base)
            var edits = [
                Edit.event(
                    value == nil ? "uphold" : "change",
                    on: held.record.view.id,
                    day: day,
                    details: ["reason": reason]
                )
            ]
            if let value { edits.insert(try writer.edit(of: held, to: value, base: base), at: 0) }
            let placed = try BucketRule(writer).placed(edits)
            _ = try writer.edit(placed, author: author, authority: .county)
        }
    }

    /// Takes an objection back.
    ///
    /// - Parameters:
    ///   - objection: The objection.
    ///   - day: Today.
    ///   - author: Who works here.
    /// - Throws: `not_the_author` for what somebody else raised; `objection_closed` if it was answered or
    ///   withdrawn; `record_not_held`.
    public func withdraw(_ objection: RecordID, day: BusinessDay, author: String) throws {
        try write { writer in
            let maker = try writer.maker(of: writer.heldState(objection, type: "objection"))
            guard try maker.map(OwnHand(writer).wrote) == true else {
                throw Problem(.notTheAuthor)
            }
            let held = try writer.openObjection(objection, today: day)
            let event = Edit.event("withdraw", on: held.record.view.id, day: day)
            _ = try writer.edit(BucketRule(writer).placed([event]), author: author)
        }
    }
}

extension ReplicaReader {
    /// An objection, whether or not it is open.
    ///
    /// - Throws: `record_not_held`, also for a record of another type.
    fileprivate func objection(_ id: RecordID, today: BusinessDay) throws -> HeldObjection {
        let state = try heldState(id, type: "objection")
        guard let record = try workRecord(view(state), today: today) else {
            throw Problem(.recordNotHeld, ["id": "\(id)"])
        }
        func text(_ name: String) -> String { record.view.values[name]?.text ?? "" }
        let decision = RecordID(text("decision"))
        let subject = RecordID(text("subject"))
        return HeldObjection(
            record: record,
            decision: decision,
            type: text("subject_type"),
            subject: subject,
            field: text("field"),
            taken: try decision.flatMap { try self.state($0) }
                .flatMap { $0.shown(RegisterKey("value"), policies)?.value.text } ?? "",
            wanted: text("wanted"),
            reason: text("reason"),
            author: maker(of: state)?.author ?? "",
            version: try subject.flatMap { try self.state($0) }.map { RecordVersion($0) }
        )
    }

    /// An objection that waits for its answer.
    ///
    /// - Throws: `objection_closed`, `record_not_held`.
    fileprivate func openObjection(_ id: RecordID, today: BusinessDay) throws -> HeldObjection {
        let held = try objection(id, today: today)
        guard held.record.status.isOpen else { throw Problem(.objectionClosed) }
        return held
    }

    /// Makes sure that something is left of what was read in the field of an objection.
    ///
    /// - Throws: `form_stale`, `invalid_version`.
    fileprivate func checkCurrent(_ held: HeldObjection, since base: RecordVersion?) throws {
        guard let base, let state = try held.subject.flatMap({ try state($0) }) else { return }
        let key = held.field == "deleted" ? RegisterKey.deleted : RegisterKey(held.field)
        let read = try ReadBase(state: state, version: base, reader: self)
        guard read.isLeft(of: key, in: state) else {
            throw Problem(.formStale, ["id": "\(state.id)", "field": held.field])
        }
    }

    /// The edit that writes a field anew to which somebody objected.
    ///
    /// - Throws: `word_unknown`, `wrong_kind`, `value_too_long`, `record_not_held`.
    fileprivate func edit(
        of held: HeldObjection,
        to typed: String,
        base: RecordVersion?
    ) throws -> Edit {
        guard let subject = held.subject else {
            throw Problem(.recordNotHeld, ["id": held.record.view.values["subject"]?.text ?? ""])
        }
        let value = try policies.value(typed: typed, field: held.field, of: held.type)
        let change: Edit.Change =
            held.field == "deleted"
            ? .delete(value == .boolean(true)) : .set(held.field, value)
        return Edit(type: held.type, id: subject, changes: [change], base: base)
    }
}
