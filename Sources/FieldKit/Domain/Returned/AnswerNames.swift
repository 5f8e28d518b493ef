/// The choices that a question offers, as a sheet names them.
struct AnswerNames {
    private let choices: [(name: String, labels: Set<String>)]
    private let isOne: Bool

    init(_ session: FormSession, _ path: FormPath) {
        choices = ((try? session.choices(at: path)) ?? []).map { choice in
            let labels = choice.label.values.map { PlainText.clean($0) }
            return (choice.name, Set(labels))
        }
        isOne = session.row(at: path)?.kind == .question(.selectOne)
    }

    /// The chosen names with blanks between them.
    ///
    /// - Throws: `wrong_kind` for a word that is neither a name nor the label of just one choice: in a
    ///   sheet nobody is asked again.
    func names(of cell: ReturnedAnswerRow.Cell) throws -> String {
        let whole = cell.read.text
        if let name = name(whole) { return name }
        let words =
            isOne
            ? [whole]
            : whole.split(whereSeparator: ReturnedWords.isSign).flatMap { part -> [String] in
                let word = String(part)
                guard name(word) == nil else { return [word] }
                return word.split(separator: " ").map(String.init)
            }
        let names = words.map(name)
        guard !names.contains(nil) else {
            let some = choices.prefix(Self.choicesTold).map { $0.labels.min() ?? $0.name }
            let more = choices.count > Self.choicesTold ? "…" : ""
            throw Problem(
                .wrongKind,
                [
                    "field": cell.heading, "label": cell.heading,
                    "expected": some.joined(separator: "/") + more,
                ]
            )
        }
        return names.compactMap(\.self).joined(separator: " ")
    }

    private static let choicesTold = 12

    private func name(_ word: String) -> String? {
        let plain = PlainText.clean(word)
        if let choice = choices.first(where: { $0.name == plain }) { return choice.name }
        let labelled = choices.filter { $0.labels.contains(plain) }
        return labelled.count == 1 ? labelled[0].name : nil
    }
}
