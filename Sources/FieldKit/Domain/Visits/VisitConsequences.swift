/// What a visit shows to be missing, in the same group of writes: a task for aid, a case for a pupil who is
/// not at school.
///
/// A form says it in a repeat whose questions are called `id`, the pupil; `got`, the codes of the policies
/// received; `odd`, those in which something differs; and below it in a repeat `code`, `received`, `known`,
/// `told` and `matches`. Where neither `got` nor `odd` is answered nobody was asked about aid, and nothing
/// is concluded of it. `status` is the pupil's enrolment.
struct VisitConsequences {
    private let pupils: [Pupil]
    private let day: BusinessDay?
    private let visit: RecordID

    private struct Pupil {
        let id: RecordID
        /// Whether the family was asked about aid.
        var isAsked = false
        var got: Set<String> = []
        /// Of the policies in which something differs, what; nil where the answers tell nothing.
        var odd: [String: Oddity?] = [:]
        /// The enrolment status that was said, by its code.
        var status = ""
    }

    /// The enrolment statuses of who may have dropped out, never went to school, or has dropped out.
    private static let dropoutStatuses: Set<String> = ["80", "90", "91"]

    /// What differs, the gravest first.
    private enum Oddity: String {
        case denied = "家访时没收到"
        case unclear = "家访时没有说清是否收到"
        case different = "家访时说与记录不一致"
        case unknown = "家访时家长不知道"
        case untold = "家访时说没有告知金额"
    }

    /// The answers of the questions about one policy.
    private static let yes = "1"
    private static let no = "2"

    init(
        of answers: FormAnswers,
        _ visit: RecordID,
        _ definition: FormDefinition,
        _ surroundings: any FormSurroundings
    ) {
        self.visit = visit
        guard definition.submissionType == "visit" else {
            (pupils, day) = ([], nil)
            return
        }
        let zone = surroundings.timeZone
        day = AnswerFields.fields(of: answers, definition, zone: zone)
            .first { definition.target(of: $0.row)?.field == "date" }
            .flatMap { BusinessDay.read(String($0.text.prefix(10))) }
        pupils = Self.pupils(in: answers.root)
    }

    private static func pupils(in node: FormAnswers.Node) -> [Pupil] {
        guard node.isRelevant else { return [] }
        guard let id = text("id", in: node).flatMap({ RecordID($0) }) else {
            return node.children.flatMap(pupils)
        }
        let (got, odd) = (text("got", in: node), text("odd", in: node))
        let (isAsked, status) = (got != nil || odd != nil, text("status", in: node) ?? "")
        guard isAsked || dropoutStatuses.contains(status) else { return [] }
        func codes(_ text: String?) -> Set<String> {
            Set((text ?? "").split(separator: " ").map(String.init))
        }
        // Named as odd and not gone into: that much is known.
        var details: [String: Oddity?] = codes(odd).reduce(into: [:]) { $0[$1] = .some(.unclear) }
        for policy in node.children where policy.isRelevant {
            guard let code = text("code", in: policy), details[code] != nil else { continue }
            details[code] = .some(oddity(of: policy))
        }
        return [
            Pupil(id: id, isAsked: isAsked, got: codes(got), odd: details, status: status)
        ]
    }

    private static func oddity(of policy: FormAnswers.Node) -> Oddity? {
        let received = text("received", in: policy)
        if received == no { return .denied }
        if text("matches", in: policy) == no { return .different }
        if text("known", in: policy) == no { return .unknown }
        if text("told", in: policy) == no { return .untold }
        return received == yes ? nil : .unclear
    }

    private static func text(_ name: String, in node: FormAnswers.Node) -> String? {
        guard let child = node.children.first(where: { $0.name == name && $0.isRelevant }),
            case .text(let text)? = child.value
        else { return nil }
        return text
    }

    /// A task for each policy that a pupil should have and has not, and a case for a pupil who may have
    /// dropped out, unless one is open already.
    func edits(_ reader: ReplicaReader) throws -> [Edit] {
        guard !pupils.isEmpty, let day else { return [] }
        let book = try AidBook(reader)
        let semester = day.semester
        return try pupils.flatMap { pupil -> [Edit] in
            guard let state = try reader.state(pupil.id), state.type == "student" else { return [] }
            let view = try reader.view(state)
            let dropout = try dropoutCase(of: pupil, day, reader)
            guard pupil.isAsked else { return dropout }
            let open = try book.pupil(view, in: semester, reader).tasks
            return try dropout
                + book.standings(of: view, in: semester, on: day, reader)
                .filter { !open.contains($0.code) }
                .compactMap { standing in
                    Self.oddity(standing, pupil).map { task(standing, $0, semester, day) }
                }
        }
    }

    private func dropoutCase(
        of pupil: Pupil,
        _ day: BusinessDay,
        _ reader: ReplicaReader
    ) throws -> [Edit] {
        guard Self.dropoutStatuses.contains(pupil.status),
            try reader.openDropoutCases(of: pupil.id, today: day).isEmpty
        else { return [] }
        return [
            Edit(
                type: Workflow.dropoutCase.type,
                changes: [
                    .set("student", .text("\(pupil.id)")), .set("opened", day.value),
                    .set("source", .text("家访")),
                ]
            )
        ]
    }

    private static func oddity(_ standing: AidStanding, _ pupil: Pupil) -> Oddity? {
        if let oddity = pupil.odd[standing.code] { return oddity }
        let isMissing = !pupil.got.contains(standing.code) && (standing.isDue || standing.isPaid)
        return isMissing ? .denied : nil
    }

    private func task(
        _ standing: AidStanding,
        _ oddity: Oddity,
        _ semester: Semester,
        _ day: BusinessDay
    ) -> Edit {
        AidTask.edit(
            standing,
            in: semester,
            on: day,
            // Money that the records call paid is asked after; what nobody applied for is helped with.
            kind: oddity != .denied || standing.isPaid || standing.policy?.needsApplication != true
                ? AidTask.checking : AidTask.helping,
            text: (standing.isPaid && oddity == .denied ? "记录已发放，" : "") + oddity.rawValue,
            source: visit
        )
    }
}
