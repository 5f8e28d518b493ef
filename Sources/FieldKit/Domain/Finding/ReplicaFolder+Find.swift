import Foundation

/// Records that fit what was looked for, the likeliest first.
public struct FindResult: Sendable {
    /// A record that fits.
    public struct Item: Sendable {
        /// What is seen of the record.
        public let view: RecordView
        /// The name that people know it by.
        public let name: String
        /// The names of its buckets, where a village or school with that code is held; else the
        /// codes.
        public let places: [String]
    }

    /// The records, at most ``FindResult/itemsMax``.
    public let items: [Item]
    /// Whether there are more: another word would help.
    public let hasMore: Bool
    /// Whether they fit as words are loosely spelt only: nobody fits them as they stand.
    public let isLoose: Bool

    /// Records in one result.
    public static let itemsMax = 50
    /// Words in one search.
    public static let wordsMax = 8
}

extension ReplicaFolder {
    /// The records that fit every word.
    ///
    /// - Parameters:
    ///   - words: Names, also of guardians, initials, classes, codes and names of places, telephone
    ///     and identity numbers or their last four characters; in any width and case.
    ///   - today: The day by which classes are counted.
    ///   - isFuzzy: Whether those are found too that fit as words are loosely spelt (`z` for `zh`, `n`
    ///     for `l`, `in` for `ing`); otherwise only if nobody fits strictly.
    ///   - types: The types of the records that are wanted; nil for all that are found by words.
    /// - Returns: The records; those of the teacher's own villages first, then of the school.
    /// - Throws: `wrong_usage` without a word that can be looked up, `store_damaged`, `disk_full`,
    ///   `home_read_only`.
    public func find(
        _ words: [String],
        today: BusinessDay,
        isFuzzy: Bool = false,
        types: Set<String>? = nil
    ) throws -> FindResult {
        let plain = words.flatMap { word in
            PlainText.halfWidth(word).lowercased().precomposedStringWithCanonicalMapping
                .split { $0.isWhitespace || ",，、;；".contains($0) }.map(Self.plain)
        }
        guard !plain.isEmpty, plain.count <= FindResult.wordsMax else {
            throw Problem(
                .wrongUsage,
                ["what": "1 ~ \(FindResult.wordsMax) 个词 (1 to \(FindResult.wordsMax) words)"]
            )
        }
        return try withTerms(by: FindRule.terms) { source in
            try replica.read { reader in
                try Finding(reader, source, schoolYear: today.schoolYear)
                    .result(plain, isFuzzy: isFuzzy, types: types)
            }
        }
    }

    /// A word as numbers and names are kept: a telephone number without hyphens, and the dot in a name of
    /// several parts as it stands in documents, whichever key was pressed for it.
    private static func plain(_ word: Substring) -> String {
        let digits = word.filter { $0 != "-" }
        if word.first != "-", PlainText.isDigits(digits) { return digits }
        guard word.contains(where: { !$0.isASCII }) else { return String(word) }
        return String(word.map { ".•・‧".contains($0) ? "·" : $0 })
    }

    /// Reads what was written since the last search, so that the next one need not.
    ///
    /// - Throws: `store_damaged`, `disk_full`, `home_read_only`.
    public func prepareFinding() throws { try withTerms(by: FindRule.terms) { _ in } }
}

/// One search.
private struct Finding {
    /// Records that are compared with the words, as long as few of them fit.
    private static let comparedMax = 4_000
    /// Records that are compared sooner than looked for among those of a place.
    private static let fewMax = 200
    /// Records that fit, after which the others are not compared.
    private static let matchesMax = 2 * FindResult.itemsMax

    let reader: ReplicaReader
    let source: TermSource
    let schoolYear: Int

    init(_ reader: ReplicaReader, _ source: TermSource, schoolYear: Int) {
        self.reader = reader
        self.source = source
        self.schoolYear = schoolYear
    }

    private struct Match {
        let view: RecordView
        let name: NameReading
        let nearness: Int
        let fit: Int
    }

