import FieldKit
import Foundation

/// How fast a large form is ready, and how fast an answer computes what depends on it.
struct FormBenchmark {
    let repetitions: Int

    /// How many questions the large form has.
    static let questions = 1_000
    /// How many expressions read the one answer.
    static let dependents = 500

    func run() throws -> [Figure] {
        [try start(), try answer(), try visit()]
    }

    /// Starting the built-in form of a visit: unpacked, compiled, and begun.
    private func visit() throws -> Figure {
        let times = try (0..<repetitions).map { _ in
            try seconds {
                var problems: [CompiledForm.Problem] = []
                let compiled = CompiledForm(try VisitForm.definition(), problems: &problems)
                _ = FormSession(
                    compiled,
                    surroundings: StillSurroundings(),
                    tables: EmptyTables()
                )
            }
        }
        let time = median(times) * 1_000
        return Figure(
            what: "unpack, compile and start the form of a visit",
            value: time,
            unit: .milliseconds,
            target: "< 30",
            isReached: time < 30
        )
    }

    /// Compiling a form and beginning to answer it: each question with a condition and a
    /// constraint on others.
    private func start() throws -> Figure {
        let form = Self.form(Self.questions) { number, node in
            guard number > 3 else { return }
            node.relevant = "${q\(number - 1)} != 'x' and ${q\(number / 2)} != 5"
            node.constraint = ". != 'bad' and string-length(.) < 100"
        }
        let times = (0..<repetitions).map { _ in
            seconds {
                var problems: [CompiledForm.Problem] = []
                let compiled = CompiledForm(form, problems: &problems)
                _ = FormSession(compiled, surroundings: StillSurroundings())
            }
        }
        let time = median(times) * 1_000
        return Figure(
            what: "compile and start a form of \(Self.questions) questions",
            value: time,
            unit: .milliseconds,
            target: "< 300",
            isReached: time < 300
        )
    }

    /// One answer that many expressions read; the bare floor calls as many closures that were made
    /// beforehand and do the same sum.
    private func answer() throws -> Figure {
        let form = Self.form(Self.dependents + 1) { number, node in
            guard number > 0 else { return }
            node.calculation = "if(${q0} > \(number), ${q0} * 2 + \(number), ${q0})"
        }
        var problems: [CompiledForm.Problem] = []
        let compiled = CompiledForm(form, problems: &problems)
        var session = FormSession(compiled, surroundings: StillSurroundings())
        let path = FormPath([.init("q0")])
        var times: [Double] = []
        for number in 0..<repetitions {
            times.append(try seconds { try session.answer(path, .integer(number * 40)) })
        }
        let time = median(times) * 1_000
        return Figure(
            what: "an answer that \(Self.dependents) expressions read",
            value: time,
            unit: .milliseconds,
            target: "< 20",
            isReached: time < 20,
            bare: median((0..<repetitions).map(Self.closures)) * 1_000
        )
    }

    private static func closures(_ answer: Int) -> Double {
        let closures: [(Double) -> Double] = (1...dependents).map { number in
            { value in value > Double(number) ? value * 2 + Double(number) : value }
        }
        var values = [Double](repeating: 0, count: dependents)
        let time = seconds {
            for (place, closure) in closures.enumerated() {
                values[place] = closure(Double(answer))
            }
        }
        return values.isEmpty ? 0 : time
    }

    private static func form(
        _ count: Int,
        _ change: (Int, inout FormNode) -> Void
    ) -> FormDefinition {
        let nodes = (0..<count).map { number in
            let type: QuestionType = number % 3 == 0 ? .integer : .text
            var node = FormNode(name: "q\(number)", kind: .question(type), row: number + 2)
            node.label = ["": "Question \(number)"]
            change(number, &node)
            return node
        }
        return FormDefinition(id: "large", version: "1", title: ["": "large"], nodes: nodes)
    }
}

/// Tables without rows, whatever they are called.
private struct EmptyTables: FormTables {
    func table(named name: String) -> (any FormRows)? { FormTable(columns: ["id"], rows: []) }
}

/// Surroundings in which nothing happens.
private struct StillSurroundings: FormSurroundings {
    let timeZone = TimeZone.gmt

    func milliseconds() -> Int64 { 1_790_000_000_000 }
    func random() -> Double { 0.5 }
    func uuid() -> String { "" }
    func property(_ name: String) -> String? { nil }
}
