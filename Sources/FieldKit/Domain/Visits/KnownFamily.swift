/// What was told of a family that turned out to be held here already: which of the children told of are
/// its pupils, and which are new.
public struct KnownFamily: Sendable {
    /// The household.
    public let household: RecordID
    /// What was told.
    public let told: NewFamily
    /// The pupils of the household, in the order of their ids.
    public let pupils: [RecordView]
    /// The children told of whose names only sound like those of pupils, by their places in what was told,
    /// each with these pupils.
    ///
    /// Only a person knows whether they are the same. Until somebody says so they are new: a child too
    /// many is put right later, one that was left out is lost.
    public let similar: [Int: [RecordView]]
    /// By the places of the children told of, the pupils that they are.
    private var same: [Int: RecordView]

    init(
        household: RecordID,
        told: NewFamily,
        pupils: [RecordView],
        similar: [Int: [RecordView]],
        same: [Int: RecordView]
    ) {
        self.household = household
        self.told = told
        self.pupils = pupils
        self.similar = similar
        self.same = same
    }

    /// Takes a child told of as one of the pupils.
    ///
    /// - Parameters:
    ///   - child: The child's place in what was told.
    ///   - pupil: The pupil.
    public mutating func take(_ child: Int, as pupil: RecordView) { same[child] = pupil }

    /// The children told of who are pupils already, each with the pupil.
    var known: [(child: NewFamily.Child, pupil: RecordView)] {
        told.children.indices.compactMap { place in
            same[place].map { (told.children[place], $0) }
        }
    }

    /// The children told of who are new.
    var new: [NewFamily.Child] {
        told.children.indices.filter { same[$0] == nil }.map { told.children[$0] }
    }
}

extension ReplicaFolder {
    /// Compares what was told with a family that is held here.
    ///
    /// A child is a pupil if the names are equal. Of several pupils of one name it is the one with
    /// the day of birth that was told.
    ///
    /// - Parameters:
    ///   - family: What was told.
    ///   - household: The household that it is.
    /// - Returns: Which children are known, which may be, and which are new.
    /// - Throws: `store_damaged`, `disk_full`, `home_read_only`.
    public func compare(_ family: NewFamily, with household: RecordID) throws -> KnownFamily {
        let pupils = try records(of: "student", naming: household, in: "household")
            .sorted { $0.id < $1.id }
        var same: [Int: RecordView] = [:]
        var similar: [Int: [RecordView]] = [:]
        try withTerms(by: FindRule.terms) { source in
            let names = try pupils.map { try NameReading(FindRule.name(of: $0), source) }
            var free = Set(pupils.indices)
            var unmatched: [(place: Int, name: NameReading)] = []
            for (place, child) in family.children.enumerated() {
                let name = try NameReading(child.name, source)
                let equal = pupils.indices.filter {
                    free.contains($0) && names[$0].text == name.text
                }
                let birth = child.birth.map { "\($0)" }
                let found = equal.first { pupils[$0].values["birth"]?.text == birth } ?? equal.first
                if let found {
                    free.remove(found)
                    same[place] = pupils[found]
                } else {
                    unmatched.append((place, name))
                }
            }
            for (place, name) in unmatched {
                let likely = pupils.indices.filter {
                    names[$0].text == name.text || names[$0].sounds(like: name)
                }
                if !likely.isEmpty { similar[place] = likely.map { pupils[$0] } }
            }
        }
        return KnownFamily(
            household: household,
            told: family,
            pupils: pupils,
            similar: similar,
            same: same
        )
    }
}

/// What became of what was told of a family.
public struct KeptFamily: Sendable {
    /// The household.
    public let household: RecordID
    /// The children that were made.
    public let children: [RecordID]
    /// How many of the records that were here before were changed.
    public let changed: Int
    /// How many answers that differ from the roster wait for the county as observations.
    public let observed: Int
}

