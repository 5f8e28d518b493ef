/// How one pupil stands to one policy of aid in one semester.
public struct AidStanding: Sendable {
    /// Why aid that is due has not come.
    public enum Gap: String, Sendable, CaseIterable {
        /// Nobody has applied, or nothing is recorded.
        case notApplied = "not_applied"
        /// It was applied for, and is not agreed yet.
        case inProcess = "in_process"
        /// It was not agreed.
        case rejected
        /// The money came back and has to be paid again.
        case moneyBack = "money_back"
        /// The pupil is at a school outside of the county, which has not said.
        case elsewhere
    }

    /// The pupil.
    public let student: RecordID
    /// The code of the policy.
    public let code: String
    /// The policy; nil for a grant by one that is not held here.
    public let policy: AidPolicy?
    /// Whether the pupil surely is to have it.
    public let isDue: Bool
    /// The grant of the semester, with its state; nil if none is recorded.
    public let grant: WorkRecord?
    /// Why it is missed; nil if it is not.
    public let gap: Gap?
    /// Whether it would be missed, if anybody here had a grant by the policy in the semester: nothing is
    /// recorded yet, so nothing can be said.
    public let isSilent: Bool

    /// What people call the policy.
    public var name: String { policy?.name ?? code }
    /// What should be paid, in hundredths of a yuan; nil if that is not recorded.
    public var amountDue: Int64? { amount("amount_due") }
    /// What was paid, in hundredths of a yuan; nil if nothing is recorded.
    public var amountPaid: Int64? { amount("amount_paid") }
    /// Whether the money has come.
    public var isPaid: Bool { grant.map { Self.paid.contains($0.status.state) } ?? false }
    /// Whether the family was told what came.
    public var isTold: Bool { grant.map { Self.told.contains($0.status.state) } ?? false }

    private func amount(_ name: String) -> Int64? {
        if case .integer(let amount)? = grant?.view.values[name] { amount } else { nil }
    }

    private static let paid: Set<String> = ["paid", "told", "receipted"]
    private static let told: Set<String> = ["told", "receipted"]

    init(
        student: RecordID,
        code: String,
        policy: AidPolicy?,
        isDue: Bool,
        isElsewhere: Bool,
        grant: WorkRecord?,
        isRecorded: Bool = false
    ) {
        self.student = student
        self.code = code
        self.policy = policy
        self.isDue = isDue
        self.grant = grant
        let gap = isDue ? Self.gap(grant?.status.state, isElsewhere: isElsewhere) : nil
        self.gap = isRecorded ? gap : nil
        isSilent = gap != nil && !isRecorded
    }

    private static func gap(_ state: String?, isElsewhere: Bool) -> Gap? {
        switch state {
        case nil, "eligible", "informed": isElsewhere ? .elsewhere : .notApplied
        case "applied", "school_agreed", "public": .inProcess
        case "rejected": .rejected
        case "money_back": .moneyBack
        default: nil
        }
    }
}

extension ReplicaFolder {
    /// How a pupil stands to each policy of aid that may concern the pupil, and to each grant.
    ///
    /// - Parameters:
    ///   - student: The pupil.
    ///   - semester: The semester.
    ///   - day: The day by which policies are valid.
    /// - Returns: One standing a policy, in the order in which the county's records were made; grants
    ///   by other policies after them.
    /// - Throws: `record_not_held`, `store_damaged`.
    public func aid(
        of student: RecordID,
        in semester: Semester,
        on day: BusinessDay
    ) throws -> [AidStanding] {
        try withTerms(by: FindRule.terms) { source in
            try replica.read { reader in
                var book = try AidBook(reader)
                try book.readRecorded(in: semester, reader, source)
                return try book.standings(
                    of: try reader.view(student, type: "student"),
                    in: semester,
                    on: day,
                    reader
                )
            }
        }
    }
}

/// The policies that are held, and what is recorded by them of pupils.
struct AidBook {
    let policies: [AidPolicy]
    /// The codes of the policies by which somebody here has a grant in the semester in question.
    ///
    /// Of no other anything can be missed. Empty until ``readRecorded(in:_:_:)``.
    var recorded: Set<String> = []
    /// The enrolment statuses of pupils at schools outside of the county.
    private static let elsewhere: Set<String> = ["12", "13", "14"]
    /// Grants of a policy that are looked at before all are: hardly one of them is deleted.
    private static let lookedAtFirst = 20

