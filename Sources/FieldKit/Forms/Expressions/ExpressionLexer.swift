import Foundation

/// Cuts the text of an expression into words.
struct ExpressionLexer {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    private(set) var tokens: [(token: ExpressionToken, offset: Int)] = []

    /// The words of a text.
    static func tokens(
        of text: String
    ) throws(FormExpressionError) -> [(token: ExpressionToken, offset: Int)] {
        var lexer = ExpressionLexer(scalars: Array(text.unicodeScalars))
        guard lexer.scalars.count <= FormLimits.expressionLength else {
            throw FormExpressionError(.tooLarge, at: FormLimits.expressionLength)
        }
        while let scalar = lexer.scalar(0) {
            if " \n\t\u{0C}\r".unicodeScalars.contains(scalar) {
                lexer.position += 1
            } else {
                let offset = lexer.position
                lexer.tokens.append((try lexer.next(scalar), offset))
            }
        }
        return lexer.tokens
    }

    private init(scalars: [Unicode.Scalar]) {
        self.scalars = scalars
    }

    private func scalar(_ ahead: Int) -> Unicode.Scalar? {
        position + ahead < scalars.count ? scalars[position + ahead] : nil
    }

    private static let pairs: [(String, ExpressionToken)] = [
        ("!=", .operation(.notEqual)), ("<=", .operation(.lessOrEqual)),
        (">=", .operation(.greaterOrEqual)), ("//", .doubleSlash), ("::", .doubleColon),
        ("..", .doubleDot),
    ]
    private static let singles: [Unicode.Scalar: ExpressionToken] = [
        "=": .operation(.equal), "<": .operation(.less), ">": .operation(.greater),
        "+": .operation(.plus), "|": .bar, "/": .slash, "[": .leftBracket, "]": .rightBracket,
        "(": .leftParenthesis, ")": .rightParenthesis, "@": .at, ",": .comma, ".": .dot,
    ]
    private static let words: [(String, BinaryOperator)] = [
        ("and", .and), ("or", .or), ("div", .divided), ("mod", .modulo),
    ]

    private mutating func next(
        _ scalar: Unicode.Scalar
    ) throws(FormExpressionError) -> ExpressionToken {
        let afterOperand = tokens.last?.token.endsOperand ?? false
        for (pair, token) in Self.pairs where matches(pair) {
            position += 2
            return token
        }
        if Self.isDigit(scalar) || scalar == "." && self.scalar(1).map(Self.isDigit) == true {
            return number()
        }
        if let token = Self.singles[scalar] {
            position += 1
            return token
        }
        switch scalar {
        case "-", "*":
            position += 1
            if scalar == "-" { return afterOperand ? .operation(.minus) : .minus }
            return afterOperand ? .operation(.times) : .name("*")
        case "'", "\"": return try quoted(scalar)
        case "$": return try reference()
        default: break
        }
        if afterOperand, let (word, operation) = Self.words.first(where: { matches($0.0) }) {
            position += word.unicodeScalars.count
            return .operation(operation)
        }
        guard !afterOperand, Self.beginsName(scalar) else {
            throw FormExpressionError(.syntax, at: position, ["found": String(scalar)])
        }
        return name()
    }

    private func matches(_ word: String) -> Bool {
        word.unicodeScalars.enumerated().allSatisfy { scalar($0.offset) == $0.element }
    }

    private mutating func number() -> ExpressionToken {
        let start = position
        var hasPoint = false
        while let scalar = scalar(0), Self.isDigit(scalar) || scalar == "." && !hasPoint {
            hasPoint = hasPoint || scalar == "."
            position += 1
        }
        return .number(Double(Self.text(scalars[start..<position], padded: true)) ?? .nan)
    }

    private mutating func quoted(
        _ quote: Unicode.Scalar
    ) throws(FormExpressionError) -> ExpressionToken {
        let start = position + 1
        guard let end = scalars[start...].firstIndex(of: quote) else {
            throw FormExpressionError(.unclosed, at: position, ["found": String(quote)])
        }
        position = end + 1
        return .text(Self.text(scalars[start..<end]))
    }

    private mutating func reference() throws(FormExpressionError) -> ExpressionToken {
        let start = position
        guard scalar(1) == "{" else {
            throw FormExpressionError(.unsupported, at: start, ["construct": "$name"])
        }
        guard let end = scalars[start...].firstIndex(of: "}") else {
            throw FormExpressionError(.unclosed, at: start, ["found": "${"])
        }
        position = end + 1
        let written = Self.text(scalars[(start + 2)..<end]).trimmingCharacters(in: .whitespaces)
        let isOfLastSaved = written.hasPrefix(FormReference.lastSavedMark)
        let name =
            isOfLastSaved
            ? String(written.dropFirst(FormReference.lastSavedMark.count)) : written
        guard let first = name.unicodeScalars.first, Self.beginsName(first),
            name.unicodeScalars.allSatisfy({ Self.continuesName($0) || $0 == ":" })
        else { throw FormExpressionError(.syntax, at: start, ["found": "${\(name)}"]) }
        return isOfLastSaved ? .lastSaved(name) : .reference(name)
    }

    private mutating func name() -> ExpressionToken {
        let start = position
        localName()
        if scalar(0) == ":", let after = scalar(1), after != ":" {
            if after == "*" {
                position += 2
            } else if Self.beginsName(after) {
                position += 1
                localName()
            }
        }
        return .name(Self.text(scalars[start..<position]))
    }

    private mutating func localName() {
        while let scalar = scalar(0), Self.continuesName(scalar) { position += 1 }
    }

    private static func text(_ part: ArraySlice<Unicode.Scalar>, padded: Bool = false) -> String {
        var text = ""
        text.unicodeScalars.append(contentsOf: part)
        guard padded else { return text }
        return (text.hasPrefix(".") ? "0" : "") + text + (text.hasSuffix(".") ? "0" : "")
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        ("0"..."9").contains(scalar)
    }

    private static func beginsName(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar.properties.isAlphabetic
    }

    private static func continuesName(_ scalar: Unicode.Scalar) -> Bool {
        beginsName(scalar) || isDigit(scalar) || scalar == "." || scalar == "-"
    }
}
