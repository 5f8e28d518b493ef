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
            /// The path `path` is none that can be followed.
            case unknownPath
            /// The path `path` leads to no question, so that it is always empty.
            case emptyPath
            /// `name` is no question of a repeat, so that its answers are no choices.
            case notRepeated
            /// The format of a date has the escape `escape`, which means nothing.
            case unknownEscape
            /// Values depend on each other in a circle: `path`, names with ` > ` between them.
            case cycle
            /// The question `name` has no choices, which `jr:choice-name` needs.
            case noChoices
        }

        /// The row of the sheet survey; 0 for a setting of the form as a whole.
        public var row: Int
        /// The heading of the column, such as `relevant`.
        public var column: String
        /// What is wrong.
        public var code: Code
        /// Where in the text, in Unicode scalars; nil if it is about the whole.
        public var offset: Int?
        /// What the code names.
        public var details: [String: String]

        /// Whether the form can be answered in spite of it, such as one that was published before its
        /// like was told: what cannot be computed is empty.
        public var isBearable: Bool { code == .emptyPath || code == .unknownEscape }
    }

    /// What the form says.
    public let definition: FormDefinition
    /// The parts, in one object: sessions share it.
    let parts: FormParts

    /// Makes a form ready; adds what is wrong with its expressions to the problems.
    ///
    /// A form with problems that are not bearable can be looked at but not answered in earnest: what
    /// is wrong is left out.
    public init(_ definition: FormDefinition, problems: inout [Problem]) {
        self.definition = definition
        var compiler = FormCompiler(definition)
        parts = compiler.compile()
        problems += compiler.problems
    }

    /// The tables that its expressions and choices look into, by name without an ending.
    public var tableNames: [String] { parts.tableNames.filter { definition.lists[$0] == nil } }
}

/// What a compiled form consists of.
final class FormParts: Sendable {
    let definition: FormDefinition
    let nodes: [CompiledNode]
    /// The expressions that are computed anew, each after those that it reads.
    let sites: [ExpressionSite]
    /// The sites of a node, by their place in the order.
    let sitesOfNode: [[Int]]
    /// What reads a node.
    let readers: [[ExpressionSite.Edge]]
    /// The tables looked into, by number.
    let tableNames: [String]

    /// What names the answers as a whole.
    let instanceName: BoundExpression?
    /// What the names in a row's texts lead to.
    let labelPaths: [FormLabel.Reference: BoundExpression]

    init(
        _ outline: FormOutline,
        sites: [ExpressionSite],
        tables: FormTableNames,
        instanceName: BoundExpression?,
        _ labelPaths: [FormLabel.Reference: BoundExpression]
    ) {
        self.instanceName = instanceName
        self.labelPaths = labelPaths
        definition = outline.definition
        nodes = outline.nodes
        self.sites = sites
        tableNames = tables.names
        var sitesOfNode = [[Int]](repeating: [], count: outline.nodes.count)
        var readers = [[ExpressionSite.Edge]](repeating: [], count: outline.nodes.count)
        for (number, site) in sites.enumerated() {
            sitesOfNode[site.node].append(number)
            for reading in site.reads {
                readers[reading.target].append(.init(site: number, shared: reading.shared))
            }
        }
        self.sitesOfNode = sitesOfNode
        self.readers = readers
    }
}
