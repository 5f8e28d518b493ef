import FieldKit

/// What people type for a record: its id, the end of it, or words that find it.
enum WorkReference {
    /// A thing in hand, by its id or the end of it.
    ///
    /// - Throws: `nothing_fits`, `several_fit`, `record_not_held`.
    static func record(
        _ typed: String,
        of type: String,
        _ replica: Replica,
        _ today: BusinessDay
    ) throws -> WorkRecord {
        if let id = RecordID(typed) { return try replica.workRecord(type, id, today: today) }
        let id = try record(endingIn: typed, of: type, replica)
        return try replica.workRecord(type, id, today: today)
    }

    /// A thing in hand, by its id, the end of it, or words that find only one pupil or family with one that
    /// is open.
    ///
    /// - Throws: `nothing_fits`, `several_fit`, `record_not_held`.
    static func record(
        _ typed: String,
        of type: String,
        _ folder: ReplicaFolder,
        _ today: BusinessDay
    ) throws -> WorkRecord {
        let replica = folder.replica
        if try RecordID(typed) != nil || !replica.ids(of: type, endingAs: typed).isEmpty {
            return try record(typed, of: type, replica, today)
        }
        let about: RecordID
        do {
            about = try subject(typed, of: WorkFields.subjects(of: type), folder, today)
        } catch let problem as Problem where problem.code == .nothingFits {
            return try one(of: type, among: [])
        }
        let field = WorkFields.subject(of: type) ?? ""
        let open = try replica.work(type, today: today).filter {
            $0.view.values[field]?.text == "\(about)"
        }
        if open.isEmpty {
            Terminal.note(
                "按姓名只找没有办结的；已办结的请写编号（列表加 --all 可看）。",
                "By words only what is open is found; of what is finished give the id, which a list with --all shows."
            )
        }
        if open.count > 1 {
            let ends = open.map(\.view.id).ends.joined(separator: Language.current("、", ", "))
            Terminal.note("未办结的编号：\(ends)", "Those that are open: \(ends)")
        }
        return try one(of: type, among: open)
    }

    /// The one record of a type whose id ends so.
    ///
    /// - Throws: `nothing_fits`, `several_fit`.
    static func record(
        endingIn typed: String,
        of type: String,
        _ replica: Replica
    ) throws -> RecordID {
        try one(of: type, among: try replica.ids(of: type, endingAs: typed))
    }

    /// The one thing of a list whose id ends so; a whole id ends as itself.
    ///
    /// - Throws: `nothing_fits`, `several_fit`.
    static func one<Thing>(
        _ typed: String,
        of type: String,
        in list: [Thing],
        id: (Thing) -> RecordID
    ) throws -> Thing {
        try one(of: type, among: list.filter { id($0).ends(as: typed) })
    }

    /// The one that fits.
    ///
    /// - Throws: `nothing_fits`, `several_fit`.
    static func one<Thing>(of type: String, among fitting: [Thing]) throws -> Thing {
        let what = RecordText(.county).type(type)
        guard let first = fitting.first else { throw Problem(.nothingFits, ["what": what]) }
        guard fitting.count == 1 else {
            throw Problem(.severalFit, ["what": what, "count": "\(fitting.count)"])
        }
        return first
    }

    /// The types that are found by words.
    private static let found: Set<String> = [
        "student", "household", "teacher", "person", "school", "division",
    ]

    /// A record of a type, by its id, words that find only it, or the end of its id where nobody is
    /// found by words.
    ///
    /// - Throws: As ``subject(_:of:_:_:)``.
    static func anything(
        _ typed: String,
        of type: String,
        _ folder: ReplicaFolder,
        _ today: BusinessDay
    ) throws -> RecordID {
        if let id = RecordID(typed) { return id }
        guard found.contains(type) else {
            return try record(endingIn: typed, of: type, folder.replica)
        }
        return try subject(typed, of: [type], folder, today)
    }

    /// A pupil or a family, by its id, the end of it or words that find only it; those that fit are shown if there
    /// are several.
    ///
    /// - Throws: `record_not_held`, `nothing_fits`, `several_fit`, `wrong_usage` for what cannot be looked
    ///   for.
    static func subject(
        _ typed: String,
        of types: Set<String> = ["student", "household"],
        _ folder: ReplicaFolder,
        _ today: BusinessDay
    ) throws -> RecordID {
        if let id = RecordID(typed) {
            guard types.contains(where: { (try? folder.replica.view($0, id)) != nil }) else {
                throw Problem(.recordNotHeld, ["id": typed])
            }
            return id
        }
        if let id = try subject(endingIn: typed, of: types, folder.replica) { return id }
        let found = try folder.find([typed], today: today, types: types).items
        let text = RecordText(.county)
        let what = types.sorted().map(text.type).joined(separator: Language.current("或", " or "))
        guard let first = found.first else { throw Problem(.nothingFits, ["what": what]) }
        guard found.count > 1 else { return first.view.id }
        let shown = found.prefix(shownMax)
        for (item, end) in zip(shown, shown.map(\.view.id).ends) {
            let line = [
                end, Masking.name(item.name), text.value("class", of: item.view),
                PlaceWords.line(item.places),
            ].filter { !$0.isEmpty }.joined(separator: "  ")
            Terminal.note(line, line)
        }
        throw Problem(.severalFit, ["what": what, "count": "\(found.count)"])
    }

    private static let shownMax = 9

    /// Characters that may be the end of an id, as lists show it, rather than somebody's initials.
    private static let endLengthMin = 6

    /// The one record of some types whose id ends so; nil if none does, or if it is no such end.
    private static func subject(
        endingIn typed: String,
        of types: Set<String>,
        _ replica: Replica
    ) throws -> RecordID? {
        guard typed.count >= endLengthMin, typed.allSatisfy({ $0.isHexDigit || $0 == "-" }) else {
            return nil
        }
        let fitting = try types.sorted().flatMap { try replica.ids(of: $0, endingAs: typed) }
        return fitting.count == 1 ? fitting.first : nil
    }
}
