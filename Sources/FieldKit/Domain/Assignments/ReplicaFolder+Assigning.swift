extension ReplicaFolder {
    /// Makes somebody answer for a village, a household or a pupil.
    ///
    /// - Parameters:
    ///   - kind: What for.
    ///   - subject: The village's code, or the record's id.
    ///   - teacher: The teacher's record.
    ///   - isPrimary: Whether it is the one who answers first.
    ///   - day: Since when.
    ///   - author: Who assigns.
    /// - Returns: The assignment: active if this laptop's role may assign it, else proposed.
    /// - Throws: `record_not_held` for a record that is not here.
    public func assign(
        _ kind: AssignmentKind,
        _ subject: String,
        to teacher: RecordID,
        isPrimary: Bool,
        day: BusinessDay,
        author: String
    ) throws -> RecordID {
        let id = replica.newRecordID()
        var edits = [
            try replica.assignment(
                id,
                AssignmentFields(kind: kind.rawValue, subject: subject, isPrimary: isPrimary),
                teacher,
                day
            )
        ]
        if try mayAssign(kind) { edits.append(.event("accept", on: id, day: day)) }
        _ = try replica.edit(edits, author: author)
        return id
    }

    /// Whether what this laptop assigns counts at once; where there is no county, it does.
    ///
    /// - Parameter kind: What is assigned.
    /// - Returns: Whether its role may assign it.
    /// - Throws: What the store meets.
    public func mayAssign(_ kind: AssignmentKind) throws -> Bool {
        guard let certificate = try replica.certificate() else { return true }
        return kind.mayBeAssigned(byRole: certificate.role.rawValue)
    }

    /// Offers assignments to a colleague, who may accept or decline; until then the giver answers.
    ///
    /// - Parameters:
    ///   - assignments: What is handed over.
    ///   - villages: Villages that only the roster gives to who works here: each is made an assignment.
    ///   - name: The colleague's name as the roster has it, under which the colleague works on whatever
    ///     laptop.
    ///   - note: What the colleague has to know.
    ///   - day: Today.
    ///   - author: Who hands over.
    /// - Throws: What the store meets.
    public func handOver(
        _ assignments: [RecordID],
        villages: [String] = [],
        to name: String,
        note: String,
        day: BusinessDay,
        author: String
    ) throws {
        var edits: [Edit] = []
        var given = assignments
        let own = try villages.isEmpty ? nil : ownTeacher()
        for village in villages {
            guard let own else { break }
            let id = replica.newRecordID()
            let fields = AssignmentFields(
                kind: AssignmentKind.village.rawValue,
                subject: village,
                isPrimary: true
            )
            edits.append(try replica.assignment(id, fields, own, day))
            edits.append(.event("accept", on: id, day: day))
            given.append(id)
        }
        edits += given.map {
            .event("hand_over", on: $0, day: day, details: ["addressee": name, "note": note])
        }
        guard !edits.isEmpty else { return }
        _ = try replica.edit(edits, author: author)
    }

    /// Takes over what a colleague hands over: the old assignment ends, and one of one's own begins.
    ///
    /// - Parameters:
    ///   - assignments: What is taken over.
    ///   - teacher: The own record.
    ///   - day: Since when.
    ///   - author: Who takes over.
    /// - Throws: `record_not_held`.
    public func takeOver(
        _ assignments: [HeldAssignment],
        as teacher: RecordID,
        day: BusinessDay,
        author: String
    ) throws {
        let edits = try assignments.flatMap { old -> [Edit] in
            let id = replica.newRecordID()
            let fields = AssignmentFields(
                kind: old.kind,
                subject: old.subject,
                isPrimary: old.isPrimary
            )
            return [
                .event("accept", on: old.record.view.id, day: day),
                try replica.assignment(id, fields, teacher, day, buckets: old.record.view.buckets),
                .event("accept", on: id, day: day),
            ]
        }
        guard !edits.isEmpty else { return }
        _ = try replica.edit(edits, author: author)
    }
}

/// What an assignment is about.
private struct AssignmentFields {
    let kind: String
    let subject: String
    let isPrimary: Bool
}

extension Replica {
    /// The edit that makes an assignment; it lives where its subject lives.
    fileprivate func assignment(
        _ id: RecordID,
        _ fields: AssignmentFields,
        _ teacher: RecordID,
        _ day: BusinessDay,
        buckets: [String]? = nil
    ) throws -> Edit {
        let places: [String]
        if let buckets {
            places = buckets
        } else if let record = RecordID(fields.subject) {
            places = try read { reader in
                _ = try reader.view(record)
                return try reader.buckets(of: record)
            }
        } else {
            places = [fields.subject]
        }
        return Edit(
            type: "assignment",
            id: id,
            changes: places.map { .enter($0) } + [
                .set("kind", .text(fields.kind)), .set("subject", .text(fields.subject)),
                .set("teacher", .text("\(teacher)")),
                .set("role", .text(fields.isPrimary ? "主" : "协")), .set("opened", day.value),
            ],
            isNew: true
        )
    }
}
