/// A policy of aid, as the county's record says it: what it gives, and to whom.
public struct AidPolicy: Sendable {
    /// The county's record.
    public let record: RecordID
    /// Its code, by which grants and answers name it.
    public let code: String
    /// What people call it.
    public let name: String
    /// How much it is, in words.
    public let amount: String
    /// Whether somebody has to apply for it.
    public let needsApplication: Bool
    /// The first day on which it holds; nil for always.
    public let validFrom: BusinessDay?
    /// The last day on which it holds; nil for no end.
    public let validTo: BusinessDay?

    private let stages: Set<String>
    private let grades: Set<String>
    private let boarding: String
    private let tags: Set<String>
    private let levels: Set<String>

    /// The policy in a record; nil if it has no code.
    init?(_ view: RecordView) {
        guard let code = view.values["code"]?.text else { return nil }
        func set(_ name: String) -> Set<String> { Set(view.sets[name] ?? []) }
        func day(_ name: String) -> BusinessDay? {
            view.values[name].flatMap { BusinessDay.read($0.text) }
        }
        record = view.id
        self.code = code
        name = view.values["name"]?.text ?? code
        amount = view.values["amount"]?.text ?? ""
        needsApplication = view.values["needs_application"] == .boolean(true)
        validFrom = day("valid_from")
        validTo = day("valid_to")
        stages = set("stages")
        grades = set("grades")
        boarding = view.values["boarding"]?.text ?? ""
        tags = set("tags")
        levels = set("levels")
    }

    /// Whether it holds on a day.
    public func isValid(on day: BusinessDay) -> Bool {
        validFrom.map { $0 <= day } ?? true && validTo.map { day <= $0 } ?? true
    }

    /// Whether a pupil may have it: nothing that is known speaks against it.
    ///
    /// What the rule leaves empty asks for nothing. Where it asks for hardship, a pupil of whom nobody has
    /// recorded whether there is any may have it.
    func concerns(_ pupil: AidFacts) -> Bool {
        guard stages.isEmpty || stages.contains(pupil.stage),
            grades.isEmpty || grades.contains(pupil.grade),
            boarding.isEmpty || boarding == pupil.boarding
        else { return false }
        return !asksForHardship || isInHardship(pupil)
            || (!levels.isEmpty && pupil.hardship == nil)
    }

    /// Whether a pupil surely is to have it: everybody of the kind has it without asking, or the
    /// records say the hardship that it asks for.
    func isDue(to pupil: AidFacts) -> Bool {
        guard concerns(pupil) else { return false }
        return asksForHardship ? isInHardship(pupil) : !needsApplication
    }

    private var asksForHardship: Bool { !tags.isEmpty || !levels.isEmpty }

    private func isInHardship(_ pupil: AidFacts) -> Bool {
        !tags.isDisjoint(with: pupil.tags) || pupil.hardship.map(levels.contains) == true
    }
}

/// What the rule of a policy asks of a pupil.
struct AidFacts: Sendable {
    var stage = ""
    var grade = ""
    var boarding = ""
    /// The codes of the groups that the pupil and the family belong to.
    var tags: Set<String> = []
    /// The level of hardship that was recognised for the school year; nil if there is no recognition.
    var hardship: String?
}
