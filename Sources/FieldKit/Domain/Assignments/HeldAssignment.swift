/// Who answers for whom, and since when.
public struct HeldAssignment: Sendable {
    /// The assignment, and where it stands.
    public let record: WorkRecord
    /// The kind, a raw value of ``AssignmentKind``, or what an older record says.
    public let kind: String
    /// A village's code, or a household's or pupil's id.
    public let subject: String
    /// The name of the village, the head of the family or the pupil; empty if that is not known here.
    public let subjectName: String
    /// The teacher's record; nil if it names none.
    public let teacher: RecordID?
    /// The teacher's name; empty if that is not known here.
    public let teacherName: String
    /// Whether it is the one who answers first.
    public let isPrimary: Bool
    /// Whether the teacher answers now; also while it is being handed over.
    public let isCurrent: Bool

    /// Whom it is being handed over to; nil if it is not.
    public var addressee: String? {
        guard record.status.state == "handover" else { return nil }
        return record.status.last(of: "hand_over")?.details["addressee"]
    }

    /// Who hands it over; nil if nobody does.
    public var giver: String? {
        guard record.status.state == "handover" else { return nil }
        return record.status.last(of: "hand_over")?.author
    }
}

/// Which assignments are wanted.
public enum AssignmentFilter: Sendable {
    /// Those of the teacher who works here.
    case mine
    /// Those of a teacher.
    case teacher(RecordID)
    /// Those of a village by its code, or of a record by its id.
    case subject(String)
    /// Those that are being handed over to who works here.
    case waiting
    /// What was proposed and is not settled, whoever is to answer.
    case proposed
}

/// Something for which nobody answers.
public struct Vacancy: Sendable {
    /// The kind of assignment that is missing.
    public let kind: AssignmentKind
    /// A village's code, or a record's id.
    public let subject: String
    /// Its name; empty if that is not known here.
    public let name: String
    /// The assignment whose teacher has left; nil if there was none.
    public let orphan: RecordID?
}

extension ReplicaFolder {
    /// Who answers for whom.
    ///
    /// - Parameters:
    ///   - filter: Which are wanted.
    ///   - today: Today.
    /// - Returns: The assignments, by kind and name; ended ones too.
    /// - Throws: `store_damaged`, `disk_full`, `home_read_only`.
    public func assignments(
        _ filter: AssignmentFilter,
        today: BusinessDay
    ) throws -> [HeldAssignment] {
        try withTerms(by: FindRule.terms) { source in
            try replica.read { reader in
                try reader.assignments(filter, source, today: today)
            }
        }
    }

    /// The codes of the villages that the teacher who works here answers for, also by the roster alone.
    public func ownVillages() throws -> [String] {
        try withTerms(by: FindRule.terms) { source in
            try replica.read { try OwnPlaces($0, source).villages.sorted() }
        }
    }

    /// The record of the teacher who works here: the first that bears the name of who is signed in, else
    /// the name in the certificate; nil if none does.
    public func ownTeacher() throws -> RecordID? {
        try withTerms(by: FindRule.terms) { source in
            try replica.read { try OwnPlaces($0, source).teachers.first }
        }
    }

    /// For whom nobody answers: villages with records here, assignments whose teacher has left, and in
    /// one village the pupils who need care.
    ///
    /// - Parameters:
    ///   - village: The village whose pupils are looked at too; nil for none.
    ///   - today: Today.
    /// - Returns: What is vacant, villages first.
    /// - Throws: `store_damaged`, `disk_full`, `home_read_only`.
    public func vacancies(inVillage village: String?, today: BusinessDay) throws -> [Vacancy] {
        try withTerms(by: FindRule.terms) { source in
            try replica.read { reader in
                try reader.vacantVillages(source, today: today)
                    + reader.orphans(source, today: today)
                    + (village.map { try reader.vacantPupils($0, source, today: today) } ?? [])
            }
        }
    }
}

extension ReplicaReader {
    /// Assignments of one subject or teacher that are read.
    private static let assignmentsMax = 5_000
    /// The digits of a village's code.
    private static let villageDigits = 12

    /// An assignment; nil for any other record, and for a deleted one.
    func assignment(
        _ id: RecordID,
        today: BusinessDay,
        _ source: TermSource? = nil
    ) throws
        -> HeldAssignment?
    {
        guard let state = try state(id), state.type == "assignment", !state.isDeleted,
            let record = try workRecord(view(state), today: today)
        else { return nil }
        let values = record.view.values
        let subject = values["subject"]?.text ?? ""
        let until = values["until"].flatMap { BusinessDay.read($0.text) }
        let teacher = values["teacher"].flatMap { RecordID($0.text) }
        let hasLeft = try teacher.flatMap { try self.state($0)?.isDeleted } ?? false
        let isOver = hasLeft || until.map { $0 < today } ?? false
        return HeldAssignment(
            record: record,
            kind: values["kind"]?.text ?? "",
            subject: subject,
            subjectName: try subjectName(subject, source),
            teacher: teacher,
            teacherName: try teacher.flatMap { try FindRule.name(of: $0, self) } ?? "",
            isPrimary: values["role"]?.text != "协",
            isCurrent: ["active", "handover"].contains(record.status.state) && !isOver
        )
    }

