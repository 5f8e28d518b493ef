/// Why a text is no expression, and where in it.
public struct FormExpressionError: Error, Sendable, Hashable {
    /// What is wrong; stable, so that a reader may act on it.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The text does not follow the grammar; `found` says what stood there.
        case syntax
        /// A text in quotes, or a `${`, is not closed.
        case unclosed
        /// There is no function of the name `function`.
        case unknownFunction
        /// The function `function` takes `expected` arguments, not `found`.
        case wrongArgumentCount
        /// XPath knows it, forms do not: `construct` says what.
        case unsupported
        /// An argument must be a path or a text in quotes: `function`, `argument`.
        case wrongArgument
        /// It is nested deeper than ``FormLimits/expressionDepth`` or longer than
        /// ``FormLimits/expressionLength``.
        case tooLarge
    }

    /// What is wrong.
    public var code: Code
    /// Where, counted in Unicode scalars from the start of the text.
    public var offset: Int
    /// What the code names, by the word that its comment gives.
    public var details: [String: String]

    /// An error of this code at this place.
    public init(_ code: Code, at offset: Int, _ details: [String: String] = [:]) {
        self.code = code
        self.offset = offset
        self.details = details
    }
}

/// What is too large in a form; far above what people write.
public enum FormLimits {
    /// How deep an expression may nest.
    public static let expressionDepth = 64
    /// How many Unicode scalars an expression may have.
    public static let expressionLength = 65_536
    /// How many instances one repeat may have.
    public static let repeatInstances = 10_000
    /// How often counts of repeats may change each other after one answer.
    static let passes = 100
}