    func result(
        _ texts: [String],
        isFuzzy: Bool,
        types: Set<String>?
    ) throws -> FindResult {
        let words = try texts.map {
            try FindWord($0, schoolYear: schoolYear, source, reader, limit: Self.comparedMax)
        }
        let own = try OwnPlaces(reader, source)
        let candidates = try own.nearestFirst(
            try candidates(words, own).prefix(Self.comparedMax + 1)
        )
        var matches: [Match] = []
        var loose: [Match] = []
        var compared = 0
        for id in candidates where matches.count < Self.matchesMax {
            compared += 1
            if let types, try !types.contains(reader.state(id)?.type ?? "") { continue }
            // Most that do not fit are known by their names, for less than a view takes.
            guard let name = try FindRule.name(of: id, reader),
                let reading = try fitting(id, name, words), let view = try FindWord.held(id, reader)
            else { continue }
            let fits = try words.map { try $0.fit(view, reading) }
            guard !fits.contains(nil) else { continue }
            let match = Match(
                view: view,
                name: reading,
                nearness: try own.nearness(of: view),
                fit: fits.reduce(0) { $0 + ($1?.rawValue ?? 0) }
            )
            if isFuzzy || !fits.contains(.loose) {
                matches.append(match)
            } else if loose.count < Self.matchesMax {
                loose.append(match)
            }
        }
        let isLoose = matches.isEmpty && !loose.isEmpty
        if isLoose { matches = loose }
        matches.sort { one, other in
            (one.nearness, one.fit, one.name.text, one.view.id)
                < (other.nearness, other.fit, other.name.text, other.view.id)
        }
        return FindResult(
            items: try matches.prefix(FindResult.itemsMax).map { try item($0.view) },
            hasMore: matches.count > FindResult.itemsMax || candidates.count > Self.comparedMax
                || compared < candidates.count,
            isLoose: isLoose
        )
    }

    /// A record's name as it is read, if every word fits it that can fit nothing else.
    private func fitting(
        _ id: RecordID,
        _ name: String,
        _ words: [FindWord]
    ) throws -> NameReading? {
        let reading = try NameReading(name, source)
        return words.allSatisfy { $0.mayFit(id, reading) } ? reading : nil
    }

    /// The records of the word that proposes fewest.
    private func candidates(_ words: [FindWord], _ own: OwnPlaces) throws -> [RecordID] {
        var fewest = words.filter { !$0.isOpen }.map(\.proposed)
            .min { $0.count < $1.count }
        for word in words where !word.places.isEmpty && fewest?.count ?? .max > Self.fewMax {
            let all = (word.proposed + (try members(word.places))).uniqued
            if all.count < fewest?.count ?? .max { fewest = all }
        }
        if let fewest { return fewest }
        // A class is one of the own school or villages; and what can be a class may be a name all the same.
        let near = try members(own.villages.union(own.schools).sorted())
        let named = words.map(\.proposed).first { !$0.isEmpty } ?? []
        guard !near.isEmpty || !named.isEmpty else {
            throw Problem(
                .wrongUsage,
                ["what": "除班级外还要有姓名或地方 (a name or a place beside the class)"]
            )
        }
        return (near + named).uniqued
    }

    /// The records of the buckets whose codes begin so.
    private func members(_ codes: [String]) throws -> [RecordID] {
        guard !codes.isEmpty else { return [] }
        var members: [RecordID] = []
        for bucket in try reader.bucketSums().keys.sorted()
        where codes.contains(where: { bucket.hasPrefix($0) }) {
            let rest = Self.comparedMax + 1 - members.count
            guard rest > 0 else { break }
            members += try reader.store.members(of: bucket, after: nil, limit: rest)
        }
        return members
    }

    private func item(_ view: RecordView) throws -> FindResult.Item {
        FindResult.Item(
            view: view,
            name: FindRule.name(of: view),
            places: try view.buckets.map { try reader.placeName($0, source) ?? $0 }
        )
    }
}