    private func subjectName(_ subject: String, _ source: TermSource?) throws -> String {
        guard let id = RecordID(subject) else {
            return try source.flatMap { try placeName(subject, $0) } ?? ""
        }
        return try state(id).map { try subjectName(of: view($0)) } ?? ""
    }

    fileprivate func assignments(
        _ filter: AssignmentFilter,
        _ source: TermSource,
        today: BusinessDay
    ) throws -> [HeldAssignment] {
        let found: [HeldAssignment]
        switch filter {
        case .mine:
            found = try OwnPlaces(self, source).teachers.flatMap {
                try assignments(of: $0, source, today)
            }
        case .teacher(let id): found = try assignments(of: id, source, today)
        case .subject(let subject): found = try assignments(about: subject, source, today)
        case .waiting:
            let name = try workingName() ?? ""
            found = try handedOver(to: name, source, today: today)
        case .proposed: found = try proposed(source, today)
        }
        return found.sorted {
            ($0.kind, $0.subjectName, $0.record.view.id)
                < ($1.kind, $1.subjectName, $1.record.view.id)
        }
    }

    private func assignments(
        of teacher: RecordID,
        _ source: TermSource,
        _ today: BusinessDay
    ) throws -> [HeldAssignment] {
        let term = FindRule.naming(teacher)
        return try source.records(term: term, isWhole: true, limit: Self.assignmentsMax)
            .compactMap { try assignment($0, today: today, source) }
            .filter { $0.teacher == teacher }
    }

    private func assignments(
        about subject: String,
        _ source: TermSource,
        _ today: BusinessDay
    ) throws -> [HeldAssignment] {
        let term = FindRule.naming(subject)
        return try source.records(term: term, isWhole: true, limit: Self.assignmentsMax)
            .compactMap { try assignment($0, today: today, source) }
            .filter { $0.subject == subject }
    }

    private func proposed(_ source: TermSource, _ today: BusinessDay) throws -> [HeldAssignment] {
        var ids: [RecordID] = []
        try list("assignment") { ids.append($0.id) }
        return try ids.compactMap { try assignment($0, today: today, source) }
            .filter { $0.record.status.state == "proposed" }
    }

    /// What is being handed over to a person.
    func handedOver(
        to name: String,
        _ source: TermSource,
        today: BusinessDay
    ) throws -> [HeldAssignment] {
        let term = FindRule.handing(to: name)
        let events = try source.records(term: term, isWhole: true, limit: Self.assignmentsMax)
        return try subjects(of: events).compactMap { try assignment($0, today: today, source) }
            .filter { $0.addressee == name }
    }

    private func subjects(of events: [RecordID]) throws -> [RecordID] {
        let named = try events.compactMap { id in
            try state(id)?.shown(RegisterKey("subject"), policies)
                .flatMap { RecordID($0.value.text) }
        }
        return Set(named).sorted()
    }

    // MARK: Nobody answers

    fileprivate func vacantVillages(_ source: TermSource, today: BusinessDay) throws -> [Vacancy] {
        var taken: Set<String> = []
        try list("teacher") { taken.formUnion($0.sets["villages"] ?? []) }
        let villages = try bucketSums().keys.filter {
            $0.utf8.count == Self.villageDigits && !$0.hasSuffix("000")
        }
        return try villages.sorted().compactMap { village in
            let known = try assignments(about: village, source, today)
                .filter { $0.kind == AssignmentKind.village.rawValue && $0.isPrimary }
            if known.contains(where: \.isCurrent) { return nil }
            // Who was given it and gave it up goes before the roster's list.
            if known.isEmpty, taken.contains(village) { return nil }
            return Vacancy(
                kind: .village,
                subject: village,
                name: try placeName(village, source) ?? "",
                orphan: nil
            )
        }
    }

    fileprivate func orphans(_ source: TermSource, today: BusinessDay) throws -> [Vacancy] {
        let events = try source.records(
            term: FindRule.orphaning,
            isWhole: true,
            limit: Self.assignmentsMax
        )
        let said = try subjects(of: events).compactMap { try assignment($0, today: today, source) }
            .filter { $0.record.status.state == "orphan" }
        let left = try teachersWhoLeft().flatMap { try assignments(of: $0, source, today) }
            .filter { ["active", "handover"].contains($0.record.status.state) }
        return (said + left).compactMap { held in
            // A village without anybody is listed as such.
            guard let kind = AssignmentKind(typed: held.kind), kind != .village else { return nil }
            let id = held.record.view.id
            return Vacancy(kind: kind, subject: held.subject, name: held.subjectName, orphan: id)
        }
    }

    /// The teachers whose records are deleted: what they answer for has nobody.
    private func teachersWhoLeft() throws -> [RecordID] {
        try store.records(type: "teacher", after: nil, limit: .max).filter {
            try state($0)?.isDeleted == true
        }
    }

    fileprivate func vacantPupils(
        _ village: String,
        _ source: TermSource,
        today: BusinessDay
    ) throws -> [Vacancy] {
        var vacant: [Vacancy] = []
        try list("student", in: village) { pupil in
            guard try !specialGroups(of: pupil).isDisjoint(with: SpecialGroups.focus),
                try !assignments(about: "\(pupil.id)", source, today).contains(where: \.isCurrent)
            else { return }
            vacant.append(
                Vacancy(
                    kind: .pupil,
                    subject: "\(pupil.id)",
                    name: FindRule.name(of: pupil),
                    orphan: nil
                )
            )
        }
        return vacant
    }
}
