import Testing

/// Takes comments and texts out of Swift source, so that only code is left.
///
/// What stands in `\(…)` is code and stays. Enough for this repository: texts with more than
/// three quotation marks or with `#`, and comments between `/*` and `*/`, are not known.
struct CodeStripper {
    private var rest: ArraySlice<UInt8>
    private var code: [UInt8] = []
    /// True inside a text.
    private var isText = false
    /// True if the text in which we are is one of many lines.
    private var isLong = false
    /// The parentheses open in the interpolation in which we are, if in one.
    private var open: Int?

    /// The code of a source, line by line; a line of comment or text is left empty.
    static func code(of source: String) -> [Substring] {
        var stripper = CodeStripper(rest: Array(source.utf8)[...])
        while let byte = stripper.rest.popFirst() { stripper.take(byte) }
        return String(decoding: stripper.code, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
    }

    private init(rest: ArraySlice<UInt8>) { self.rest = rest }

    private mutating func take(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\n"):
            // A text of one line ends with it, whatever was in it.
            if !isLong { (isText, open) = (false, nil) }
            code.append(byte)
        case UInt8(ascii: "\"") where rest.prefix(2).elementsEqual("\"\"".utf8):
            rest.removeFirst(2)
            isText.toggle()
            isLong = isText
        case UInt8(ascii: "\"") where !isText || !isLong:
            isText.toggle()
        case UInt8(ascii: "\\") where isText:
            if rest.popFirst() == UInt8(ascii: "(") { (isText, open) = (false, 0) }
        case UInt8(ascii: "/") where !isText && rest.first == byte:
            rest = rest.drop { $0 != UInt8(ascii: "\n") }
        default:
            takePlain(byte)
        }
    }

    private mutating func takePlain(_ byte: UInt8) {
        guard !isText else { return }
        if byte == UInt8(ascii: ")"), open == 0 {
            (isText, open) = (true, nil)
            return
        }
        if byte == UInt8(ascii: "(") { open = open.map { $0 + 1 } }
        if byte == UInt8(ascii: ")") { open = open.map { $0 - 1 } }
        code.append(byte)
    }
}

/// The tests of the house rules stand on it, so it has tests of its own.
@Suite struct CodeStripperTests {
    @Test("Comments and texts go, what is interpolated stays")
    func commentsAndTextsGo() {
        let source = #"""
            let a = "one { two" // three {
            /// four
            let b = list.map { "\(five(6)): \(Seven.self)" } + ["eight"]
            let c = """
                nine {
                ten \(Eleven.self) "twelve"
                """
            let d = "\"" + f()
            """#
        #expect(
            CodeStripper.code(of: source).map { $0.trimmingSuffix { $0 == " " } } == [
                "let a =", "", "let b = list.map { five(6)Seven.self } + []", "let c =", "",
                "Eleven.self", "", "let d =  + f()",
            ]
        )
    }
}

extension Substring {
    fileprivate func trimmingSuffix(while isDropped: (Character) -> Bool) -> Substring {
        var result = self
        while let last = result.last, isDropped(last) { result.removeLast() }
        return result
    }
}
