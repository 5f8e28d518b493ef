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
}

extension Replica {
    /// Objects to a decision: a record that the county answers; the decided value stays.
    ///
    /// - Parameters:
    ///   - overruling: The decision.
    ///   - reason: Why, in words; not blank.
    ///   - wanted: What the field should hold; empty to leave that open.
    ///   - day: Today.
    ///   - author: Who objects.
    /// - Returns: The objection.
    /// - Throws: `reason_needed`, and what the store meets.
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
        if !wanted.isEmpty { changes.append(.set("wanted", .text(wanted))) }
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
    ///   - today: Today.
    /// - Returns: The objections.
    /// - Throws: What the store meets.
    public func objections(isOpenOnly: Bool = true, today: BusinessDay) throws -> [HeldObjection] {
        try work("objection", isOpenOnly: isOpenOnly, today: today).map { record in
            func text(_ name: String) -> String { record.view.values[name]?.text ?? "" }
            let decision = RecordID(text("decision"))
            let taken = decision.flatMap { try? view("decision", $0).values["value"]?.text }
            return HeldObjection(
                record: record,
                decision: decision,
                type: text("subject_type"),
                subject: RecordID(text("subject")),
                field: text("field"),
                taken: taken ?? "",
                wanted: text("wanted"),
                reason: text("reason"),
                author: try read { reader in
                    try reader.state(record.view.id)?.live.first?.signed.write.author ?? ""
                }
            )
        }
    }

    /// Answers an objection: with a value the field is written anew, without one the decision stays.
    ///
    /// - Parameters:
    ///   - objection: The objection.
    ///   - value: What the field is to hold; nil to uphold the decision.
    ///   - reason: Why, in words; not blank.
    ///   - day: Today.
    ///   - author: Who answers, for the county.
    /// - Throws: `not_the_county`, `reason_needed`, `wrong_kind`, `record_not_held`.
    public func answer(
        _ objection: HeldObjection,
        with value: String?,
        reason: String,
        day: BusinessDay,
        author: String
    ) throws {
        guard kind == .county else { throw Problem(.notTheCounty) }
        guard reason.contains(where: { !$0.isWhitespace }) else { throw Problem(.reasonNeeded) }
        var edits: [Edit] = []
        if let value, let subject = objection.subject {
            let isDeletion = objection.field == "deleted"
            let policy =
                isDeletion
                ? FieldPolicy("deleted", "删除", kind: .boolean)
                : policies.policy(RegisterKey(objection.field), of: objection.type)
            let read = try policy.value(value)
            edits.append(
                Edit(
                    type: objection.type,
                    id: subject,
                    changes: [
                        isDeletion
                            ? .delete(read == .boolean(true)) : .set(objection.field, read)
                    ]
                )
            )
        }
        edits.append(
            .event(
                value == nil ? "uphold" : "change",
                on: objection.record.view.id,
                day: day,
                details: ["reason": reason]
            )
        )
        _ = try edit(edits, author: author, authority: .county)
    }
}
