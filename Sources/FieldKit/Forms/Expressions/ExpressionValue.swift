import Foundation

/// What an expression gives while it is computed.
enum ExpressionValue: Sendable, Hashable {
    case number(Double)
    case text(String)
    case boolean(Bool)
    /// A moment in milliseconds since 1970; a date is its midnight.
    case moment(Int64)
    /// Questions and groups, by their place among the answers.
    case nodes([Int])
    /// Rows of a table, or one column of them.
    case rows(table: Int, rows: [Int], column: Int?)
    /// A value of each node, where the nodes themselves are of no interest.
    static let empty = ExpressionValue.text("")
}

/// The rules by which JavaRosa turns numbers into text and back.
enum FormNumber {
    /// Below this a number is zero, and two numbers are one.
    static let tolerance = 1.0e-12

    /// The number that a text says: digits, points and minus signs, nothing else; a comma counts as
    /// a point.
    static func read(_ text: String) -> Double {
        var plain = Array(text.unicodeScalars.map { $0 == "," ? "." : $0 })
        while let last = plain.last, last.value <= 0x20 { plain.removeLast() }
        let start = plain.firstIndex { $0.value > 0x20 } ?? plain.endIndex
        plain.removeFirst(start)
        let allowed = plain.allSatisfy { ("0"..."9").contains($0) || $0 == "." || $0 == "-" }
        guard allowed, plain.contains(where: { ("0"..."9").contains($0) }) else { return .nan }
        var word = ""
        for scalar in plain { word.unicodeScalars.append(scalar) }
        if word.hasSuffix(".") { word += "0" }
        if word.hasPrefix(".") { word = "0" + word }
        if word.hasPrefix("-.") { word = "-0" + word.dropFirst() }
        return Double(word) ?? .nan
    }

    /// The text of a number: whole numbers without a point.
    static func text(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        if abs(number) < tolerance { return "0" }
        if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
        let whole = Double(int32(number))
        if abs(number - whole) < tolerance { return String(int32(number)) }
        return decimal(number)
    }

    /// The text of a number with a point always, and with an exponent if it is large or small.
    static func decimal(_ number: Double) -> String {
        guard number.isFinite else { return text(number) }
        guard number != 0 else { return number.sign == .minus ? "-0.0" : "0.0" }
        let (digits, exponent) = parts(abs(number))
        let sign = number < 0 ? "-" : ""
        if abs(number) >= 1e-3 && abs(number) < 1e7 {
            return sign + plain(digits, exponent: exponent)
        }
        let rest = digits.dropFirst()
        return "\(sign)\(digits.prefix(1)).\(rest.isEmpty ? "0" : rest)E\(exponent)"
    }

    /// The significant digits of a positive number, and the power of ten of the first.
    static func parts(_ number: Double) -> (digits: String, exponent: Int) {
        let words = "\(number)".split(separator: "e")
        let mantissa = words[0].split(separator: ".", omittingEmptySubsequences: false)
        var exponent = (words.count > 1 ? Int(words[1]) ?? 0 : 0) + mantissa[0].count - 1
        var digits = mantissa.joined()
        while digits.hasPrefix("0"), digits.count > 1 {
            digits.removeFirst()
            exponent -= 1
        }
        while digits.hasSuffix("0"), digits.count > 1 { digits.removeLast() }
        return (digits, exponent)
    }

    private static func plain(_ digits: String, exponent: Int) -> String {
        if exponent < 0 {
            return "0." + String(repeating: "0", count: -exponent - 1) + digits
        }
        let whole = exponent + 1
        let padded = digits + String(repeating: "0", count: max(0, whole - digits.count))
        let fraction = padded.dropFirst(whole)
        return "\(padded.prefix(whole)).\(fraction.isEmpty ? "0" : fraction)"
    }

    /// The whole part, as far as 32 bits hold it.
    static func int32(_ number: Double) -> Int {
        if number.isNaN { return 0 }
        return Int(max(Double(Int32.min), min(Double(Int32.max), number.rounded(.towardZero))))
    }

    /// The whole part, as far as 64 bits hold it.
    static func int64(_ number: Double) -> Int64 {
        if number.isNaN { return 0 }
        if number >= 9.223372036854775e18 { return .max }
        if number <= -9.223372036854775e18 { return .min }
        return Int64(number.rounded(.towardZero))
    }

    /// The number to so many places behind the point, or before it: half goes up.
    static func rounded(_ number: Double, places: Int) -> Double {
        guard number.isFinite else { return number }
        guard abs(places) <= 30 else { return .nan }
        guard places < 0 else { return roundedFraction(number, places: places) }
        let scaled = shifted(number, by: places) + 0.5
        return shifted(Double(int64(scaled)), by: -places)
    }

    private static func shifted(_ number: Double, by power: Int) -> Double {
        guard number != 0 else { return 0 }
        let (digits, exponent) = parts(abs(number))
        let value = Double("\(digits)e\(exponent - digits.count + 1 + power)") ?? .nan
        return number < 0 ? -value : value
    }

    private static func roundedFraction(_ number: Double, places: Int) -> Double {
        guard number != 0 else { return 0 }
        let (digits, exponent) = parts(abs(number))
        let kept = exponent + 1 + places
        guard kept < digits.count else { return number }
        guard kept >= 0 else { return 0 }
        let rest = digits.dropFirst(kept)
        let isHalf = rest.first == "5" && rest.dropFirst().allSatisfy { $0 == "0" }
        let isUp = isHalf ? number > 0 : (rest.first ?? "0") >= "5"
        var figures = digits.prefix(kept).compactMap(\.wholeNumberValue)
        if isUp {
            var index = figures.count - 1
            while index >= 0, figures[index] == 9 {
                figures[index] = 0
                index -= 1
            }
            if index >= 0 { figures[index] += 1 } else { figures.insert(1, at: 0) }
        }
        let text = figures.isEmpty ? "0" : figures.map(String.init).joined()
        let value = Double("\(text)e\(-places)") ?? .nan
        return number < 0 ? -value : value
    }
}
