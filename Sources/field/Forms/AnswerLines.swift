import FieldKit

/// The answers of a form as lines that people read: the form's own labels and the labels of choices.
///
/// The review before something is sent and whoever looks at it later read the same lines.
struct AnswerLines {
    /// One question with its answer.
    struct Line {
        let path: FormPath
        let label: String
        /// Empty if it is not answered.
        let answer: String
        let fault: FormFault?
    }

    /// What a line looks like on a screen.
    struct Row {
        /// Stands before the label; empty for none.
        var mark = ""
        let label: String
        let body: String
    }

    /// The widest label.
    private static let labelColumnsMax = 26

    let session: FormSession
    let words = FillWords()

    init(_ session: FormSession) { self.session = session }

    /// What is asked of a person and is relevant, in the order of the form.
    var lines: [Line] {
        session.steps().compactMap { step in
            guard case .question(let path) = step, let row = session.row(at: path),
                let state = session.nodeState(at: path), !FillInterview.isPassive(row, state)
            else { return nil }
            let label = session.shown(row.label, at: path)
            return Line(
                path: path,
                label: label.isEmpty ? row.name : label,
                answer: state.value.map { words.answer($0, at: path, of: session) } ?? "",
                fault: session.fault(at: path)
            )
        }
    }

    // MARK: Groups

    /// The groups with a name in which a question stands, outermost first, with their paths.
    func groups(above path: FormPath) -> [(path: FormPath, title: String)] {
        path.steps.indices.dropLast().compactMap { index in
            let above = FormPath(Array(path.steps[...index]))
            guard let row = session.row(at: above), !row.label.isEmpty || row.kind == .repeat else {
                return nil
            }
            var title = session.shown(row.label, at: above)
            if title.isEmpty { title = row.name }
            if let position = above.steps.last?.position { title += " \(position)" }
            return (above, title)
        }
    }

    // MARK: On the screen

    /// Rows one below the other, the labels as wide as the widest, long answers wrapped.
    static func text(_ rows: [Row], columns: Int) -> String {
        let labels = rows.map { DisplayWidth.cut($0.label, to: labelColumnsMax) }
        let width = labels.map { DisplayWidth.of($0) }.max() ?? 0
        return zip(rows, labels).map { row, label in
            let head = "\(row.mark)\(DisplayWidth.pad(label, to: width))  "
            let indent = DisplayWidth.of(head)
            let wrapped = FillPage.wrap(row.body, columns: columns, indent: indent)
            return head + wrapped.dropFirst(min(indent, wrapped.count))
        }.joined()
    }
}