    init(_ reader: ReplicaReader) throws {
        var policies: [AidPolicy] = []
        try reader.list("aid_policy") { view in
            if let policy = AidPolicy(view) { policies.append(policy) }
        }
        self.policies = policies
    }

    /// Reads by which policies anybody here has a grant in a semester.
    ///
    /// - Parameters:
    ///   - semester: The semester.
    ///   - reader: Where they are held.
    ///   - source: Where grants are found by policy and semester.
    /// - Throws: What the store and the index meet.
    mutating func readRecorded(
        in semester: Semester,
        _ reader: ReplicaReader,
        _ source: TermSource
    ) throws {
        func policy(_ id: RecordID) throws -> String? {
            guard let state = try reader.state(id), state.type == "aid_grant", !state.isDeleted
            else { return nil }
            let grant = state.values(reader.policies)
            return grant["semester"]?.text == "\(semester)" ? grant["policy"]?.text : nil
        }
        let partly = FindRule.partlyGranting
        recorded = Set(
            try source.records(term: partly, isWhole: true, limit: .max).compactMap(policy)
        )
        for code in policies.map(\.code) where !recorded.contains(code) {
            let term = FindRule.granting(code, in: "\(semester)")
            for limit in [Self.lookedAtFirst, .max] {
                let grants = try source.records(term: term, isWhole: true, limit: limit)
                if try grants.contains(where: { try policy($0) == code }) {
                    recorded.insert(code)
                    break
                }
                if grants.count < limit { break }
            }
        }
    }

    /// What is recorded of a pupil in a semester.
    struct Pupil {
        var facts: AidFacts
        /// By the code of the policy; of several the one that came furthest.
        var grants: [String: WorkRecord] = [:]
        /// The codes of policies about which a task is open.
        var tasks: Set<String> = []
        var isElsewhere = false
    }

    func standings(
        of view: RecordView,
        in semester: Semester,
        on day: BusinessDay,
        _ reader: ReplicaReader
    ) throws -> [AidStanding] {
        let pupil = try pupil(view, in: semester, reader)
        let known = policies.filter { $0.isValid(on: day) && $0.concerns(pupil.facts) }
        let codes = Set(known.map(\.code))
        func standing(_ code: String, _ policy: AidPolicy?) -> AidStanding {
            AidStanding(
                student: view.id,
                code: code,
                policy: policy,
                isDue: policy?.isDue(to: pupil.facts) ?? false,
                isElsewhere: pupil.isElsewhere,
                grant: pupil.grants[code],
                isRecorded: recorded.contains(code)
            )
        }
        let others = pupil.grants.keys.filter { !codes.contains($0) }.sorted()
        return known.map { standing($0.code, $0) }
            + others.map { code in standing(code, nil) }
    }

    /// The facts, the grants and the open tasks of a pupil.
    func pupil(
        _ view: RecordView,
        in semester: Semester,
        _ reader: ReplicaReader
    ) throws -> Pupil {
        func text(_ name: String) -> String { view.values[name]?.text ?? "" }
        var pupil = Pupil(
            facts: AidFacts(
                stage: text("stage"),
                grade: text("grade"),
                boarding: text("boarding"),
                tags: try reader.specialGroups(of: view)
            )
        )
        pupil.isElsewhere = Self.elsewhere.contains(text("enrolment_status"))
        let today = try reader.today()
        let kinds = ["aid_grant", "task", "hardship"]
        for state in try kinds.flatMap({ try reader.dependents($0, of: view.id) }) {
            let record = try reader.view(state)
            if state.type == "hardship" {
                guard record.values["school_year"]?.text == semester.year else { continue }
                pupil.facts.hardship = record.values["level"]?.text
            } else if record.values["semester"]?.text == "\(semester)",
                let code = record.values["policy"]?.text,
                let work = try reader.workRecord(record, today: today)
            {
                if state.type == "task" {
                    if work.status.isOpen { pupil.tasks.insert(code) }
                } else if pupil.grants[code].map({ Self.rank($0) < Self.rank(work) }) ?? true {
                    pupil.grants[code] = work
                }
            }
        }
        return pupil
    }

    /// How far a grant came.
    private static func rank(_ grant: WorkRecord) -> Int {
        Workflow.aidGrant.states.firstIndex { $0.code == grant.status.state } ?? -1
    }
}

extension Semester {
    /// The school year, as records say it: `2026-2027`.
    var year: String { "\(schoolYear)-\(schoolYear + 1)" }
}
