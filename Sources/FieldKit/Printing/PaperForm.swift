/// What stands on a sheet of paper: words and boxes from the top to the bottom, without places.
public struct PaperForm: Sendable {
    /// How words are set.
    public enum Style: Sendable, Hashable {
        case title
        case heading
        case body
        case label
        case small
    }

    /// One box of a row.
    public struct Cell: Sendable, Hashable {
        /// The words in it; empty for a box to be filled by hand.
        public var text: String
        /// How many twelfths of the width it takes.
        public var span: Int
        /// Whether it says what stands in the next one.
        public var isLabel: Bool

        /// A box with words.
        public init(_ text: String, _ span: Int, isLabel: Bool = false) {
            self.text = text
            self.span = span
            self.isLabel = isLabel
        }

        /// A box that says what stands in the next one.
        public static func label(_ text: String, _ span: Int = 2) -> Cell {
            Cell(text, span, isLabel: true)
        }
    }

    /// One part of the sheet.
    public enum Block: Sendable, Hashable {
        /// The name of the form, in the middle.
        case title(String)
        /// A heading within it.
        case heading(String)
        /// Words on the left and on the right of one line.
        case ends(String, String)
        /// Words over the whole width.
        case paragraph(String)
        /// Small words over the whole width.
        case note(String)
        /// Boxes side by side; `height` is the least, in points. An elastic row takes what is left of
        /// the page, and goes on on the next one if its words are too many; any other does so only if
        /// it is higher than a page.
        case row([Cell], height: Double, isElastic: Bool)
        /// Room, in points.
        case gap(Double)
        /// A line to cut along.
        case cut
        /// The rest comes on a page of its own.
        case newPage
    }

    /// The name in the properties of the file.
    public var name: String
    /// The parts from the top.
    public var blocks: [Block]
    /// The names of pupils and their families that stand on it in full.
    public var persons: Set<String>

    /// A sheet of these parts.
    ///
    /// - Parameters:
    ///   - name: The name in the properties of the file.
    ///   - blocks: The parts from the top.
    ///   - persons: The names of pupils and their families that stand on it; empty ones are left out.
    public init(name: String, blocks: [Block], persons: [String] = []) {
        self.name = name
        self.blocks = blocks
        self.persons = Set(persons.filter { !$0.isEmpty })
    }

    /// The sheet with nothing in it that would turn about the words beside it.
    var harmless: PaperForm {
        func harmless(_ text: String) -> String { Problem.harmless(text, isLaidOut: true) }
        var form = self
        form.name = harmless(name)
        form.blocks = blocks.map { block in
            switch block {
            case .title(let text): .title(harmless(text))
            case .heading(let text): .heading(harmless(text))
            case .ends(let left, let right): .ends(harmless(left), harmless(right))
            case .paragraph(let text): .paragraph(harmless(text))
            case .note(let text): .note(harmless(text))
            case .row(let cells, let height, let isElastic):
                .row(
                    cells.map { Cell(harmless($0.text), $0.span, isLabel: $0.isLabel) },
                    height: height,
                    isElastic: isElastic
                )
            case .gap, .cut, .newPage: block
            }
        }
        return form
    }

    /// Adds a sheet, which begins on a page of its own.
    public mutating func add(_ other: PaperForm) {
        blocks += [.newPage] + other.blocks
        persons.formUnion(other.persons)
    }

    /// A row of boxes that are as high as their words.
    public static func row(_ cells: Cell..., height: Double = 19) -> Block {
        .row(cells, height: height, isElastic: false)
    }
}
