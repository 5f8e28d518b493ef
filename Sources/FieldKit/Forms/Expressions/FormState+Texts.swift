import Foundation

extension FormState {
    /// The functions of texts; nil for any other.
    func textual(
        _ function: FormFunction,
        _ values: [ExpressionValue],
        _ place: EvaluationPlace
    ) throws(FormEvaluationError) -> ExpressionValue? {
        switch function {
        case .string: return .text(try text(values[0]))
        case .concat: return .text(try joined(values[...], by: ""))
        case .join: return .text(try joined(values.dropFirst(), by: try text(values[0])))
        case .substr: return .text(try part(values))
        case .substringBefore, .substringAfter:
            return .text(
                Self.cut(try text(values[0]), try text(values[1]), function == .substringBefore)
            )
        case .translate:
            return .text(
                Self.translated(try text(values[0]), try text(values[1]), try text(values[2]))
            )
        case .contains, .startsWith, .endsWith:
            return .boolean(Self.holds(function, try text(values[0]), try text(values[1])))
        case .stringLength:
            let text = try text(values.isEmpty ? own(place) : values[0])
            return .number(Double(text.unicodeScalars.count))
        case .normalizeSpace:
            return .text(Self.normalized(try text(values.isEmpty ? own(place) : values[0])))
        case .regex:
            let text = try text(values[0])
            return .boolean(try FormPattern(try self.text(values[1])).matches(text))
        case .digest: return .text(try digest(values))
        case .base64Decode:
            let bytes = Data(base64Encoded: try text(values[0]))
            return .text(bytes.map { String(decoding: $0, as: UTF8.self) } ?? "")
        default: return nil
        }
    }

    /// The texts with one between each two; of nodes that stand alone all values.
    private func joined(
        _ values: ArraySlice<ExpressionValue>,
        by separator: String
    ) throws(FormEvaluationError) -> String {
        var all = Array(values)
        if all.count == 1, let list = list(all[0]) { all = list }
        var texts: [String] = []
        for value in all { texts.append(try text(value)) }
        return texts.joined(separator: separator)
    }

    /// The part from a place up to another, both counted from 0, from the end if negative.
    private func part(_ values: [ExpressionValue]) throws(FormEvaluationError) -> String {
        let scalars = Array(try text(values[0]).unicodeScalars)
        func place(_ number: Double) -> Int {
            let place = FormNumber.int32(number)
            return min(max(0, place < 0 ? scalars.count + place : place), scalars.count)
        }
        let start = place(try number(values[1]))
        let end = values.count > 2 ? place(try number(values[2])) : scalars.count
        guard start <= end else { return "" }
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars[start..<end])
        return text
    }

    private static func cut(_ text: String, _ mark: String, _ isBefore: Bool) -> String {
        if mark.isEmpty { return isBefore ? "" : text }
        // Literally, scalar by scalar: forms of a letter are not one.
        guard let range = text.range(of: mark, options: .literal) else { return "" }
        return String(isBefore ? text[..<range.lowerBound] : text[range.upperBound...])
    }

    private static func holds(_ function: FormFunction, _ text: String, _ part: String) -> Bool {
        if part.isEmpty { return true }
        return switch function {
        case .startsWith: text.utf8.starts(with: part.utf8)
        case .endsWith: text.utf8.reversed().starts(with: part.utf8.reversed())
        default: text.range(of: part, options: .literal) != nil
        }
    }

    private static func translated(_ text: String, _ from: String, _ to: String) -> String {
        let targets = Array(to.unicodeScalars)
        let sources = Array(from.unicodeScalars)
        var result = ""
        for scalar in text.unicodeScalars {
            guard let place = sources.firstIndex(of: scalar) else {
                result.unicodeScalars.append(scalar)
                continue
            }
            if place < targets.count { result.unicodeScalars.append(targets[place]) }
        }
        return result
    }

    private static func normalized(_ text: String) -> String {
        var words: [String] = []
        var word = ""
        for scalar in text.unicodeScalars {
            if scalar.value == 0x20 || (0x09...0x0D).contains(scalar.value) {
                if !word.isEmpty { words.append(word) }
                word = ""
            } else {
                word.unicodeScalars.append(scalar)
            }
        }
        if !word.isEmpty { words.append(word) }
        return words.joined(separator: " ")
    }

    private func digest(_ values: [ExpressionValue]) throws(FormEvaluationError) -> String {
        let encoding = values.count > 2 ? try text(values[2]) : "base64"
        let name = try text(values[1])
        let bytes = Data(try text(values[0]).utf8)
        guard let digest = FormDigest(name)?.bytes(of: bytes) else {
            throw FormEvaluationError(.typeMismatch, name)
        }
        switch encoding.lowercased() {
        case "base64": return digest.base64EncodedString()
        case "hex": return digest.map { String(format: "%02x", $0) }.joined()
        default: throw FormEvaluationError(.typeMismatch, encoding)
        }
    }
}
