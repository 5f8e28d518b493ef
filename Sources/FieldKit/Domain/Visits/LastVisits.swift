/// What was answered the last time that somebody met a family, for forms that offer it again.
///
/// The table `last_visit` has one row a family, found by the column `household`; `last_visit_pupil`
/// one row a pupil, found by `student`. The columns beside these are `date` and `kind` of the newest
/// visit, and the names of the questions of the form that asks: in each stands what was answered at the
/// newest visit that has an answer to a question of that name, whatever the form's version. Visits that
/// are void or replaced, and those at which nobody was in, do not count.
struct LastVisits: Sendable {
    static let families = "last_visit"
    static let pupils = "last_visit_pupil"

    private let replica: Replica
    private let definition: FormDefinition?

    /// - Parameters:
    ///   - replica: Where the visits are.
    ///   - definition: The form that asks, whose questions are the columns.
    init(_ replica: Replica, asking definition: FormDefinition?) {
        self.replica = replica
        self.definition = definition
    }

    private static func questions(_ nodes: [FormNode]) -> [String] {
        nodes.flatMap { node -> [String] in
            if case .question = node.kind { return [node.name] }
            return questions(node.children)
        }
    }

    // MARK: Tables

    /// The columns of a table that is found by a key.
    static func columns(_ key: String, asking definition: FormDefinition?) -> [String] {
        ([key, "date", "kind"] + questions(definition?.nodes ?? [])).uniqued
    }

    func familyRows() -> KeyedRows {
        let columns = Self.columns("household", asking: definition)
        return KeyedRows(
            columns: columns,
            key: "household",
            keys: { [replica] in try replica.idTexts(of: "household") },
            load: { [self] text in
                let visits = try visits(to: text)
                return try row(visits, columns, key: "household", text) { Self.answers(of: $0) }
            }
        )
    }

    func pupilRows() -> KeyedRows {
        let columns = Self.columns("student", asking: definition)
        return KeyedRows(
            columns: columns,
            key: "student",
            keys: { [replica] in try replica.idTexts(of: "student") },
            load: { [self] text in
                guard let id = RecordID(text),
                    let household = try? replica.view("student", id).values["household"]?.text
                else { return [] }
                let visits = try visits(to: household)
                return try row(visits, columns, key: "student", text) {
                    Self.answers(of: $0, about: text)
                }
            }
        )
    }

    private func visits(to household: String) throws -> [RecordView] {
        guard let id = RecordID(household) else { return [] }
        return try replica.visits(to: id).map(\.view)
            .filter { $0.values["kind"]?.text != VisitKind.nobodyIn.rawValue }
    }

    /// The one row of a key; none if there was no visit.
    private func row(
        _ visits: [RecordView],
        _ columns: [String],
        key: String,
        _ text: String,
        _ answers: (RecordView) -> [String: String]
    ) throws -> [[String]] {
        guard let newest = visits.first else { return [] }
        let all = visits.map(answers)
        let row = columns.map { column -> String in
            switch column {
            case key: text
            case "date", "kind": newest.values[column]?.text ?? ""
            default: all.lazy.compactMap { $0[column] }.first ?? ""
            }
        }
        return [row]
    }

    // MARK: Answers

    /// What was answered outside of repeats, by the name of the question.
    static func answers(of visit: RecordView) -> [String: String] {
        answers(visit) { $0.contains("[") ? nil : $0 }
    }

    /// What was answered about a pupil: in the instance of a repeat whose question `id` holds it.
    static func answers(
        of visit: RecordView,
        about pupil: String
    ) -> [String: String] {
        let mark = "/id"
        let own = visit.values.filter { $0.key.hasSuffix("]" + mark) && $0.value.text == pupil }
        guard let start = own.keys.min()?.dropLast(mark.count) else { return [:] }
        return answers(visit) { name in
            name.hasPrefix(start) && !name.dropFirst(start.count).contains("[") ? name : nil
        }
    }

    private static func answers(
        _ visit: RecordView,
        _ isMeant: (String) -> String?
    ) -> [String: String] {
        visit.values.reduce(into: [:]) { answers, field in
            guard field.key.hasPrefix("/"), isMeant(field.key) != nil,
                let name = field.key.split(separator: "/").last
            else { return }
            answers[String(name)] = field.value.text
        }
    }
}

extension Replica {
    /// The ids of the records of a type, as text.
    func idTexts(of type: String) throws -> [String] {
        try read { try $0.ids(of: type) }.map { "\($0)" }
    }

    /// The visits to a family that stand, newest first: neither deleted nor void nor replaced.
    ///
    /// - Parameter household: The family.
    /// - Returns: The visits with their states.
    /// - Throws: What the store meets.
    public func visits(to household: RecordID) throws -> [WorkRecord] {
        try read { try $0.visits(to: household, today: $0.today()) }
    }
}

extension ReplicaReader {
    /// The states of a visit that does not count.
    private static let withdrawn: Set<String> = ["void", "superseded"]

    fileprivate func visits(to household: RecordID, today: BusinessDay) throws -> [WorkRecord] {
        let versions = try VisitVersions(self, of: household, today: today)
        return try versions.visits.compactMap { id -> WorkRecord? in
            guard let record = try versions.record(id),
                !Self.withdrawn.contains(record.status.state)
            else { return nil }
            return record
        }.sorted { one, other in
            let days = (one.view.values["date"]?.text ?? "", other.view.values["date"]?.text ?? "")
            return (days.0, one.view.id) > (days.1, other.view.id)
        }
    }
}
