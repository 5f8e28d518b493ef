/// What a visit shows to be missing, as tasks in the same group of writes.
///
/// A form says it in a repeat whose questions are called `id`, the pupil; `got`, the codes of the policies
/// received; `odd`, those in which something differs; and below it in a repeat `code` and `received`. Where
/// neither `got` nor `odd` is answered nobody was asked, and nothing is concluded.
struct VisitConsequences {
    private let pupils: [Pupil]
    private let day: BusinessDay?
    private let visit: RecordID

    private struct Pupil {
        let id: RecordID
        var got: Set<String> = []
        var odd: Set<String> = []
        /// The codes of the policies that the family says have not come.
        var denied: Set<String> = []
    }

    /// The answer `no` of the question `received`.
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
        guard got != nil || odd != nil else { return [] }
        func codes(_ text: String?) -> Set<String> {
            Set((text ?? "").split(separator: " ").map(String.init))
        }
        let denied = node.children.filter { $0.isRelevant && text("received", in: $0) == no }
            .compactMap { text("code", in: $0) }
        return [Pupil(id: id, got: codes(got), odd: codes(odd), denied: Set(denied))]
    }

    private static func text(_ name: String, in node: FormAnswers.Node) -> String? {
        guard let child = node.children.first(where: { $0.name == name && $0.isRelevant }),
            case .text(let text)? = child.value
        else { return nil }
        return text
    }

    /// A task for each policy that a pupil should have and has not, unless one is open already.
    func edits(_ reader: ReplicaReader) throws -> [Edit] {
        guard !pupils.isEmpty, let day else { return [] }
        let book = try AidBook(reader)
        let semester = day.semester
        return try pupils.flatMap { pupil -> [Edit] in
            guard let state = try reader.state(pupil.id), state.type == "student" else { return [] }
            let view = try reader.view(state)
            let open = try book.pupil(view, in: semester, reader).tasks
            return try book.standings(of: view, in: semester, on: day, reader)
                .filter { Self.isMissing($0, pupil) && !open.contains($0.code) }
                .map { task($0, semester, day) }
        }
    }

    private static func isMissing(_ standing: AidStanding, _ pupil: Pupil) -> Bool {
        if pupil.denied.contains(standing.code) { return true }
        let isNamed = pupil.got.contains(standing.code) || pupil.odd.contains(standing.code)
        return !isNamed && (standing.isDue || standing.isPaid)
    }

    private func task(_ standing: AidStanding, _ semester: Semester, _ day: BusinessDay) -> Edit {
        AidTask.edit(
            standing,
            in: semester,
            on: day,
            // Money that the records call paid is asked after; what nobody applied for is helped with.
            kind: standing.isPaid || standing.policy?.needsApplication != true
                ? AidTask.checking : AidTask.helping,
            text: standing.isPaid ? "记录已发放，家访时家长说没收到" : "家访时没收到",
            source: visit
        )
    }
}

/// A task about aid that a pupil should have.
enum AidTask {
    /// To find out why it has not come.
    static let checking = "核实"
    /// To help with the application.
    static let helping = "帮办申请"

    static func edit(
        _ standing: AidStanding,
        in semester: Semester,
        on day: BusinessDay,
        kind: String,
        text: String,
        source: RecordID? = nil
    ) -> Edit {
        var changes: [Edit.Change] = [
            .set("subject", .text("\(standing.student)")), .set("kind", .text(kind)),
            .set("opened", day.value), .set("policy", .text(standing.code)),
            .set("semester", .text("\(semester)")),
            .set("text", .text("\(standing.name)：\(text)")),
        ]
        if let source { changes.append(.set("source", .text("\(source)"))) }
        return Edit(type: "task", changes: changes)
    }
}
