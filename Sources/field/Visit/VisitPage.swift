import FieldKit

/// A record that answers a form, as people read it: in the form's own words, order and groups.
///
/// What no question of the form asks stands after it; where the form is not on this machine, the record's
/// own fields are all there is.
struct VisitPage {
    private let folder: ReplicaFolder
    private let view: RecordView
    private let names: NamedRecords
    private let text = RecordText(.county)

    init(_ view: RecordView, _ folder: ReplicaFolder) {
        self.view = view
        self.folder = folder
        names = NamedRecords(folder)
    }

    /// The lines.
    ///
    /// - Parameter columns: The width for which long answers are wrapped.
    /// - Returns: Text that ends with a line.
    /// - Throws: What the store meets.
    func lines(columns: Int) throws -> String {
        guard let task = try task() else { return try names.whole(view) }
        let answers = Submission.answers(
            in: view,
            task.definition,
            zone: task.surroundings.timeZone
        )
        let session = task.resume(
            FillDraft(
                submission: SubmissionDraft(answers, record: "\(view.id)"),
                place: .end
            )
        )
        let lines = AnswerLines(session)
        let answered = lines.lines.filter { !$0.answer.isEmpty }
        var page = "\(text.type(view.type)) \(view.id.end)\(text.deletion(view))\n"
        var rows: [AnswerLines.Row] = []
        var group: [FormPath] = []
        func close() {
            page += AnswerLines.text(rows, columns: columns)
            rows = []
        }
        for line in answered {
            let groups = lines.groups(above: line.path)
            if groups.map(\.path) != group {
                close()
                for (place, entry) in groups.enumerated()
                where !group.indices.contains(place) || group[place] != entry.path {
                    page += "— \(entry.title) —\n"
                }
                group = groups.map(\.path)
            }
            rows.append(row(line.label, line.answer, fields: fields(of: line, task, session)))
        }
        close()
        let known = Set(answered.flatMap { fields(of: $0, task, session) })
        let rest = try others(known, session)
        if !rest.isEmpty, !answered.isEmpty {
            page += Language.current("— 其他 —\n", "— Others —\n")
        }
        return page + AnswerLines.text(rest, columns: columns)
    }

    /// The form that was answered; nil if it is not on this machine, or this version cannot ask it.
    private func task() throws -> FillTask? {
        guard let form = try FormShelf(folder.replica).definition(answeredBy: view) else {
            return nil
        }
        do {
            return try FillTask(
                form,
                folder: folder,
                isTrial: false,
                household: nil,
                student: nil
            )
        } catch let problem as Problem where problem.code == .formUnusable {
            return nil
        }
    }

    private func fields(
        of line: AnswerLines.Line,
        _ task: FillTask,
        _ session: FormSession
    ) -> [String] {
        guard let row = session.row(at: line.path) else { return [] }
        return Submission.fields(of: row, at: line.path, task.definition, in: view.type)
    }

    private func row(_ label: String, _ answer: String, fields: [String]) -> AnswerLines.Row {
        let isOpen = fields.contains { view.conflicts.contains($0) }
        let mark = isOpen ? Language.current("  ！有冲突", "  ! in conflict") : ""
        return AnswerLines.Row(mark: "  ", label: label, body: names.named(answer) + mark)
    }

    // MARK: What no question asks

    private func others(
        _ known: Set<String>,
        _ session: FormSession
    ) throws -> [AnswerLines.Row] {
        var rows: [AnswerLines.Row] = []
        for name in text.fields(of: view)
        where !known.contains(name) && !Submission.frame.contains(name) {
            let value = text.value(name, of: view)
            guard !value.isEmpty else { continue }
            guard name.hasPrefix("/") else {
                rows.append(row(text.field(name, of: view.type), value, fields: [name]))
                continue
            }
            // What the form computes is no answer of anybody's.
            guard let path = FormPath(String(name.dropFirst())), let asked = session.row(at: path)
            else {
                rows.append(row(name, value, fields: [name]))
                continue
            }
            guard asked.calculation == nil, asked.kind != .question(.note),
                asked.readOnly == nil
            else { continue }
            let label = session.shown(asked.label, at: path)
            rows.append(row(label.isEmpty ? asked.name : label, value, fields: [name]))
        }
        let places = try names.places(view.buckets)
        if !places.isEmpty { rows.append(row(text.places, places, fields: [])) }
        return rows
    }
}