extension Replica {
    /// Keeps what was told of a family that is held here, in one group.
    ///
    /// What is not known of it is filled in; telephone, address and the like that differ are as they
    /// were told; what the roster says otherwise becomes an observation, as does another name or village.
    /// Children who are new are made, with temporary numbers.
    ///
    /// - Parameters:
    ///   - known: What was told, and who of it is known.
    ///   - author: Who was told.
    ///   - draft: The draft that it was, which is forgotten in the same transaction; nil for none.
    /// - Returns: What was made of it.
    /// - Throws: What the store meets.
    public func complete(
        _ known: KnownFamily,
        author: String,
        forgetting draft: String? = nil
    ) throws -> KeptFamily {
        try write { writer in
            var edits = try writer.updates(of: known)
            let changed = edits.count { $0.type != Edit.observationType }
            var children: [RecordID] = []
            for child in known.new {
                let edit = try writer.edit(child, of: known.household)
                if let id = edit.id { children.append(id) }
                edits.append(edit)
            }
            let results =
                edits.isEmpty
                ? [] : try writer.edit(try BucketRule(writer).placed(edits), author: author)
            if let draft { try writer.forgetDraft(draft) }
            let observed = results.reduce(0) { sum, result in
                sum + result.observations.count + (result.type == Edit.observationType ? 1 : 0)
            }
            return KeptFamily(
                household: known.household,
                children: children,
                changed: changed,
                observed: observed
            )
        }
    }
}

extension ReplicaWriter {
    /// What the records of a known family do not say as it was told.
    fileprivate func updates(of known: KnownFamily) throws -> [Edit] {
        let told = known.told
        let home = try view(known.household, type: "household")
        var answers = [("village_group", told.group), ("address", told.address)]
        let village = home.values["village"]?.text ?? ""
        let isHere =
            home.buckets.contains(told.village)
            || home.buckets.allSatisfy { told.village.hasPrefix($0) }
        if village.isEmpty, isHere { answers.append(("village", told.village)) }
        var edits = try updates(
            of: home,
            named: ("head_name", told.head),
            answers.map { ($0.0, .text($0.1)) }
        )
        if !told.phone.isEmpty, !FindRule.phones(of: home).contains(told.phone) {
            let add = Edit.Change.add("phones", told.phone)
            if let index = edits.firstIndex(where: { $0.id == home.id }) {
                edits[index].changes.append(add)
            } else {
                edits.append(Edit(type: home.type, id: home.id, changes: [add]))
            }
        }
        if !village.isEmpty || !isHere, village != told.village, !told.village.isEmpty {
            // Where a family belongs decides who holds it: that is nobody's to say at the door.
            edits.append(.observation("village", of: home, seen: .text(told.village)))
        }
        for (child, pupil) in known.known {
            edits += try updates(
                of: try view(pupil.id, type: "student"),
                named: ("name", child.name),
                [("sex", .text(child.sex ?? "")), ("birth", child.birth?.value ?? .cleared)]
            )
        }
        return edits
    }

    /// What one record does not say as it was told; empty answers say nothing.
    ///
    /// Another name is no correction: somebody may have misheard, or be called by two.
    private func updates(
        of view: RecordView,
        named name: (field: String, text: String),
        _ answers: [(String, Value)]
    ) throws -> [Edit] {
        var changes = answers.filter { field, value in
            !value.text.isEmpty && view.values[field]?.text != value.text
        }.map { Edit.Change.set($0.0, $0.1) }
        var edits: [Edit] = []
        if !name.text.isEmpty, view.values[name.field]?.text != name.text {
            if view.values[name.field]?.text.isEmpty ?? true {
                changes.append(.set(name.field, .text(name.text)))
            } else {
                edits.append(.observation(name.field, of: view, seen: .text(name.text)))
            }
        }
        if !changes.isEmpty {
            edits.insert(Edit(type: view.type, id: view.id, changes: changes), at: 0)
        }
        return edits
    }
}
