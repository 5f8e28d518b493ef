import Foundation
import TestSupport
import Testing

@testable import FieldKit

/// Forms drawn at random, filled in with JavaRosa and with us.
@Suite struct `Forms compared with JavaRosa` {
    static let formsOfSeed: UInt64 = 20
    static let steps = 30

    @Test(arguments: Seeds.first(4))
    func `hold the same after every answer`(seed: UInt64) throws {
        let engine = try ReferenceEngine()
        var answers = 0
        for number in 0..<Self.formsOfSeed {
            let drawn = RandomForm(seed: seed * 1000 + number)
            var run = try ConformanceRun(engine, drawn)
            do {
                answers += try run.play(steps: Self.steps)
            } catch let problem as ConformanceRun.Difference {
                Issue.record("form \(seed * 1000 + number): \(problem)")
            }
        }
        print("forms of seed \(seed): \(Self.formsOfSeed), answer sets: \(answers)")
    }
}

/// One form, filled in on both sides.
struct ConformanceRun {
    struct Difference: Error, CustomStringConvertible {
        let description: String
    }

    let engine: ReferenceEngine
    let form: RandomForm
    private var session: FormSession
    private var story: [String] = []

    init(_ engine: ReferenceEngine, _ form: RandomForm) throws {
        self.engine = engine
        self.form = form
        var problems: [CompiledForm.Problem] = []
        let compiled = CompiledForm(form.definition, problems: &problems)
        guard problems.isEmpty else { throw Difference(description: "\(problems)") }
        session = FormSession(
            compiled,
            surroundings: FixedSurroundings(),
            tables: FixedTables(tables: RandomForm.tables)
        )
    }

    /// Answers so many times; gives how many states were compared.
    mutating func play(steps: Int) throws -> Int {
        try compare(engine.load(form.definition, tables: RandomForm.tables))
        for step in 0..<steps {
            try turn()
            session.state.dropResting()
            if step % 5 == 4 { try compareChoices() }
        }
        return steps + 1
    }

    private mutating func turn() throws {
        let repeats = instances().filter(\.isRepeat)
        let free = Set(repeats.map { FormPath($0.path.steps.dropLast() + [.init($0.name)]) })
            .sorted { $0.description < $1.description }
        if let path = free.isEmpty ? nil : form.random.pick(free), form.random.percent(20) {
            let count = session.instanceCount(of: path)
            guard count < 4, (try? session.addInstance(of: path)) != nil else { return }
            var steps = path.steps
            steps[steps.count - 1].position = count + 1
            try send("add", FormPath(steps))
        } else if let one = repeats.isEmpty ? nil : form.random.pick(repeats),
            form.random.percent(20), session.instanceCount(of: one.unplaced) > 1
        {
            guard (try? session.removeInstance(one.path)) != nil else { return }
            try send("remove", one.path)
        } else {
            try answer()
        }
    }

    private mutating func answer() throws {
        let open = instances().filter { form.answered[$0.name] != nil }
        guard !open.isEmpty else { return }
        let one = form.random.pick(open)
        guard let type = form.answered[one.name], let row = session.row(at: one.path) else {
            return
        }
        guard !form.random.percent(10) else {
            try session.answer(one.path, nil)
            return try send("set", one.path, "")
        }
        let text = RandomForm.answer(type, form.random)
        let value = AnswerValue(text, for: row, FixedSurroundings())
        let reply = try engine.ask(["op": "check", "path": one.path.description, "value": text])
        let fault = session.fault(of: value, at: one.path)?.kind
        let isRelevant = session.nodeState(at: one.path)?.isRelevant == true
        if isRelevant, let holds = reply["holds"] as? Bool, holds == (fault == .constraint) {
            throw difference("constraint of \(one.path) with \(text): theirs \(holds)")
        }
        try session.answer(one.path, value)
        try send("set", one.path, text)
    }

    private mutating func send(_ operation: String, _ path: FormPath, _ value: String = "") throws {
        story.append("\(operation) \(path) \(value)")
        let command = ["op": operation, "path": path.description, "value": value]
        try compare(engine.ask(command))
    }

    // MARK: - Comparing

    private struct Instance {
        let path: FormPath
        let name: String
        let isRepeat: Bool
        let columns: [String]

        var unplaced: FormPath { FormPath(path.steps.dropLast() + [.init(name)]) }
    }

    /// All nodes with what is compared of them.
    private func instances() -> [Instance] {
        session.state.tree.nodes.isEmpty ? [] : below(0)
    }

    private func below(_ node: Int) -> [Instance] {
        let state = session.state
        return state.tree.nodes[node].slots.joined().flatMap { child -> [Instance] in
            let answer = state.tree.nodes[child]
            let row = state.form.nodes[answer.row]
            let one = Instance(
                path: state.path(of: child),
                name: row.name,
                isRepeat: row.isRepeat,
                columns: [
                    answer.value?.text(in: FixedSurroundings().timeZone) ?? "",
                    "\(state.isRelevant(child))", "\(answer.isRequired)",
                    "\(!state.isReadOnly(child))",
                ]
            )
            return [one] + below(child)
        }
    }

    private func compare(_ reply: [String: Any]) throws {
        guard let nodes = reply["nodes"] as? [[Any]] else {
            throw difference("theirs: \(reply["error"] ?? "")")
        }
        var theirs: [String: [Any]] = [:]
        for node in nodes {
            let path = node[0] as? String ?? ""
            if !path.hasPrefix("meta") { theirs[path] = Array(node[1...]) }
        }
        for mine in instances() {
            guard let other = theirs.removeValue(forKey: mine.path.description) else {
                // A count that is one question has no row of its own there.
                if mine.name.hasSuffix("_count") { continue }
                throw difference("\(mine.path): ours only")
            }
            let columns = other.map { ($0 as? Bool).map { "\($0)" } ?? "\($0)" }
            guard zip(mine.columns, columns).allSatisfy(ComparedValue.areEqual) else {
                throw difference("\(mine.path): ours \(mine.columns), theirs \(columns)")
            }
        }
        guard theirs.isEmpty else { throw difference("theirs only: \(theirs.keys.sorted())") }
    }

    private func compareChoices() throws {
        for one in instances() where session.row(at: one.path)?.choices != nil {
            let command = ["op": "choices", "path": one.path.description]
            guard let theirs = try engine.ask(command)["choices"] as? [String] else { continue }
            let ours = try session.choices(at: one.path).map(\.name)
            guard ours == theirs else {
                throw difference("choices of \(one.path): ours \(ours), theirs \(theirs)")
            }
        }
    }

    private func difference(_ words: String) -> Difference {
        var lines: [String] = []
        func write(_ nodes: [FormNode], _ indent: String) {
            for node in nodes {
                let columns = [
                    node.relevant.map { "relevant: \($0)" },
                    node.calculation.map { "calculation: \($0)" },
                    node.required.map { "required: \($0)" },
                    node.readOnly.map { "readonly: \($0)" },
                    node.constraint.map { "constraint: \($0)" },
                    node.repeatCount.map { "count: \($0)" },
                    node.defaultValue.map { "default: \($0)" },
                    node.choiceFilter.map { "filter: \($0)" },
                ]
                lines.append(
                    "\(indent)\(node.name) \(node.kind) "
                        + columns.compactMap(\.self).joined(separator: ", ")
                )
                write(node.children, indent + "  ")
            }
        }
        write(form.definition.nodes, "  ")
        return Difference(
            description: "\(words)\nstory: \(story)\n\(lines.joined(separator: "\n"))"
        )
    }
}
