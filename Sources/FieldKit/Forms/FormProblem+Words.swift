extension FormProblem {
    /// One line for people: where it is, what it is, what to do, and the stable code.
    public func line(_ language: Language) -> String {
        func words(_ chinese: String, _ english: String) -> String {
            language == .chinese ? chinese : english
        }
        let kind = severity == .error ? words("错误", "error") : words("提醒", "warning")
        let place = [
            sheet, row.map { words("第 \($0) 行", "row \($0)") },
            column.map { words("“\($0)”列", "column \($0)") },
        ].compactMap { $0 }.joined(separator: words("，", ", "))
        return "\(kind) \(place)\(words("：", ": "))\(problem.sentence(language))"
            + "\(words("", " "))\(problem.next(language)) [\(code.rawValue)]"
    }
}

extension [FormProblem] {
    /// That a form cannot be used, for the end of a command; nil if it can.
    public func refusal(of file: String) -> Problem? {
        let errors = count { $0.severity == .error }
        return errors == 0
            ? nil : Problem(.formUnusable, ["file": file, "errors": "\(errors)"])
    }
}
