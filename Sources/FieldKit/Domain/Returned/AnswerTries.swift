import Foundation

/// Tries changed answers on their forms.
struct AnswerTries {
    private let replica: Replica
    private let columns: [String: SubmissionColumns]
    private let surroundings: ReplicaSurroundings
    private let reader: AnswerReader
    /// By form and version; nil for one that is not held, or cannot be filled in.
    private var forms: [[String]: CompiledForm?] = [:]

    init(_ replica: Replica, _ columns: [String: SubmissionColumns]) {
        self.replica = replica
        self.columns = columns
        surroundings = ReplicaSurroundings(clock: replica.clock, source: replica.random)
        reader = AnswerReader(surroundings)
    }

    /// What becomes of the changed cells of a row, by column.
    ///
    /// The order in which answers are tried is that of the form; what fails before another one has
    /// changed is tried again.
    mutating func outcomes(
        of row: ReturnedAnswerRow
    ) -> [Int: Result<[ReturnedAnswers.Change], Problem>] {
        var outcomes: [Int: Result<[ReturnedAnswers.Change], Problem>] = [:]
        guard let form = form(row.form, row.version) else {
            for cell in row.cells { outcomes[cell.column] = .failure(Fixed.version.problem(cell)) }
            return outcomes
        }
        var session = session(row, form)
        let before = session
        var pending = row.cells
        var isGoingOn = true
        while isGoingOn {
            var failed: [ReturnedAnswerRow.Cell] = []
            for cell in pending {
                let outcome = outcome(of: cell, row, &session)
                outcomes[cell.column] = outcome
                if case .failure = outcome { failed.append(cell) }
            }
            isGoingOn = !failed.isEmpty && failed.count < pending.count
            pending = failed
        }
        for cell in row.untouched where row.record.values[cell.field] != nil {
            // What is not asked any more has no answer; only a person may take it away.
            guard let path = Self.path(cell), before.nodeState(at: path)?.isRelevant == true,
                session.nodeState(at: path)?.isRelevant == false
            else { continue }
            outcomes[cell.column] = .failure(Fixed.unasked.problem(cell))
        }
        return outcomes
    }

    private func outcome(
        of cell: ReturnedAnswerRow.Cell,
        _ row: ReturnedAnswerRow,
        _ session: inout FormSession
    ) -> Result<[ReturnedAnswers.Change], Problem> {
        do {
            return .success(try take(cell, of: row, &session))
        } catch {
            return .failure(error as? Problem ?? Problem(.internalError))
        }
    }

    private mutating func form(_ id: String, _ version: String) -> CompiledForm? {
        if let known = forms[[id, version]] { return known }
        let compiled = columns[id]?.definition(version).flatMap { definition in
            var problems: [CompiledForm.Problem] = []
            let form = CompiledForm(definition, problems: &problems)
            return problems.isEmpty ? form : nil
        }
        forms[[id, version]] = .some(compiled)
        return compiled
    }

    private func session(_ row: ReturnedAnswerRow, _ form: CompiledForm) -> FormSession {
        FormSession(
            form,
            resuming: Submission.answers(
                row.record.values,
                row.record.sets,
                of: row.record.type,
                form.definition,
                zone: surroundings.timeZone
            ),
            surroundings: surroundings,
            tables: FormLookup(replica, asking: form.definition)
        )
    }

    private static func path(_ cell: ReturnedAnswerRow.Cell) -> FormPath? {
        FormPath(SubmissionColumns.heading(cell.field))
    }

    // MARK: One answer

    /// Why an answer cannot be changed in a sheet.
    private enum Fixed: String {
        case version = "这份填报用的表单版本不在本机 (its version of the form is not held here)"
        case other = "这份填报的表单版本里没有这道题 (its version of the form does not ask this)"
        case repeated = "重复组里的答案 (an answer in a repeat)"
        case computed = "由程序算出或填写 (it is computed, or filled in by the program)"
        case file = "文件不在表里 (the file is not in the sheet)"
        case unasked = "按其他答案，这一题不用填；请把这一格清空 (by the other answers it is not asked; empty the cell)"

