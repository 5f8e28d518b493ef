/// A family that is held here and may be one that seems new.
public struct LikelyFamily: Sendable {
    /// What speaks for it.
    public enum Reason: String, Sendable, CaseIterable {
        case samePhone = "same_phone"
        case sameHead = "same_head"
        case soundsLikeHead = "sounds_like_head"
        case sameChild = "same_child"
        case soundsLikeChild = "sounds_like_child"
        case sameBirth = "same_birth"
        case sameVillage = "same_village"

        /// How much it counts.
        fileprivate var weight: Int {
            switch self {
            case .samePhone: 4
            case .sameHead, .sameChild, .sameBirth: 3
            case .soundsLikeHead, .soundsLikeChild: 2
            case .sameVillage: 1
            }
        }
    }

    /// The household.
    public let household: RecordView
    /// Its children whose names are those that were told, or sound so.
    public let children: [RecordView]
    /// What speaks for it, in the order of the cases.
    public let reasons: [Reason]

    fileprivate var weight: Int { reasons.reduce(0) { $0 + $1.weight } }
}

extension ReplicaFolder {
    /// The families held here, in whatever scope, that may be the one that seems new.
    ///
    /// They are looked for by names in all their readings and by telephone; day of birth and village
    /// speak for one that is found so.
    ///
    /// - Parameter family: What was told.
    /// - Returns: The likeliest first, at most nine; a namesake alone far away is among the last.
    /// - Throws: `store_damaged`, `disk_full`, `home_read_only`.
    public func likelyFamilies(_ family: NewFamily) throws -> [LikelyFamily] {
        try withTerms(by: FindRule.terms) { source in
            try replica.read { try FamilySearch($0, source, family).found() }
        }
    }
}

/// One search.
private struct FamilySearch {
    /// Records that are compared for one name.
    private static let comparedMax = 1_000
    private static let shownMax = 9
    /// How much must speak for a family.
    private static let weightMin = 3

    private let reader: ReplicaReader
    private let source: TermSource
    private let family: NewFamily
    private let head: NameReading
    private let children: [(child: NewFamily.Child, name: NameReading)]

    init(_ reader: ReplicaReader, _ source: TermSource, _ family: NewFamily) throws {
        self.reader = reader
        self.source = source
        self.family = family
        head = try NameReading(family.head, source)
        children = try family.children.map { ($0, try NameReading($0.name, source)) }
    }

    func found() throws -> [LikelyFamily] {
        var reasons: [RecordID: Set<LikelyFamily.Reason>] = [:]
        var pupils: [RecordID: [RecordView]] = [:]
        for id in try candidates() {
            guard let view = try FindWord.held(id, reader) else { continue }
            let (household, found) = try compare(view)
            guard let household, !found.isEmpty else { continue }
            reasons[household, default: []].formUnion(found)
            if view.type == "student" { pupils[household, default: []].append(view) }
        }
        let likely = try reasons.compactMap { id, found -> LikelyFamily? in
            guard let view = try FindWord.held(id, reader), view.type == "household" else {
                return nil
            }
            var found = found
            let isNear =
                view.buckets.contains(family.village)
                || view.values["village"]?.text == family.village
            if isNear { found.insert(.sameVillage) }
            return LikelyFamily(
                household: view,
                children: (pupils[id] ?? []).sorted { $0.id < $1.id },
                reasons: LikelyFamily.Reason.allCases.filter(found.contains)
            )
        }
        return likely.filter { $0.weight >= Self.weightMin }
            .sorted { ($1.weight, $0.household.id) < ($0.weight, $1.household.id) }
            .prefix(Self.shownMax).map(\.self)
    }

    private func candidates() throws -> [RecordID] {
        var found: Set<RecordID> = []
        for name in [head] + children.map(\.name) {
            for term in name.terms {
                found.formUnion(
                    try source.records(term: term, isWhole: true, limit: Self.comparedMax)
                )
            }
        }
        if let end = FindRule.end(of: family.phone) {
            found.formUnion(
                try source.records(term: end, isWhole: true, limit: Self.comparedMax)
            )
        }
        return found.sorted()
    }

    /// What a record says for its household.
    private func compare(
        _ view: RecordView
    ) throws -> (household: RecordID?, reasons: Set<LikelyFamily.Reason>) {
        var reasons: Set<LikelyFamily.Reason> = []
        if !family.phone.isEmpty, FindRule.phones(of: view).contains(family.phone) {
            reasons.insert(.samePhone)
        }
        let name = try NameReading(FindRule.name(of: view), source)
        switch view.type {
        case "household":
            if name.text == head.text {
                reasons.insert(.sameHead)
            } else if name.sounds(like: head) {
                reasons.insert(.soundsLikeHead)
            }
            return (view.id, reasons)
        case "student":
            for (child, told) in children where name.text == told.text || name.sounds(like: told) {
                reasons.insert(name.text == told.text ? .sameChild : .soundsLikeChild)
                if let birth = child.birth, view.values["birth"]?.text == "\(birth)" {
                    reasons.insert(.sameBirth)
                }
            }
            return (view.values["household"].flatMap { RecordID($0.text) }, reasons)
        default:
            return (nil, [])
        }
    }
}

extension NameReading {
    /// Whether two names may be the same to the ear: of as many characters, each with a reading that
    /// some spelling has in common.
    func sounds(like other: NameReading) -> Bool {
        guard !units.isEmpty, units.count == other.units.count else { return false }
        return zip(units, other.units).allSatisfy { one, two in
            !Self.spellings(one).isDisjoint(with: Self.spellings(two))
        }
    }

    private static func spellings(_ unit: Unit) -> Set<String> {
        Set(unit.syllables.flatMap { syllable in Pinyin.spellings(syllable).map(\.text) })
    }
}
