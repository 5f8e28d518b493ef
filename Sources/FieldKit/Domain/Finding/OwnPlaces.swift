/// Where the teacher who works at this laptop belongs, as the teacher's own record says.
struct OwnPlaces {
    private static let sameNameMax = 20

    private let reader: ReplicaReader
    /// The codes of the villages that the teacher answers for.
    private(set) var villages: Set<String> = []
    /// The codes of the schools where the teacher works.
    private(set) var schools: Set<String> = []
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
    }

    /// 0 in the own villages, 1 in the own school, 2 elsewhere.
    func nearness(of buckets: [String]) -> Int {
        if buckets.contains(where: villages.contains) { return 0 }
        return buckets.contains(where: schools.contains) ? 1 : 2
    }

    /// The same records, those near by before the others, each in their order.
    func nearestFirst(_ records: some Collection<RecordID>) throws -> [RecordID] {
        guard !villages.isEmpty || !schools.isEmpty else { return Array(records) }
        var sorted: [[RecordID]] = [[], [], []]
        for record in records {
            sorted[nearness(of: try reader.buckets(of: record))].append(record)
        }
        return Array(sorted.joined())
    }
}
