/// Whether a default is an expression.
enum XLSFormDefault {
    /// It is one if it has an operator, a function or a reference outside of quotation marks.
    ///
    /// The signs are read as pyxform reads them: `5-3` is two numbers, `5 - 3` an expression; where
    /// a date or a place may stand, a hyphen is one of theirs.
    static func isDynamic(_ text: String, _ type: QuestionType) -> Bool {
        let mayHaveHyphen = [.date, .dateTime, .geopoint, .geotrace, .geoshape].contains(type)
        var rest = text[...]
        while !rest.isEmpty {
            if let literal = literal(rest) {
                rest = rest[literal...]
            } else if let sign = operators.first(where: rest.hasPrefix) {
                return !(sign == "-" && mayHaveHyphen)
            } else if rest.hasPrefix("${"), let end = rest.firstIndex(of: "}"),
                FormReference(String(rest[...end])) != nil
            {
                return true
            } else if let end = name(rest) {
                if rest[end...].first == "(" { return true }
                rest = rest[end...]
            } else {
                rest = rest.dropFirst()
            }
        }
        return false
    }

    private static let operators = ["*", "+", "-", " mod ", " div ", "|"]

    /// Where a date, a time, a number or a text in quotation marks ends; nil if none begins.
    private static func literal(_ text: Substring) -> Substring.Index? {
        let time = #/\d{2}:\d{2}:\d{2}/#
        let day = #/-?\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2})?/#
        let number = #/-?(?:\d+\.\d*|\.\d+|\d+)/#
        let quoted = #/"[^"]*"|'[^']*'/#
        for pattern in [day, time, number, quoted] {
            if let match = text.prefixMatch(of: pattern) { return match.range.upperBound }
        }
        return nil
    }

    /// Where a name, with or without a prefix, ends; nil if none begins.
    private static func name(_ text: Substring) -> Substring.Index? {
        var end = plainName(text)
        if let first = end, text[first...].first == ":",
            let second = plainName(text[text.index(after: first)...])
        {
            end = second
        }
        return end
    }

    private static func plainName(_ text: Substring) -> Substring.Index? {
        let end = text.firstIndex { !XMLName.isName("a\($0)") } ?? text.endIndex
        return end > text.startIndex && XMLName.isName(text[..<end]) ? end : nil
    }
}
