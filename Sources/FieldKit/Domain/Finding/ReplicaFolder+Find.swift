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

    /// Records in one result.
    public static let itemsMax = 50
    /// Words in one search.
    public static let wordsMax = 8
}

extension ReplicaFolder {
    /// The records that fit every word.
    ///
    /// - Parameters:
    ///   - words: Names, initials, classes, codes and names of places, ends of telephone numbers; in
    ///     any width and case.
    ///   - today: The day by which classes are counted.
    /// - Returns: The records; those of the teacher's own villages first, then of the school.
    /// - Throws: `wrong_usage` without a word that can be looked up, `store_damaged`, `disk_full`,
    ///   `home_read_only`.
    public func find(_ words: [String], today: BusinessDay) throws -> FindResult {
        let plain = words.flatMap { word in
            PlainText.halfWidth(word).lowercased().precomposedStringWithCanonicalMapping
                .split { $0.isWhitespace || ",，、;；".contains($0) }.map(String.init)
        }
        guard !plain.isEmpty, plain.count <= FindResult.wordsMax else {
            throw Problem(
                .wrongUsage,
                ["what": "1 ~ \(FindResult.wordsMax) 个词 (1 to \(FindResult.wordsMax) words)"]
            )
        }
        return try withTerms(by: FindRule.terms) { source in
            try replica.read { reader in
                try Finding(reader, source, schoolYear: today.schoolYear).result(plain)
            }
        }
    }

    /// Reads what was written since the last search, so that the next one need not.
    ///
    /// - Throws: `store_damaged`, `disk_full`, `home_read_only`.
    public func prepareFinding() throws { try withTerms(by: FindRule.terms) { _ in } }
}

/// One search.
private struct Finding {
    /// Records that are compared with the words.
    private static let comparedMax = 1_000

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

    func result(_ texts: [String]) throws -> FindResult {
        let words = try texts.map {
            try FindWord($0, schoolYear: schoolYear, source, reader, limit: Self.comparedMax)
        }
        let candidates = try candidates(words)
        let own = try OwnPlaces(reader, source)
        var matches: [Match] = []
        for id in candidates.prefix(Self.comparedMax) {
            guard let view = try FindWord.held(id, reader) else { continue }
            let name = try NameReading(FindRule.name(of: view), source)
            let fits = words.map { $0.fit(view, name) }
            guard !fits.contains(nil) else { continue }
            let fit = fits.reduce(0) { $0 + ($1?.rawValue ?? 0) }
            matches.append(
                Match(view: view, name: name, nearness: own.nearness(of: view), fit: fit)
            )
        }
        matches.sort { one, other in
            (one.nearness, one.fit, one.name.text, one.view.id)
                < (other.nearness, other.fit, other.name.text, other.view.id)
        }
        return FindResult(
            items: try matches.prefix(FindResult.itemsMax).map { try item($0.view) },
            hasMore: matches.count > FindResult.itemsMax || candidates.count > Self.comparedMax
        )
    }

    /// The records of the word that proposes fewest.
    private func candidates(_ words: [FindWord]) throws -> [RecordID] {
        let closed = words.filter { !$0.isOpen }
        let sets =
            closed.isEmpty
            ? try words.filter { !$0.places.isEmpty || !$0.proposed.isEmpty }.map {
                ($0.proposed + (try members($0.places))).uniqued
            } : closed.map(\.proposed)
        guard let fewest = sets.min(by: { $0.count < $1.count }) else {
            throw Problem(
                .wrongUsage,
                ["what": "除班级外还要有姓名或地方 (a name or a place beside the class)"]
            )
        }
        return fewest
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
            places: try view.buckets.map { try placeName($0) ?? $0 }
        )
    }

    private func placeName(_ code: String) throws -> String? {
        let term = FindRule.placeMark + code
        for id in try source.records(term: term, isWhole: true, limit: 1) {
            guard let view = try FindWord.held(id, reader) else { continue }
            let name = FindRule.name(of: view)
            if !name.isEmpty { return name }
        }
        return nil
    }
}

/// Where the teacher of this laptop works, as the teacher's own record says.
private struct OwnPlaces {
    private static let sameNameMax = 20

    private var villages: Set<String> = []
    private var schools: Set<String> = []

    init(_ reader: ReplicaReader, _ source: TermSource) throws {
        guard let name = try reader.ownCertificate()?.name else { return }
        let text = try NameReading(name, source).text
        let ids = try source.records(term: text, isWhole: true, limit: Self.sameNameMax)
        for id in ids {
            guard let view = try FindWord.held(id, reader), view.type == "teacher",
                view.values["name"]?.text == name
            else { continue }
            villages.formUnion(view.sets["villages"] ?? [])
            if let school = view.values["school"]?.text { schools.insert(school) }
        }
    }

    /// 0 in the own villages, 1 in the own school, 2 elsewhere.
    func nearness(of view: RecordView) -> Int {
        if view.buckets.contains(where: villages.contains) { return 0 }
        return view.buckets.contains(where: schools.contains) ? 1 : 2
    }
}
