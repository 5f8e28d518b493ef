/// Where the teacher who works at this laptop belongs, as the teacher's own record says.
struct OwnPlaces {
    private static let sameNameMax = 20
    /// Assignments of one teacher that are read.
    private static let assignmentsMax = 2_000

    private let reader: ReplicaReader
    /// The codes of the villages that the teacher answers for.
    private(set) var villages: Set<String> = []
    /// The codes of the schools where the teacher works.
    private(set) var schools: Set<String> = []
    /// The households and pupils that are assigned to the teacher one by one.
    private(set) var assigned: Set<RecordID> = []
    /// The teacher's own records; more than one if several of the name are known.
    private(set) var teachers: [RecordID] = []

    /// Reads the teacher's own record, which bears the name of who works here.
    init(_ reader: ReplicaReader, _ source: TermSource) throws {
        self.reader = reader
        guard let name = try reader.workingName() else { return }
        let text = try NameReading(name, source).text
        let ids = try source.records(term: text, isWhole: true, limit: Self.sameNameMax)
        for id in ids {
            guard let view = try FindWord.held(id, reader), view.type == "teacher",
                view.values["name"]?.text == name
            else { continue }
            teachers.append(id)
            villages.formUnion(view.sets["villages"] ?? [])
            if let school = view.values["school"]?.text { schools.insert(school) }
        }
        try addAssignments(source)
    }

    /// What is assigned by records of its own; a village that was given up goes before the roster's list.
    private mutating func addAssignments(_ source: TermSource) throws {
        let today = try reader.today()
        var givenUp: Set<String> = []
        var current: Set<String> = []
        for teacher in teachers {
            let term = FindRule.naming(teacher)
            for id in try source.records(term: term, isWhole: true, limit: Self.assignmentsMax) {
                guard let held = try reader.assignment(id, today: today), held.teacher == teacher
                else { continue }
                if let record = RecordID(held.subject) {
                    if held.isCurrent { assigned.insert(record) }
                } else if held.isCurrent {
                    current.insert(held.subject)
                } else if held.record.status.state == "ended" {
                    givenUp.insert(held.subject)
                }
            }
        }
        villages.subtract(givenUp)
        villages.formUnion(current)
    }

    /// The families that the teacher answers for, each once: those of the own villages, then those that are
    /// assigned by themselves or with a pupil.
    ///
    /// - Parameter visit: Is given each family and the bucket in which it was found.
    /// - Throws: What the store meets, and what `visit` throws.
    func families(_ visit: (_ family: RecordID, _ bucket: String) throws -> Void) throws {
        var seen: Set<RecordID> = []
        for village in villages.sorted() {
            try reader.states("household", in: village) { family in
                if seen.insert(family.id).inserted { try visit(family.id, village) }
            }
        }
        for id in assigned.sorted() {
            guard let family = try family(of: id), !family.isDeleted,
                seen.insert(family.id).inserted
            else { continue }
            try visit(family.id, family.buckets.first ?? "")
        }
    }

    /// A family that is assigned, or the one of a pupil who is; nil if it is not held here.
    private func family(of id: RecordID) throws -> RecordView? {
        guard let view = try FindWord.held(id, reader) else { return nil }
        guard view.type != "household" else { return view }
        let named = view.values["household"].flatMap { RecordID($0.text) }
        return try named.flatMap { try FindWord.held($0, reader) }
    }

    /// 0 for what is assigned, about whom is assigned or in the own villages, 1 in the own school, 2
    /// elsewhere.
    func nearness(of view: RecordView) throws -> Int {
        let near = nearness(of: view.buckets)
        guard near > 0, !assigned.isEmpty else { return near }
        let named = ["household", "student", "subject"].compactMap {
            view.values[$0].flatMap { RecordID($0.text) }
        }
        if ([view.id] + named).contains(where: assigned.contains) { return 0 }
        // What is about a pupil is the family's.
        let isFamilys = try named.contains { id in
            let home = try reader.state(id)?.shown(RegisterKey("household"), reader.policies)
            return home.flatMap { RecordID($0.value.text) }.map(assigned.contains) ?? false
        }
        return isFamilys ? 0 : near
    }

    /// 0 in the own villages, 1 in the own school, 2 elsewhere.
    func nearness(of buckets: [String]) -> Int {
        if buckets.contains(where: villages.contains) { return 0 }
        return buckets.contains(where: schools.contains) ? 1 : 2
    }

    /// The same records, those near by before the others, each in their order.
    func nearestFirst(_ records: some Collection<RecordID>) throws -> [RecordID] {
        guard !villages.isEmpty || !schools.isEmpty || !assigned.isEmpty else {
            return Array(records)
        }
        var sorted: [[RecordID]] = [[], [], []]
        for record in records {
            let isAssigned = assigned.contains(record)
            let nearness = try isAssigned ? 0 : nearness(of: reader.buckets(of: record))
            sorted[nearness].append(record)
        }
        return Array(sorted.joined())
    }
}
