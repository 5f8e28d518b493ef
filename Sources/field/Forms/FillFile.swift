import FieldKit
import Foundation

/// Answers in a file, for scripts: an object with the answer of each question by its path.
struct FillFile {
    private var waiting: [String: JSON]
    /// By the path of a repeat, how many instances it has to have for all that the file names.
    private var instances: [String: Int] = [:]
    private let reader: AnswerReader
    private let words = FillWords()
    private var refusals: [Problem] = []

    /// Reads the file.
    ///
    /// - Throws: `file_unreadable`, `answer_not_taken` for a file that holds no such object.
    init(_ path: String, reader: AnswerReader) throws {
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw Problem(.fileUnreadable, ["path": path, "reason": error.localizedDescription])
        }
        guard case .object(let answers)? = try? JSONDecoder().decode(JSON.self, from: data) else {
            let reason = Language.current("文件里不是一个 JSON 对象", "the file is no JSON object")
            throw Problem(.answerNotTaken, ["path": path, "reason": reason])
        }
        waiting = [:]
        for (path, value) in answers {
            waiting[path.hasPrefix("/") ? String(path.dropFirst()) : path] = value
        }
        self.reader = reader
    }

    /// Answers the form, question by question, in its order.
    ///
    /// - Throws: `answer_not_taken` for the first answer that will not do; the others are said
    ///   before.
    mutating func answer(_ session: inout FormSession) throws {
        place(in: session.form.definition)
        answerHidden(&session)
        removeUnmentioned(&session)
        var step = session.step(after: .beginning)
        while step != .end {
            switch step {
            case .question(let path):
                answer(path, &session)
                step = session.step(after: step)
            case .anotherInstance(let path):
                step = next(path, step, &session)
            case .beginning, .end: step = .end
            }
        }
        refuseRest(session)
        if refusals.isEmpty {
            for fault in session.faults() {
                refuse(fault.path.description, words.sentence(fault, of: session))
            }
        }
        guard let last = refusals.popLast() else { return }
        for problem in refusals {
            Terminal.note(problem.sentence(.chinese), problem.sentence(.english))
        }
        throw last
    }

    // MARK: One answer

    /// What nobody is asked, and a script may know.
    private mutating func answerHidden(_ session: inout FormSession) {
        for text in waiting.keys.sorted() {
            guard let path = FormPath(text),
                session.row(at: path)?.kind == .question(.hidden)
            else { continue }
            answer(path, &session)
        }
    }

    private mutating func answer(_ path: FormPath, _ session: inout FormSession) {
        let name = path.description
        guard let json = waiting.removeValue(forKey: name) else { return }
        let state = session.nodeState(at: path)
        guard state?.isReadOnly != true, session.row(at: path)?.kind != .question(.note) else {
            return refuse(name, Language.current("这一项不能填", "it cannot be answered"))
        }
        guard let typed = Self.text(json) else {
            let reason = Language.current(
                "要文字、数字、true、false 或它们的列表",
                "it must be text, a number, true, false, or a list of these"
            )
            return refuse(name, reason)
        }
        do {
            guard !typed.isEmpty else {
                try session.answer(path, nil)
                return
            }
            let menu = AnswerReader.menu(at: path, of: session)
            try session.answer(path, try reader.read(typed, at: path, in: session, menu: menu))
        } catch let refusal as AnswerReader.Refusal {
            refuse(name, words.sentence(refusal, of: session))
        } catch {
            refuse(name, Language.current("这个答案不能用", "it is no answer"))
        }
    }

    private mutating func refuse(_ path: String, _ reason: String) {
        let plain =
            reason.last.map { "。.".contains($0) } == true ? String(reason.dropLast()) : reason
        refusals.append(Problem(.answerNotTaken, ["path": path, "reason": plain]))
    }

    /// An answer as it would be typed; nil for what nobody types.
    private static func text(_ json: JSON) -> String? {
        switch json {
        case .text(let text): text
        case .number(let number): number
        case .boolean(let flag): flag ? "yes" : "no"
        case .null: ""
        case .array(let items):
            items.reduce(into: [String]?([])) { words, item in
                guard let word = text(item), !word.isEmpty else { return words = nil }
                words?.append(word)
            }?.joined(separator: ",")
        case .object: nil
        }
    }

    // MARK: Repeats

    /// Writes every path with the places of its instances, and notes how many there have to be.
    ///
    /// A repeat without a place is its first instance, as it is told where there is only one. Where
    /// the file names the third, the first two are there too, though nothing is answered in them.
    private mutating func place(in definition: FormDefinition) {
        var placed: [String: JSON] = [:]
        for (text, value) in waiting.sorted(by: { $0.key < $1.key }) {
            guard var path = FormPath(text) else {
                placed[text] = value
                continue
            }
            var rows = definition.nodes
            for index in path.steps.indices {
                guard let row = rows.first(where: { $0.name == path.steps[index].name }) else {
                    break
                }
                rows = row.children
                guard row.kind == .repeat else { continue }
                let repeated = FormPath(
                    path.steps[..<index] + [FormPath.Step(row.name)]
                ).description
                let place = path.steps[index].position ?? 1
                path.steps[index].position = place
                instances[repeated] = max(instances[repeated] ?? 0, place)
            }
            placed[path.description] = value
        }
        waiting = placed
    }

    /// How many instances of a repeat the file names; none if that is more than a form can have.
    private func named(_ path: FormPath) -> Int {
        let count = instances[path.description] ?? 0
        return count <= FormLimits.repeatInstances ? count : 0
    }

    /// A form begins with one of each repeat; where the file answers nothing in it, there is none.
    private func removeUnmentioned(_ session: inout FormSession) {
        for case .anotherInstance(let path) in session.steps()
        where session.instanceCount(of: path) == 1 && named(path) == 0 {
            var first = path
            first.steps[first.steps.count - 1].position = 1
            _ = try? session.removeInstance(first)
        }
    }

    /// The stop after a repeat: further instances of it, up to the last in which the file answers
    /// something.
    private func next(
        _ path: FormPath,
        _ step: FormStep,
        _ session: inout FormSession
    ) -> FormStep {
        let count = session.instanceCount(of: path)
        var added = count
        while added < named(path), (try? session.addInstance(of: path)) != nil { added += 1 }
        guard added > count else { return session.step(after: step) }
        removeUnmentioned(&session)
        let (above, name) = (path.steps.dropLast(), path.steps.last?.name)
        return session.steps().first { step in
            guard case .question(let question) = step, question.steps.starts(with: above),
                let here = question.steps.dropFirst(above.count).first
            else { return false }
            return here.name == name && (here.position ?? 0) > count
        } ?? session.step(after: step)
    }

    // MARK: The rest

    private mutating func refuseRest(_ session: FormSession) {
        for name in waiting.keys.sorted() {
            let isKnown = FormPath(name).flatMap { session.row(at: $0) } != nil
            refuse(
                name,
                isKnown
                    ? Language.current(
                        "按其他答案，这一项不用填",
                        "it is not asked, by the other answers"
                    ) : Language.current("表单里没有这一项", "the form has no such question")
            )
        }
    }
}
