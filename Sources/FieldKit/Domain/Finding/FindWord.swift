import Foundation

/// One word of what is looked for.
struct FindWord {
    /// Initials that the letters of a word are tried as.
    private static let initialsMax = 48
    /// Places that one word may mean.
    private static let placesMax = 64
    /// Digits from which on a number is the beginning of a bucket's code.
    private static let codeDigitsMin = 6

    let text: String
    private let schoolYear: Int
    private let source: TermSource
    /// Whether it may be a number, or the end of one.
    private let isNumber: Bool
    /// The number in `3班`.
    private let classNumber: Int?
    private let isClass: Bool
    /// The codes of places that have this name.
    let places: [String]
    /// The records that have a term of this word.
    let proposed: [RecordID]
    /// The pupils whose guardians' names have a term of it.
    private let guarded: Set<RecordID>
    /// The pupils whose identity numbers end so.
    private let identified: Set<RecordID>

    /// Reads a word and looks it up.
    ///
    /// - Parameters:
    ///   - text: The word, half-width and in lower case.
    ///   - schoolYear: The year in which the current school year began.
    ///   - source: The index.
    ///   - reader: What is held.
    ///   - limit: How many records are proposed at most, and one more if there are more.
    /// - Throws: What the store meets.
    init(
        _ text: String,
        schoolYear: Int,
        _ source: TermSource,
        _ reader: ReplicaReader,
        limit: Int
    ) throws {
        self.text = text
        self.schoolYear = schoolYear
        self.source = source
        isNumber = text.count >= FindRule.endLength && FindRule.isEnd(text)
        classNumber = text.hasSuffix("班") ? Int(text.dropLast()) : nil
        isClass =
            classNumber != nil || text.contains("级")
            || ClassName.read(text, schoolYear: schoolYear) != nil
        let beginnings = Self.beginnings(text)
        var places: [String] = []
        if !PlainText.isDigits(text), text.count > 1 {
            for beginning in beginnings {
                let ids = try source.records(
                    term: FindRule.placeMark + beginning,
                    limit: Self.placesMax
                )
                for id in ids {
                    guard let view = try Self.held(id, reader),
                        try NameReading(FindRule.name(of: view), source).fit(text) != nil
                    else { continue }
                    places +=
                        FindRule.placeCodes[view.type].flatMap { view.values[$0]?.text }
                        .map { [$0] } ?? []
                }
            }
        }
        if PlainText.isDigits(text), text.count >= Self.codeDigitsMin { places.append(text) }
        self.places = places.uniqued
        let isWhole = PlainText.isDigits(text)
        var proposed: [RecordID] = []
        for beginning in beginnings where proposed.count <= limit {
            proposed += try source.records(term: beginning, isWhole: isWhole, limit: limit + 1)
        }
        guarded = try Self.guarded(text, beginnings, beside: proposed.count, source, limit: limit)
        identified = isNumber ? try Self.identified(text, source, reader, limit: limit) : []
        if isNumber, text.count > FindRule.endLength, let end = FindRule.end(of: text) {
            proposed += try source.records(term: end, isWhole: true, limit: limit + 1)
        }
        self.proposed = (proposed + guarded.sorted() + identified.sorted()).uniqued
    }

    /// Names found already, beside which guardians are not looked for by letters.
    private static let namesFew = 200

    /// The pupils whose guardians may have such a name.
    private static func guarded(
        _ text: String,
        _ beginnings: [String],
        beside names: Int,
        _ source: TermSource,
        limit: Int
    ) throws -> Set<RecordID> {
        let isChinese = text.first?.isASCII == false
        guard text.count > 1, !PlainText.isDigits(text), isChinese || names <= namesFew else {
            return []
        }
        var found: Set<RecordID> = []
        for beginning in beginnings where found.count <= limit {
            found.formUnion(
                try source.records(term: FindRule.guardianMark + beginning, limit: limit)
            )
        }
        return found
    }

    /// The pupils with an identity number that ends so.
    private static func identified(
        _ text: String,
        _ source: TermSource,
        _ reader: ReplicaReader,
        limit: Int
    ) throws -> Set<RecordID> {
        guard let end = FindRule.end(of: text) else { return [] }
        var found: Set<RecordID> = []
        for id in try source.records(term: end, isWhole: true, limit: limit) {
            guard let state = try reader.state(id), state.type == FindRule.identityType else {
                continue
            }
            let view = try reader.view(state)
            guard !view.isDeleted, let student = view.values["student"].map(\.text),
                view.values["national_number"]?.text.lowercased().hasSuffix(text) == true,
                let pupil = RecordID(student)
            else { continue }
            found.insert(pupil)
        }
        return found
    }

    /// The terms with which a name that fits begins.
    private static func beginnings(_ text: String) -> [String] {
        let letters = text.prefix { $0.isASCII && $0.isLetter }
        // What follows the first letters, or the first characters, is compared with the record.
        guard !letters.isEmpty else {
            let first = text.prefix { !($0.isASCII && $0.isLetter) }
            return [String(first)]
        }
        let initials = Pinyin.initials(of: String(letters), limit: initialsMax)
        return ([String(letters)] + initials).uniqued
    }

    static func held(_ id: RecordID, _ reader: ReplicaReader) throws -> RecordView? {
        guard let state = try reader.state(id), FindRule.types.contains(state.type) else {
            return nil
        }
        let view = try reader.view(id)
        return view.isDeleted ? nil : view
    }

    /// Whether it may fit records that have no term of it.
    var isOpen: Bool { !places.isEmpty || isClass }

    /// Whether it can fit nothing but a name.
    private var isName: Bool { !isOpen && !isNumber }

    // MARK: Comparing

    /// Whether it may fit a record of which no more is known than its name.
    func mayFit(_ id: RecordID, _ name: NameReading) -> Bool {
        !isName || guarded.contains(id) || name.fit(text) != nil
    }

    /// How it fits a record; nil if it does not.
    func fit(_ view: RecordView, _ name: NameReading) throws -> NameReading.Fit? {
        if let fit = name.fit(text) { return fit }
        if isNumber {
            let hasNumber = FindRule.phones(of: view).contains { $0.hasSuffix(text) }
            if hasNumber || identified.contains(view.id) { return .whole }
        }
        if guarded.contains(view.id), let guardian = view.values[FindRule.guardianField]?.text,
            let fit = try NameReading(guardian, source).fit(text)
        {
            return max(fit, .part)
        }
        if places.contains(where: { code in view.buckets.contains { $0.hasPrefix(code) } }) {
            return .whole
        }
        return fitsClass(view) ? .whole : nil
    }

    private func fitsClass(_ view: RecordView) -> Bool {
        guard isClass, let written = view.values["class"]?.text else { return false }
        if written.lowercased() == text { return true }
        let grade = view.values["grade"]?.text ?? ""
        let stage = view.values["stage"]?.text
        let read =
            ClassName.read(written, schoolYear: schoolYear, stage: stage)
            ?? ClassName.read("\(grade)年级\(written)", schoolYear: schoolYear)
        let number = read?.number ?? Int(written)
        if let classNumber { return number == classNumber }
        guard let wanted = ClassName.read(text, schoolYear: schoolYear, stage: stage) else {
            return false
        }
        return (read?.grade ?? grade) == wanted.grade
            && (wanted.number == nil || wanted.number == number)
    }
}
