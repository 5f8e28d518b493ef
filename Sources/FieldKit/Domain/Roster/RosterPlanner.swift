/// Builds a plan row by row.
struct RosterPlanner {
    typealias Lookup = (RosterKey) throws -> ExistingRecord?

    private let reading: RosterReading
    private var plan: RosterPlan
    /// The lines of rows without a number, by name, school and birth date or class.
    private var unnumbered: [[String]: Int] = [:]

    init(reading: RosterReading) {
        self.reading = reading
        plan = RosterPlan(kind: reading.kind)
        plan.refused = reading.refused
        plan.notices = reading.notices
        plan.unknownHeadings = reading.unknownHeadings
    }

    var finished: RosterPlan {
        var plan = plan
        let lines = Set(plan.refused.map(\.line))
        plan.refused.sort { $0.line < $1.line }
        plan.notices = plan.notices.filter { !lines.contains($0.line) }
            .sorted { ($0.line, $0.column) < ($1.line, $1.column) }
        return plan
    }

    mutating func add(
        _ source: RosterRow,
        existing: Lookup,
        makeID: () -> RecordID
    ) rethrows {
        var row = source
        try resolveSchool(of: &row, existing)
        let place = try resolvePlace(of: &row, existing)
        guard let buckets = buckets(of: row, place) else {
            refuse(row, .bucketNeeded)
            return
        }
        if reading.kind == .student {
            try addStudent(row, buckets, existing, makeID)
        } else {
            try addPlain(row, buckets, existing, makeID)
        }
    }

    private mutating func refuse(_ row: RosterRow, _ code: ProblemCode) {
        plan.refused.append(RefusedRow(line: row.line, column: nil, reason: Problem(code)))
    }

    /// A school that the file only names is found by its name.
    private func resolveSchool(of row: inout RosterRow, _ existing: Lookup) rethrows {
        guard row["school"] == nil, let name = row.references["school_name"],
            let school = try existing(.field(type: "school", name: "name", value: name)),
            let code = school.fields["school_code"]
        else { return }
        row.fields.append(DraftField("school", code))
    }

    /// The village of a pupil, by the household, and the household's reference.
    private mutating func resolvePlace(
        of row: inout RosterRow,
        _ existing: Lookup
    ) rethrows -> String? {
        guard reading.kind == .student else { return row["village"]?.text }
        guard let number = row.references["household_number"] else {
            return row.references["village"]
        }
        let key = RosterKey.field(type: "household", name: "household_number", value: number)
        guard let household = try existing(key) else {
            plan.notices.append(
                RosterNotice(line: row.line, column: "户号", kind: .householdUnknown)
            )
            return String(number.prefix(12))
        }
        row.fields.append(DraftField("household", household.id.description))
        return household.fields["village"]?.text ?? String(number.prefix(12))
    }

    /// Nil if neither a school nor a village is known.
    private func buckets(of row: RosterRow, _ village: String?) -> [String]? {
        let codes =
            switch reading.kind {
            case .student: [row["school"]?.text, village]
            case .household: [village]
            case .teacher: [row["school"]?.text]
            case .school: [row["school_code"]?.text]
            case .policy: [ReplicaReader.systemBucket]
            }
        let known = codes.compactMap(\.self)
        return known.isEmpty ? nil : known
    }

    private mutating func addPlain(
        _ row: RosterRow,
        _ buckets: [String],
        _ existing: Lookup,
        _ makeID: () -> RecordID
    ) rethrows {
        guard let held = try find(row.keys, existing) else {
            let draft = RecordDraft(
                type: reading.kind.recordType,
                id: makeID(),
                buckets: buckets,
                fields: row.fields,
                sets: row.sets
            )
            plan.creations.append(RosterPlan.Creation(line: row.line, draft: draft))
            plan.rowsTaken += 1
            return
        }
        count([difference(row, reading.kind.recordType, held, buckets, left: oldSchool(row, held))])
    }

    private mutating func addStudent(
        _ row: RosterRow,
        _ buckets: [String],
        _ existing: Lookup,
        _ makeID: () -> RecordID
    ) rethrows {
        let sensitive = Array(buckets.prefix(1)).map(RegionCode.sensitiveBucket)
        var found = try find(row.keys, existing)
        if found == nil {
            let alike = try alike(row, existing)
            guard !refuses(row, meaning: alike) else { return }
            if case .one(let identity) = alike { found = identity }
        }
        guard let identity = found else {
            let student = RecordDraft(
                type: "student",
                id: makeID(),
                buckets: buckets,
                fields: row.fields,
                sets: row.sets
            )
            let reference = DraftField("student", student.id.description)
            let beside = RecordDraft(
                type: "identity",
                id: makeID(),
                buckets: sensitive,
                fields: [reference] + row.identity
            )
            for draft in [student, beside] {
                plan.creations.append(RosterPlan.Creation(line: row.line, draft: draft))
            }
            plan.rowsTaken += 1
            return
        }
        guard let id = identity.fields["student"].flatMap({ RecordID($0.text) }),
            let student = try existing(.id(type: "student", id))
        else {
            plan.refused.append(
                RefusedRow(
                    line: row.line,
                    column: nil,
                    reason: Problem(.recordNotHeld, ["id": identity.id.description])
                )
            )
            return
        }
        let school = oldSchool(row, student)
        let left = try school + oldVillage(row, student, existing)
        var secret = row
        secret.fields = row.identity
        secret.sets = []
        count([
            difference(row, "student", student, buckets, left: left),
            difference(
                secret,
                "identity",
                identity,
                sensitive,
                left: school.map(RegionCode.sensitiveBucket)
            ),
        ])
    }

