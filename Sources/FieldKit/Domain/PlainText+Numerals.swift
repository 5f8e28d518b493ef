extension PlainText {
    /// A number in digits or in Chinese numerals up to ninety-nine, and what follows it.
    static func numeral(_ text: Substring) -> (Int, Substring)? {
        let arabic = text.prefix { $0.isASCII && $0.isNumber }
        if !arabic.isEmpty { return Int(arabic).map { ($0, text.dropFirst(arabic.count)) } }
        var total = 0
        var unit: Int?
        var length = 0
        for character in text {
            if character == "十" {
                total += (unit ?? 1) * 10
                unit = nil
            } else if let digit = digits[character], digit > 0, unit == nil {
                unit = digit
            } else {
                break
            }
            length += 1
        }
        return length == 0 ? nil : (total + (unit ?? 0), text.dropFirst(length))
    }

    /// Every number in Chinese numerals as digits: `九月三日` is `9月3日`, `二〇二六` is `2026`.
    static func figures(_ text: String) -> String {
        var plain = ""
        var run = ""
        for character in text + " " {
            if character == "十" || digits[character] != nil {
                run.append(character)
            } else {
                if !run.isEmpty { plain += figure(run) }
                run = ""
                plain.append(character)
            }
        }
        return String(plain.dropLast())
    }

    private static func figure(_ run: String) -> String {
        if run.contains("十"), let (value, rest) = numeral(run[...]), rest.isEmpty {
            return "\(value)"
        }
        return run.map { digits[$0].map(String.init) ?? String($0) }.joined()
    }

    /// What the characters of numbers are worth; ten stands apart.
    private static let digits: [Character: Int] = [
        "〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7,
        "八": 8, "九": 9,
    ]
}
