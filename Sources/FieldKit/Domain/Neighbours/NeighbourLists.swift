/// The stubs of each village's families, as the county puts them into the other villages of the township.
struct NeighbourLists {
    /// Digits of a village's code that its township has too.
    private static let townshipDigits = 9
    /// Stubs in one record: a value has at most 65,536 bytes.
    private static let partMax = 8_000

    /// One record, as it should be.
    struct Part {
        let village: String
        let number: Int
        let stubs: String
        /// The villages that are told.
        let buckets: [String]
    }

    private let townships: [String: [String]]
    private var stubs: [String: Set<String>] = [:]

    /// - Parameter villages: The codes of all villages.
    init(villages: [String]) {
        townships = Dictionary(grouping: Set(villages)) { String($0.prefix(Self.townshipDigits)) }
    }

    private func isVillage(_ code: String) -> Bool {
        townships[String(code.prefix(Self.townshipDigits))]?.contains(code) == true
    }

    /// Counts a household or a pupil in.
    mutating func add(_ view: RecordView) {
        let found: [String?]
        switch view.type {
        case "household":
            let phones = FindRule.phones(of: view).map(NeighbourStub.phone)
            found = [NeighbourStub.head(FindRule.name(of: view))] + phones
        case "student":
            let name = FindRule.name(of: view)
            let birth = view.values["birth"].flatMap { BusinessDay.read($0.text) }
            found = [
                NeighbourStub.child(name), birth.flatMap { NeighbourStub.child(name, born: $0) },
            ]
        default: return
        }
        for village in view.buckets where isVillage(village) {
            stubs[village, default: []].formUnion(found.compactMap(\.self))
        }
    }

    /// The records as they should be, by village and number.
    var parts: [Part] {
        townships.values.flatMap { villages -> [Part] in
            guard villages.count > 1 else { return [] }
            return villages.flatMap { village in
                let buckets = villages.filter { $0 != village }.sorted()
                let sorted = (stubs[village] ?? [])
                    .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
                return stride(from: 0, to: sorted.count, by: Self.partMax).enumerated().map {
                    number,
                    start in
                    Part(
                        village: village,
                        number: number,
                        stubs: sorted[start..<min(start + Self.partMax, sorted.count)].joined(),
                        buckets: buckets
                    )
                }
            }
        }
        .sorted { ($0.village, $0.number) < ($1.village, $1.number) }
    }
}

extension Replica {
    /// Brings what villages are told of their neighbours' families up to date.
    ///
    /// - Parameter author: Under whose name the county writes.
    /// - Returns: How many records have changed; none if nothing that they say has.
    /// - Throws: `not_the_county`, and what the store meets.
    public func renewNeighbours(author: String) throws -> Int {
        guard kind == .county else { throw Problem(.notTheCounty) }
        var lists = NeighbourLists(villages: try knownVillages().map(\.code))
        for type in ["household", "student"] { try list(type) { lists.add($0) } }
        var held: [String: RecordView] = [:]
        try list("neighbours") { view in held[Self.place(view)] = view }
        var edits: [Edit] = []
        for part in lists.parts {
            let old = held.removeValue(forKey: "\(part.village) \(part.number)")
            if let edit = Self.edit(part, old) { edits.append(edit) }
        }
        // A village that is no more, or has fewer families, has less to tell.
        for view in held.values.sorted(by: { $0.id < $1.id }) where view.values["stubs"] != nil {
            edits.append(
                Edit(type: view.type, id: view.id, changes: [.set("stubs", .cleared)])
            )
        }
        // One by one: laptops are served between two of them.
        for edit in edits {
            try write { _ = try $0.edit([edit], author: author, authority: .county) }
        }
        return edits.count
    }

    private static func place(_ view: RecordView) -> String {
        "\(view.values["village"]?.text ?? "") \(view.values["part"]?.text ?? "")"
    }

    /// What makes a record say so; nil if it does already.
    private static func edit(_ part: NeighbourLists.Part, _ old: RecordView?) -> Edit? {
        let before = Set(old?.buckets ?? [])
        var changes: [Edit.Change] = part.buckets.filter { !before.contains($0) }.map { .enter($0) }
        changes += before.subtracting(part.buckets).sorted().map { .leave($0) }
        if old?.values["stubs"]?.text != part.stubs {
            changes.append(.set("stubs", .text(part.stubs)))
        }
        guard !changes.isEmpty else { return nil }
        if old == nil {
            changes.append(.set("village", .text(part.village)))
            changes.append(.set("part", .integer(Int64(part.number))))
        }
        return Edit(type: "neighbours", id: old?.id, changes: changes)
    }
}