    // MARK: Rows without a number

    /// The sensitive records of the pupils whom a row may mean, by name, school and birth date or class.
    private enum Alike {
        case nobody
        case one(ExistingRecord)
        case several
    }

    private static let numbers = ["national_number", "student_number", "document_number"]

    private func alike(_ row: RosterRow, _ existing: Lookup) rethrows -> Alike {
        guard let name = row["name"]?.text, let school = row["school"]?.text else { return .nobody }
        for mark in ["birth", "class"].compactMap({ row[$0]?.text }) {
            func key(_ place: Int) -> RosterKey {
                .alike(name: name, school: school, mark: mark, place: place)
            }
            guard let student = try existing(key(0)) else { continue }
            if try existing(key(1)) != nil { return .several }
            if let birth = row["birth"], let held = student.fields["birth"], birth != held {
                continue
            }
            let reference = RosterKey.field(
                type: "identity",
                name: "student",
                value: student.id.description
            )
            guard let identity = try existing(reference) else { continue }
            // Another number is another child.
            let isNumbered = Self.numbers.contains { identity.fields[$0]?.text.isEmpty == false }
            let isOther = !row.keys.isEmpty && isNumbered
            if !isOther { return .one(identity) }
        }
        return .nobody
    }

    /// Refuses a row without a number that may mean several pupils, of whom one may stand in this file.
    private mutating func refuses(_ row: RosterRow, meaning alike: Alike) -> Bool {
        guard row.keys.isEmpty else { return false }
        let column = reading.kind.columns.first { $0.field == "national_number" }?.heading
        if case .several = alike {
            let reason = Problem(.valueMissing, ["field": column ?? ""])
            plan.refused.append(RefusedRow(line: row.line, column: column, reason: reason))
            return true
        }
        let mark = row["birth"] ?? row["class"]
        let key = [row["name"], row["school"], mark].map { $0?.text ?? "" }
        guard let first = unnumbered[key] else {
            unnumbered[key] = row.line
            return false
        }
        let name = reading.kind.columns.first { $0.field == "name" }?.heading ?? ""
        let reason = Problem(.numberDuplicate, ["field": name, "line": "\(first)"])
        plan.refused.append(RefusedRow(line: row.line, column: name, reason: reason))
        return true
    }

    private func find(_ keys: [RosterKey], _ existing: Lookup) rethrows -> ExistingRecord? {
        for key in keys {
            if let record = try existing(key) { return record }
        }
        return nil
    }

    /// The school that the record leaves, if the file names another.
    private func oldSchool(_ row: RosterRow, _ held: ExistingRecord) -> [String] {
        guard let old = held.fields["school"], let new = row["school"], old != new else {
            return []
        }
        return [old.text]
    }

    /// The village that the pupil leaves, if the file names another household elsewhere.
    private func oldVillage(
        _ row: RosterRow,
        _ held: ExistingRecord,
        _ existing: Lookup
    ) rethrows -> [String] {
        guard let old = held.fields["household"], let new = row["household"], old != new,
            let id = RecordID(old.text),
            let household = try existing(.id(type: "household", id)),
            let village = household.fields["village"]
        else { return [] }
        return [village.text]
    }

    private func difference(
        _ row: RosterRow,
        _ type: String,
        _ held: ExistingRecord,
        _ buckets: [String],
        left: [String]
    ) -> RosterChange {
        let fields = row.fields.filter { field in
            let old = held.fields[field.name].flatMap { $0 == .cleared ? nil : $0 }
            return old != field.value && (old == nil || !row.fillsIn.contains(field.name))
        }
        let added = row.sets.compactMap { set -> DraftSet? in
            let old = held.sets[set.name] ?? []
            let new = set.elements.filter { !old.contains($0) }
            return new.isEmpty ? nil : DraftSet(set.name, new)
        }
        return RosterChange(
            line: row.line,
            type: type,
            id: held.id,
            fields: fields,
            added: added,
            addedBuckets: buckets.filter { !held.buckets.contains($0) },
            removedBuckets: left.filter { held.buckets.contains($0) && !buckets.contains($0) }
        )
    }

    private mutating func count(_ differences: [RosterChange]) {
        let real = differences.filter { !$0.isEmpty }
        plan.changes += real
        if real.isEmpty { plan.unchanged += 1 } else { plan.rowsTaken += 1 }
    }
}