        func problem(_ cell: ReturnedAnswerRow.Cell) -> Problem {
            Problem(.answerFixed, ["column": cell.heading, "reason": rawValue])
        }
    }

    private static let computed: Set<QuestionType> = [
        .note, .calculate, .hidden, .start, .end, .today, .deviceid, .username, .phonenumber,
        .email,
    ]

    /// Answers a question.
    ///
    /// - Returns: What is to be written: the answer, and what the form computes from it.
    private func take(
        _ cell: ReturnedAnswerRow.Cell,
        of row: ReturnedAnswerRow,
        _ session: inout FormSession
    ) throws -> [ReturnedAnswers.Change] {
        try cell.read.requireReadable()
        guard let question = cell.question, let path = Self.path(cell) else {
            throw Fixed.other.problem(cell)
        }
        if question.isRepeated { throw Fixed.repeated.problem(cell) }
        if question.row.kind.isFile { throw Fixed.file.problem(cell) }
        let isComputed = Self.computed.contains { question.row.kind == .question($0) }
        guard !isComputed, question.row.calculation == nil,
            session.nodeState(at: path)?.isReadOnly == false
        else { throw Fixed.computed.problem(cell) }
        let value = try value(cell, at: path, question.row, row, session)
        var changes: [ReturnedAnswers.Change] = []
        let text = value.map(text)
        if text != row.record.values[cell.field]?.text {
            changes.append((cell.field, text.map { .text($0) } ?? .cleared))
        }
        for case .value(let place) in try session.answer(path, value) {
            if let change = computed(at: place, row, session) { changes.append(change) }
        }
        return changes
    }

    private func text(_ value: AnswerValue) -> String {
        value.text(in: surroundings.timeZone).precomposedStringWithCanonicalMapping
    }

    /// What the form has computed anew, where the record keeps it.
    private func computed(
        at path: FormPath,
        _ row: ReturnedAnswerRow,
        _ session: FormSession
    ) -> ReturnedAnswers.Change? {
        guard let node = session.row(at: path), node.calculation != nil,
            session.nodeState(at: path)?.isRelevant == true,
            session.form.definition.target(of: node)?.list != row.record.type
        else { return nil }
        let field = AnswerFields.name(path)
        let text = session.nodeState(at: path)?.value.map(text)
        guard text != row.record.values[field]?.text else { return nil }
        return (field, text.map { .text($0) } ?? .cleared)
    }

    /// What a cell says; nil for an emptied one.
    private func value(
        _ cell: ReturnedAnswerRow.Cell,
        at path: FormPath,
        _ node: FormNode,
        _ row: ReturnedAnswerRow,
        _ session: FormSession
    ) throws -> AnswerValue? {
        let isAsked = session.nodeState(at: path)?.isRelevant == true
        guard !cell.read.text.allSatisfy(\.isWhitespace) else {
            if isAsked, session.fault(of: nil, at: path)?.kind == .required {
                throw Problem(.valueMissing, ["field": cell.heading])
            }
            return nil
        }
        guard isAsked else { throw Fixed.unasked.problem(cell) }
        let before = row.record.values[cell.field]?.text ?? ""
        let typed: String
        switch AnswerKind(node) {
        case .integer, .decimal:
            typed = ReturnedCell.number(
                PlainText.halfWidth(cell.read.text).filter { !$0.isWhitespace }
            )
        case .date:
            try cell.read.requireNoSerial()
            typed = cell.read.text
        case .time, .moment: typed = cell.read.text
        case .text, .place, .places:
            try cell.read.requireSound([before])
            if cell.read.text.contains("*"),
                [Masking.name(before), Masking.number(before)].contains(cell.read.text)
            {
                throw Problem(.cellMasked)
            }
            typed =
                node.choices == nil
                ? cell.read.text : try AnswerNames(session, path).names(of: cell)
        }
        do throws(AnswerReader.Refusal) {
            let menu = AnswerReader.menu(at: path, of: session)
            return try reader.read(typed, at: path, in: session, menu: menu)
        } catch {
            throw error.problem(cell.heading)
        }
    }
}
