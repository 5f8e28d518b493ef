/// The languages in which the sheets of a form speak.
struct XLSFormLanguages {
    /// In the order in which headings name them.
    private(set) var languages: [String] = []
    /// Whether a heading of texts names no language.
    private var hasUnnamed = false

    /// The language of a heading; empty if it names none.
    static func language(_ path: [String], after count: Int) -> String {
        path.count > count ? path[count] : ""
    }

    /// Notes the languages of a sheet, and which of its columns lack one.
    mutating func note(_ sheet: XLSFormSheet, problems: inout [FormProblem]) {
        var seen: [String: [String]] = [:]
        var order: [String] = []
        var columns: [String] = []
        for (_, heading) in sheet.headings.sorted(by: { $0.key < $1.key }) {
            guard let (column, language) = Self.translated(heading) else { continue }
            if seen[language] == nil { order.append(language) }
            seen[language, default: []].append(column)
            if !columns.contains(column) { columns.append(column) }
        }
        for language in order where !language.isEmpty && !languages.contains(language) {
            languages.append(language)
        }
        if order.contains("") { hasUnnamed = true }
        guard order.contains(where: { !$0.isEmpty }) else { return }
        for language in order {
            for column in columns where seen[language]?.contains(column) == false {
                problems.append(
                    FormProblem(
                        .formLanguageMissing,
                        sheet: sheet.name,
                        row: 1,
                        details: ["heading": column, "language": language],
                        severity: .warning
                    )
                )
            }
        }
    }

    /// What a heading translates, and into which language; nil if it translates nothing.
    private static func translated(
        _ heading: XLSFormHeading
    ) -> (column: String, language: String)? {
        switch heading.path.first {
        case "label", "hint", "guidance_hint":
            (heading.path[0], language(heading.path, after: 1))
        case "media" where heading.path.count > 1:
            (heading.path[1], language(heading.path, after: 2))
        case "bind" where heading.path.count > 1 && messages[heading.path[1]] != nil:
            (messages[heading.path[1]] ?? "", language(heading.path, after: 2))
        default: nil
        }
    }

    private static let messages = [
        "jr:constraintMsg": "constraint_message", "jr:requiredMsg": "required_message",
    ]

    /// Warns of a default language in which no text is, most often one that is misspelt.
    func checkDefault(
        of form: FormDefinition,
        _ settings: XLSFormSheet,
        problems: inout [FormProblem]
    ) {
        guard let own = form.defaultLanguage, !languages.isEmpty, !languages.contains(own) else {
            return
        }
        func plain(_ name: String) -> String { name.lowercased().filter { !$0.isWhitespace } }
        // Where texts name no language, this is theirs.
        guard !hasUnnamed || languages.contains(where: { plain($0) == plain(own) }) else { return }
        problems.append(
            FormProblem(
                .formValueWrong,
                sheet: settings.name,
                row: settings.rows.first?.number,
                column: settings.heading("default_language"),
                details: ["value": own, "expected": languages.joined(separator: " / ")],
                severity: .warning
            )
        )
    }

    /// Gives texts without a language to the form's own, where it has one.
    func settle(_ form: inout FormDefinition) {
        guard !languages.isEmpty, let own = form.defaultLanguage else { return }
        if !languages.contains(own) {
            // A language in which nothing is said is none.
            guard hasUnnamed else { return form.defaultLanguage = nil }
            form.languages.insert(own, at: 0)
        }
        func settle(_ text: inout FormText) {
            guard let plain = text.removeValue(forKey: "") else { return }
            if text[own] == nil { text[own] = plain }
        }
        func settle(_ node: inout FormNode) {
            settle(&node.label)
            settle(&node.hint)
            settle(&node.guidance)
            settle(&node.constraintMessage)
            settle(&node.requiredMessage)
            for kind in node.media.keys { settle(&node.media[kind, default: [:]]) }
            for index in node.children.indices { settle(&node.children[index]) }
        }
        for index in form.nodes.indices { settle(&form.nodes[index]) }
        for list in form.lists.keys {
            for index in form.lists[list, default: []].indices {
                settle(&form.lists[list, default: []][index].label)
                for kind in form.lists[list, default: []][index].media.keys {
                    settle(&form.lists[list, default: []][index].media[kind, default: [:]])
                }
            }
        }
    }
}
