import FieldKit
import Foundation

/// More of the same: another child, another visitor.
extension FillInterview {
    /// Shows what is there of a repeat, and asks whether there is one more.
    mutating func offer(_ path: FormPath) throws -> Outcome {
        let count = session.instanceCount(of: path)
        let title = title(of: path)
        for position in 1..<(count + 1) {
            try write("\(position) \(summary(of: Self.instance(position, of: path)))", indent: 2)
        }
        let question = Language.current(
            "再加一个“\(title)”吗？回车不加；y 加；数字修改；删 1 删去〔否〕：",
            "One more \"\(title)\"? Enter: no; y: yes; a number: change it; del 1 [no]: "
        )
        guard let typed = prompter.ask(Problem.harmless(question)) else {
            try save(step)
            return .end(prompter.isAttended ? .left : .inputEnded)
        }
        switch TypedWord(typed) {
        case .leave:
            try save(step)
            return .end(.left)
        case .back: return .back
        case .help, .ditto, .clear, .pass: return .again
        case nil:
            hasAnswers = true
            return try take(PlainText.halfWidth(typed), path, count)
        }
    }

    private mutating func take(_ typed: String, _ path: FormPath, _ count: Int) throws -> Outcome {
        let word = typed.trimmingCharacters(in: .whitespaces).lowercased()
        if word.isEmpty || YesOrNo(word) == .no {
            let next = session.step(after: step)
            try save(next)
            return .on
        }
        if YesOrNo(word) == .yes || word == "+" {
            do throws(FormEvaluationError) {
                try session.addInstance(of: path)
            } catch {
                try prompter.say("不能再加了。", "There can be no more of them.")
                return .again
            }
            return try enter(Self.instance(count + 1, of: path))
        }
        if let number = Int(word), (1...max(1, count)).contains(number), count > 0 {
            instanceInHand = Self.instance(number, of: path)
            return try enter(Self.instance(number, of: path))
        }
        if let match = word.wholeMatch(of: /(?:删|删除|del|delete)\s*(\d+)/),
            let number = Int(match.1), number >= 1, number <= count
        {
            return try remove(Self.instance(number, of: path))
        }
        try prompter.say("请填 y、回车、数字或“删 数字”。", "Type y, Enter, a number, or del and a number.")
        return .again
    }

    /// Goes to the first question of an instance.
    private mutating func enter(_ instance: FormPath) throws -> Outcome {
        let first = session.steps().first { step in
            guard case .question(let path) = step else { return false }
            return path.steps.starts(with: instance.steps)
        }
        try save(first ?? step)
        return first.map { .jump($0) } ?? .again
    }

    private mutating func remove(_ instance: FormPath) throws -> Outcome {
        let summary = summary(of: instance)
        let question = Language.current("删去“\(summary)”吗？〔否〕：", "Remove \"\(summary)\"? [no]: ")
        guard let typed = prompter.ask(Problem.harmless(question)), YesOrNo(typed) == .yes else {
            return .again
        }
        try session.removeInstance(instance)
        try save(step)
        return .again
    }

    private func title(of path: FormPath) -> String {
        let row = Self.row(path.steps.map(\.name), in: session.form.definition.nodes)
        let label = row.map { session.shown($0.label, at: FormPath([])) } ?? ""
        return label.isEmpty ? path.steps.last?.name ?? "" : label
    }

    private static func row(_ names: [String], in nodes: [FormNode]) -> FormNode? {
        guard let found = nodes.first(where: { $0.name == names.first }) else { return nil }
        return names.count == 1 ? found : row(Array(names.dropFirst()), in: found.children)
    }

    private static func instance(_ position: Int, of path: FormPath) -> FormPath {
        var path = path
        path.steps[path.steps.count - 1].position = position
        return path
    }

    /// The first answer in an instance, by which people know it.
    private func summary(of instance: FormPath) -> String {
        for case .question(let path) in session.steps()
        where path.steps.starts(with: instance.steps) {
            if let value = session.nodeState(at: path)?.value {
                return words.answer(value, at: path, of: session)
            }
        }
        return Language.current("（未填）", "(empty)")
    }
}
