import Crypto
import Foundation

extension FormState {
    /// The functions of choices and of several nodes; nil for any other.
    func counted(
        _ function: FormFunction,
        _ values: [ExpressionValue],
        _ place: EvaluationPlace
    ) throws(FormEvaluationError) -> ExpressionValue? {
        switch function {
        case .selected, .isSelected:
            let choices = " " + (try text(values[0])) + " "
            let wanted = try text(values[1]).trimmingCharacters(in: .whitespaces)
            return .boolean(choices.range(of: " \(wanted) ", options: .literal) != nil)
        case .countSelected:
            return .number(Double(try text(values[0]).split(separator: " ").count))
        case .selectedAt:
            let choices = try text(values[0]).split(separator: " ")
            let index = FormNumber.int32(try number(values[1]))
            return .text(choices.indices.contains(index) ? String(choices[index]) : "")
        case .position: return .number(Double(try position(values.first, place)))
        case .count: return .number(Double(try several(values[0]).count))
        case .countNonEmpty: return .number(Double(try nonEmpty(values[0])))
        case .sum:
            return .number(try numbers(try several(values[0])).reduce(0, +))
        case .max:
            return .number(try numbers(list(values[0], alone: values)).max() ?? .nan)
        case .min:
            return .number(try numbers(list(values[0], alone: values)).min() ?? .nan)
        case .checklist, .weightedChecklist:
            return .boolean(try check(function, values))
        case .randomize: return try shuffled(values)
        default: return nil
        }
    }

    /// The values of nodes that stand alone, else the arguments.
    private func list(_ first: ExpressionValue, alone all: [ExpressionValue]) -> [ExpressionValue] {
        all.count == 1 ? list(first) ?? all : all
    }

    private func several(_ value: ExpressionValue) throws(FormEvaluationError) -> [ExpressionValue]
    {
        guard let list = list(value) else { throw FormEvaluationError(.typeMismatch, "nodeset") }
        return list
    }

    /// The numbers among values.
    private func numbers(_ values: [ExpressionValue]) throws(FormEvaluationError) -> [Double] {
        var numbers: [Double] = []
        for value in values {
            let number = try number(value)
            if !number.isNaN { numbers.append(number) }
        }
        return numbers
    }

    private func nonEmpty(_ value: ExpressionValue) throws(FormEvaluationError) -> Int {
        if case .nodes(let nodes) = value {
            return nodes.count { !tree.nodes[$0].slots.isEmpty || tree.nodes[$0].value != nil }
        }
        if case .rows(_, let rows, nil) = value { return rows.count }
        return try several(value).count { $0 != .empty }
    }

    private func position(
        _ value: ExpressionValue?,
        _ place: EvaluationPlace
    ) throws(FormEvaluationError) -> Int {
        switch value {
        case .nodes(let nodes)?: nodes.first.map { tree.nodes[$0].position + 1 } ?? 0
        case .rows(_, let rows, _)?: rows.first.map { $0 + 1 } ?? 0
        case nil: place.position ?? tree.nodes[place.node].position + 1
        default: throw FormEvaluationError(.typeMismatch, "position")
        }
    }

    /// Whether enough of the flags are true and not too many, each by its weight.
    private func check(
        _ function: FormFunction,
        _ values: [ExpressionValue]
    ) throws(FormEvaluationError) -> Bool {
        let least = try number(values[0])
        let most = try number(values[1])
        var flags = Array(values.dropFirst(2))
        guard function == .weightedChecklist else {
            if flags.count == 1, let list = list(flags[0]) { flags = list }
            var count = 0
            for flag in flags where try truth(flag) { count += 1 }
            let (least, most) = (FormNumber.int32(least), FormNumber.int32(most))
            return (least < 0 || count >= least) && (most < 0 || count <= most)
        }
        var weights = stride(from: 1, to: flags.count, by: 2).map { flags[$0] }
        var chosen = stride(from: 0, to: flags.count, by: 2).map { flags[$0] }
        if flags.count == 2, let some = list(flags[0]), let others = list(flags[1]) {
            guard some.count == others.count else {
                throw FormEvaluationError(.typeMismatch, function.rawValue)
            }
            (chosen, weights) = (some, others)
        }
        var sum = 0.0
        for (flag, weight) in zip(chosen, weights) {
            let weight = try number(weight)
            if try truth(flag) { sum += weight }
        }
        return sum >= least && sum <= most
    }

    // MARK: - Order by chance

    private func shuffled(
        _ values: [ExpressionValue]
    ) throws(FormEvaluationError) -> ExpressionValue {
        let seed = values.count > 1 ? try self.seed(values[1]) : nil
        switch values[0] {
        case .nodes(let nodes): return .nodes(shuffled(nodes, seed))
        case .rows(let table, let rows, let column):
            return .rows(table: table, rows: shuffled(rows, seed), column: column)
        default: throw FormEvaluationError(.typeMismatch, "randomize")
        }
    }

    /// The seed that a value says: its number, or where it is none a number made of its text.
    func seed(_ value: ExpressionValue) throws(FormEvaluationError) -> Int64 {
        let number = try number(value)
        guard number.isNaN else { return FormNumber.int64(number) }
        let text = try text(value)
        guard !text.isEmpty else { return 0 }
        let bits = SHA256.hash(data: Data(text.utf8)).prefix(8).reduce(UInt64(0)) { bits, byte in
            bits << 8 | UInt64(byte)
        }
        return Int64(bitPattern: bits)
    }

    /// The elements in an order drawn by a seed, so that every engine draws the same.
    func shuffled<Element>(_ elements: [Element], _ seed: Int64?) -> [Element] {
        var generator = ParkMiller(
            seed: seed ?? Int64(surroundings.random() * Double(ParkMiller.modulus))
        )
        var result: [Element] = []
        for element in elements {
            let place = Int(generator.next() * Double(result.count + 1))
            result.append(element)
            if place < result.count - 1 { result.swapAt(place, result.count - 1) }
        }
        return result
    }
}

/// The generator that ODK shuffles with, after Park and Miller.
struct ParkMiller {
    static let modulus: Int64 = 2_147_483_647
    private static let multiplier: Int64 = 16_807
    private var state: Int64

    init(seed: Int64) {
        // Through a floating-point number, as the others do, which rounds a large seed.
        state = Int64(Double(seed).truncatingRemainder(dividingBy: Double(Self.modulus)))
        if state <= 0 { state += Self.modulus - 1 }
    }

    /// A number from 0 up to 1, without 1.
    mutating func next() -> Double {
        state = state * Self.multiplier % Self.modulus
        return Double(state - 1) / Double(Self.modulus - 1)
    }
}
