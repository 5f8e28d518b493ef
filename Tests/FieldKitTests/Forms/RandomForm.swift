import FieldKit
import TestSupport

/// Draws a form whose rows depend on each other, and answers to it.
struct RandomForm {
    let random: SeededRandom
    private(set) var definition: FormDefinition
    /// The questions that people answer, by name.
    private(set) var answered: [String: QuestionType] = [:]
    private var named: [Named] = []
    private var number = 0
    /// The questions outside repeats that may trigger others.
    private var topQuestions: [String] = []
    /// The questions with all choices of the list, whose labels may be asked for.
    private var selects: [Named] = []
    /// Whether rows name those that stand behind them, not before.
    private let isBackward: Bool
    /// Whether rows look into a table.
    private let usesTable: Bool

    /// A row that later rows may name.
    private struct Named {
        let name: String
        let kind: ExpressionGrammar.Kind
        /// The repeats around it.
        let repeats: [String]
    }

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
        isBackward = random.percent(25)
        usesTable = random.percent(40)
        definition = FormDefinition(id: "random\(seed)", version: "1", title: ["": "random"])
        definition.lists = [
            "letters": ["a", "b", "c", "d", "e"].enumerated().map { index, letter in
                FormChoice(
                    name: letter,
                    label: ["": "Letter \(letter)"],
                    row: 0,
                    columns: ["f": "\(index % 2 + 1)", "g": letter == "c" ? "" : letter]
                )
            }
        ]
        // There is always one question to name.
        var base = FormNode(name: "base", kind: .question(.integer), row: 0)
        base.label = ["": "base"]
        answered["base"] = .integer
        definition.nodes = [base] + rows(6 + random.below(8), repeats: [], depth: 0)
    }

    private mutating func rows(_ count: Int, repeats: [String], depth: Int) -> [FormNode] {
        var rows = (0..<count).map { _ in row(repeats: repeats, depth: depth) }
        if isBackward { rows.reverse() }
        return rows
    }

    private mutating func row(repeats: [String], depth: Int) -> FormNode {
        switch random.below(100) {
        case 0..<14 where depth < 3: return group(repeats: repeats, depth: depth)
        case 14..<28 where depth < 3 && repeats.count < 2:
            return repeated(repeats: repeats, depth: depth)
        default: return question(repeats: repeats)
        }
    }

    private mutating func fresh(_ prefix: String) -> String {
        number += 1
        return "\(prefix)\(number)"
    }

    private mutating func group(repeats: [String], depth: Int) -> FormNode {
        var node = FormNode(name: fresh("g"), kind: .group, row: 0)
        node.label = ["": node.name]
        if random.percent(60) { node.relevant = draw(.truth, repeats) }
        node.children = rows(1 + random.below(4), repeats: repeats, depth: depth + 1)
        return node
    }

    private mutating func repeated(repeats: [String], depth: Int) -> FormNode {
        var node = FormNode(name: fresh("r"), kind: .repeat, row: 0)
        node.label = ["": node.name]
        if random.percent(40) { node.relevant = draw(.truth, repeats) }
        if random.percent(40) {
            let counts = named.filter { $0.kind == .number && repeats.starts(with: $0.repeats) }
            node.repeatCount =
                if let one = counts.randomElement(using: random), random.percent(50) {
                    "if(${\(one.name)} > 3, 3, ${\(one.name)})"
                } else {
                    "\(random.below(4))"
                }
        }
        node.children = rows(
            1 + random.below(4),
            repeats: repeats + [node.name],
            depth: depth + 1
        )
        named.append(Named(name: node.name, kind: .nodes, repeats: repeats + [node.name]))
        return node
    }

    private static let kinds: [(QuestionType, ExpressionGrammar.Kind)] = [
        (.integer, .number), (.integer, .number), (.decimal, .number), (.text, .text),
        (.text, .text), (.date, .moment), (.dateTime, .moment), (.selectOne, .text),
        (.selectMultiple, .choices), (.acknowledge, .text), (.calculate, .number),
        (.calculate, .text), (.calculate, .truth), (.calculate, .number), (.geopoint, .place),
        (.note, .text),
    ]

    private mutating func question(repeats: [String]) -> FormNode {
        let (type, kind) = random.pick(Self.kinds)
        var node = FormNode(name: fresh("q"), kind: .question(type), row: 0)
        if type != .calculate { node.label = ["": node.name] }
        if type == .selectOne || type == .selectMultiple {
            node.choices = .list("letters")
            if random.percent(50) {
                node.choiceFilter = filter(repeats)
            } else if type == .selectOne {
                selects.append(Named(name: node.name, kind: .text, repeats: repeats))
            }
        }
        if type == .calculate, repeats.isEmpty, random.percent(25),
            let trigger = topQuestions.randomElement(using: random)
        {
            node.triggers = [trigger]
            node.calculation = draw(kind, repeats)
        } else if type == .calculate || type == .integer && random.percent(15) {
            node.calculation = draw(kind, repeats)
        } else {
            answered[node.name] = type
            defaults(&node, kind, repeats)
        }
        if repeats.isEmpty, answered[node.name] != nil, type != .note {
            topQuestions.append(node.name)
        }
        if random.percent(40) { node.relevant = draw(.truth, repeats) }
        if random.percent(20) { node.required = draw(.truth, repeats) }
        if random.percent(10), type != .note { node.readOnly = draw(.truth, repeats) }
        if type != .calculate, type != .note, random.percent(30) {
            node.constraint = constraint(kind, repeats)
        }
        named.append(Named(name: node.name, kind: kind, repeats: repeats))
        return node
    }

    private func defaults(
        _ node: inout FormNode,
        _ kind: ExpressionGrammar.Kind,
        _ repeats: [String]
    ) {
        guard random.percent(20) else { return }
        if kind == .number, random.percent(50) {
            node.defaultValue = "\(random.below(5))"
        } else if kind == .text, node.kind == .question(.text), repeats.count < 2 {
            // Nothing computed is read: whether it is there already is chance in JavaRosa.
            node.defaultValue = "concat('v', \(random.pick(["'1'", "${base}", "7 * 6"])))"
            node.isDefaultDynamic = true
        }
    }

    private func filter(_ repeats: [String]) -> String {
        // The place of an instance is not to be had in a filter: what is tried there is a choice.
        random.pick([
            "f = \(draw(.number, repeats, places: false))",
            "g = \(draw(.text, repeats, places: false)) or f = '1'",
            "name != 'a' and (\(draw(.truth, repeats, places: false)))", "position() > 2 or f = 2",
        ])
    }

    private func constraint(_ kind: ExpressionGrammar.Kind, _ repeats: [String]) -> String {
        switch kind {
        case .number: ". \(random.pick(["<", ">=", "!="])) \(draw(.number, repeats))"
        case .choices: "count-selected(.) < 3 and not(selected(., 'b') and selected(., 'c'))"
        case .moment: ". > date('2024-01-01') or \(draw(.truth, repeats))"
        default: "string-length(.) < 4 or \(draw(.truth, repeats))"
        }
    }

    static let tables = [
        "people": FormTable(
            columns: ["name", "label", "age", "town"],
            rows: [
                ["a", "Anna", "12", "x"], ["b", "Bo", "7", "a b"], ["c", "陈", "", "12"],
                ["12", "twelve", "30", "x"], ["a", "second", "99", ""],
            ]
        )
    ]

    /// What is taken from a table beside the form.
    private func addTable(to names: inout [ExpressionGrammar.Kind: [String]], _ repeats: [String]) {
        let texts = (names[.text] ?? []).filter { $0.hasPrefix("${") }
        let numbers = (names[.number] ?? []).filter { $0.hasPrefix("${") }
        let text = texts.isEmpty ? "'a'" : random.pick(texts)
        let number = numbers.isEmpty ? "8" : random.pick(numbers)
        let items = "instance('people')/root/item"
        let column = random.pick(["label", "age", "town"])
        names[.text, default: []] += [
            "pulldata('people', '\(column)', 'name', \(text))",
            "\(items)[name = \(text) and label != 'second']/\(column)",
            "join(',', \(items)[age > \(number)]/label)",
        ]
        names[.number, default: []] += [
            "count(\(items)[age > \(number)])", "sum(\(items)[town = \(text)]/age)",
        ]
        names[.number, default: []].append("min(\(items)[position() < 3]/age)")
    }

    /// An expression over the rows that are there already.
    private func draw(
        _ kind: ExpressionGrammar.Kind,
        _ repeats: [String],
        places: Bool = true
    ) -> String {
        var names: [ExpressionGrammar.Kind: [String]] = [:]
        for one in named {
            let reference = "${\(one.name)}"
            if one.kind != .nodes, repeats.starts(with: one.repeats) {
                names[one.kind, default: []].append(reference)
            } else {
                names[.nodes, default: []].append(reference)
                names[.number, default: []].append("count(\(reference))")
                if one.kind == .number {
                    names[.number, default: []].append("sum(\(reference))")
                    names[.nodes, default: []].append("\(reference)[. > 2]")
                }
                if one.kind != .nodes, let holder = one.repeats.last, one.repeats.count == 1 {
                    names[.text, default: []].append(
                        "indexed-repeat(\(reference), ${\(holder)}, \(1 + random.below(3)))"
                    )
                }
            }
        }
        for one in selects where repeats.starts(with: one.repeats) {
            // Not before it is known as a row: a row may not read itself.
            guard named.contains(where: { $0.name == one.name }) else { continue }
            names[.text, default: []].append("jr:choice-name(${\(one.name)}, '${\(one.name)}')")
        }
        if usesTable { addTable(to: &names, repeats) }
        if places, !repeats.isEmpty { names[.number, default: []].append("position(..)") }
        names[.place] = nil
        var grammar = ExpressionGrammar(random: random, names: names)
        grammar.mixes = false
        grammar.fails = false
        if names[.nodes] == nil { grammar.names[.nodes] = ["${base}"] }
        // Half of them plain, so that answers show in what follows from them.
        if random.percent(50), let plain = plain(kind, names) { return plain }
        // Several blanks in a cell are one to pyxform.
        return grammar.draw(kind, 3).replacing("  ", with: " ")
    }

    /// A short expression that any change of what it names is likely to change; nil if there is
    /// nothing to name.
    private func plain(
        _ kind: ExpressionGrammar.Kind,
        _ names: [ExpressionGrammar.Kind: [String]]
    ) -> String? {
        func one(_ kind: ExpressionGrammar.Kind) -> String? {
            names[kind].flatMap { $0.randomElement(using: random) }
        }
        switch kind {
        case .number:
            guard let first = one(.number) else { return nil }
            return one(.number).map { "coalesce(\(first), 1) + coalesce(\($0), 2)" }
        case .text:
            guard let first = one(.text) else { return nil }
            return "concat(\(first), '-', \(one(.number) ?? "0"))"
        case .truth:
            let some = [
                one(.number).map { "\($0) > \(random.below(5))" },
                one(.text).map { "string-length(\($0)) > \(random.below(3))" },
                one(.choices).map { "selected(\($0), 'b')" },
                one(.truth).map { "not(\($0))" },
                one(.moment).map { "\($0) > date('2025-01-01')" },
                one(.number).map { "not(\($0) = 3)" },
            ]
            return some.compactMap(\.self).randomElement(using: random)
        default: return nil
        }
    }

    /// An answer to a question of a type, as text.
    static func answer(_ type: QuestionType, _ random: SeededRandom) -> String {
        switch type {
        case .integer: "\(random.below(8) - 1)"
        case .decimal: random.pick(["0.5", "2.25", "-3.0", "7.0", "100.125"])
        case .date: random.pick(["2024-02-29", "2025-12-31", "2020-06-15"])
        case .dateTime: random.pick(["2024-02-29T23:59:59.000+08:00", "2025-01-01T00:00:00.000Z"])
        case .selectOne: random.pick(["a", "b", "c", "d"])
        case .selectMultiple: random.pick(["a", "a b", "b c d", "e"])
        case .acknowledge: "OK"
        case .geopoint: random.pick(["34.2 107.7 0 0", "1 2 3 4"])
        default: random.pick(["x", "a b", "12", "3.5", "王", "abc"])
        }
    }
}

extension Array {
    fileprivate func randomElement(using random: SeededRandom) -> Element? {
        isEmpty ? nil : random.pick(self)
    }
}
