/// A form made ready to be answered: names found, expressions parsed, their order settled.
public struct CompiledForm: Sendable {
    /// What is wrong with an expression of a form.
    public struct Problem: Sendable, Hashable {
        /// What is wrong; stable.
        public enum Code: Sendable, Hashable {
            /// The text is no expression.
            case expression(FormExpressionError.Code)
            /// There is no row of the name `name`.
            case unknownName
            /// Several rows have the name `name`, so that `${name}` is unclear.
            case ambiguousName
            /// The path `path` leads nowhere.
            case unknownPath
            /// Values depend on each other in a circle: `path`, names with ` > ` between them.
            case cycle
            /// The question `name` has no choices, which `jr:choice-name` needs.
            case noChoices
        }

        /// The row of the sheet survey.
        public var row: Int
        /// The heading of the column, such as `relevant`.
        public var column: String
        /// What is wrong.
        public var code: Code
        /// Where in the text, in Unicode scalars; nil if it is about the whole.
        public var offset: Int?
        /// What the code names.
        public var details: [String: String]
    }

    /// What the form says.
    public let definition: FormDefinition

    /// Makes a form ready; adds what is wrong with its expressions to the problems.
    ///
    /// A form with problems can be looked at but not answered.
    public init(_ definition: FormDefinition, problems: inout [Problem]) {
        self.definition = definition
    }
}
