/// Where everything stands on the pages: computed from a form and from how high words are.
struct PaperLayout {
    /// Words in a place, or a line.
    enum Mark: Hashable {
        case text(String, PaperForm.Style, x: Double, y: Double, width: Double, align: Align)
        case line(x1: Double, y1: Double, x2: Double, y2: Double, isDashed: Bool)
    }

    /// Where words stand between left and right.
    enum Align: Int32 {
        case left, middle, right
    }

    /// Measures words; a text is broken at the width.
    protocol Measure {
        func height(_ text: String, _ style: PaperForm.Style, width: Double) -> Double
        /// The part of a text that fits into a height, and the rest; nil if all fits.
        func split(
            _ text: String,
            _ style: PaperForm.Style,
            width: Double,
            height: Double
        ) -> (first: String, rest: String)?
    }

    /// A4, in points.
    static let pageWidth = 595.28
    static let pageHeight = 841.89
    static let margin = 40.0
    static let left = margin
    static let right = pageWidth - margin
    static let top = margin
    /// The page's number stands below.
    static let bottom = pageHeight - margin - 14

    private static let padding = 3.0
    private static let columns = 12.0
    /// The least part of an elastic row that is worth beginning at the end of a page.
    private static let partMin = 60.0

    private(set) var pages: [[Mark]] = [[]]
    private let measure: any Measure
    private var y = PaperLayout.top
    private var spare = 0.0

    init(_ form: PaperForm, _ measure: any Measure) {
        self.measure = measure
        let parts = form.blocks.split(separator: .newPage)
        for (index, part) in parts.enumerated() {
            if index > 0 { beginPage() }
            let elastic = part.count { if case .row(_, _, true) = $0 { true } else { false } }
            let rest = Self.bottom - Self.top - part.reduce(0) { $0 + height($1) }
            spare = elastic > 0 && rest > 0 ? rest / Double(elastic) : 0
            for block in part { place(block) }
        }
        number(form.name)
    }

    // MARK: Heights

    private func height(_ block: PaperForm.Block) -> Double {
        let width = Self.right - Self.left
        switch block {
        case .title(let text): return measure.height(text, .title, width: width) + 6
        case .heading(let text): return measure.height(text, .heading, width: width) + 6
        case .ends(let text, let other):
            return max(
                measure.height(text, .body, width: width),
                measure.height(other, .body, width: width)
            ) + 4
        case .paragraph(let text): return measure.height(text, .body, width: width) + 6
        case .note(let text): return measure.height(text, .small, width: width) + 4
        case .row(let cells, let least, _): return max(least, textHeight(cells) + 2 * Self.padding)
        case .gap(let gap): return gap
        case .cut: return 24
        case .newPage: return 0
        }
    }

    private func textHeight(_ cells: [PaperForm.Cell]) -> Double {
        cells.map { measure.height($0.text, style($0), width: inner($0)) }.max() ?? 0
    }

    private func style(_ cell: PaperForm.Cell) -> PaperForm.Style { cell.isLabel ? .label : .body }

    private func width(_ cell: PaperForm.Cell) -> Double {
        (Self.right - Self.left) * Double(cell.span) / Self.columns
    }

    private func inner(_ cell: PaperForm.Cell) -> Double { width(cell) - 2 * Self.padding }

    // MARK: Places

    private mutating func place(_ block: PaperForm.Block) {
        let height = height(block)
        switch block {
        case .row(let cells, _, true): return placeOverPages(cells, height + spare)
        // What is higher than a page is nowhere whole.
        case .row(let cells, _, false) where height > Self.bottom - Self.top:
            return placeOverPages(cells, height)
        default: break
        }
        if y + height > Self.bottom + 0.01 { beginPage() }
        let width = Self.right - Self.left
        switch block {
        case .title(let text): add(text, .title, width, .middle)
        case .heading(let text): add(text, .heading, width, .left)
        case .ends(let text, let other):
            add(text, .body, width, .left)
            add(other, .body, width, .right)
        case .paragraph(let text): add(text, .body, width, .left)
        case .note(let text): add(text, .small, width, .left)
        case .row(let cells, _, _): placeRow(cells, height)
        case .cut:
            line(Self.left, y + height / 2, Self.right, y + height / 2, isDashed: true)
        case .gap, .newPage: break
        }
        y += height
    }

    private mutating func add(
        _ text: String,
        _ style: PaperForm.Style,
        _ width: Double,
        _ align: Align
    ) {
        pages[pages.count - 1].append(
            .text(text, style, x: Self.left, y: y, width: width, align: align)
        )
    }

    private mutating func line(
        _ x1: Double,
        _ y1: Double,
        _ x2: Double,
        _ y2: Double,
        isDashed: Bool = false
    ) {
        pages[pages.count - 1].append(
            .line(x1: x1, y1: y1, x2: x2, y2: y2, isDashed: isDashed)
        )
    }

    /// The boxes with their words; the caller goes on below them.
    private mutating func placeRow(_ cells: [PaperForm.Cell], _ height: Double) {
        var x = Self.left
        line(x, y, Self.right, y)
        line(x, y + height, Self.right, y + height)
        line(x, y, x, y + height)
        for cell in cells {
            let words = measure.height(cell.text, style(cell), width: inner(cell))
            // Much room is for the hand: words in it stand at the top.
            let isHigh = height > words + 6 * Self.padding && !cell.isLabel
            let space = isHigh ? Self.padding : max(Self.padding, (height - words) / 2)
            if !cell.text.isEmpty {
                pages[pages.count - 1].append(
                    .text(
                        cell.text,
                        style(cell),
                        x: x + Self.padding,
                        y: y + space,
                        width: inner(cell),
                        align: cell.isLabel ? .middle : .left
                    )
                )
            }
            x += width(cell)
            line(x, y, x, y + height)
        }
    }

    /// A row that goes on on further pages if its boxes hold too much; those that say what stands in
    /// the next one say it on each page.
    private mutating func placeOverPages(_ cells: [PaperForm.Cell], _ height: Double) {
        var cells = cells
        var height = height
        while y + height > Self.bottom + 0.01 {
            let room = Self.bottom - y
            if room > Self.partMin || y <= Self.top {
                let parts = cells.map { split($0, room - 2 * Self.padding) }
                guard parts.contains(where: { $0.rest != nil }) else {
                    // All words fit: only the room for more is cut.
                    height = room
                    break
                }
                placeRow(parts.map(\.first), room)
                cells = parts.map { part in
                    var rest = part.first
                    if !rest.isLabel { rest.text = part.rest ?? "" }
                    return rest
                }
                if let label = cells.first, label.isLabel, !label.text.hasSuffix(Self.goesOn) {
                    cells[0].text += Self.goesOn
                }
            }
            beginPage()
            height = textHeight(cells) + 2 * Self.padding
        }
        placeRow(cells, height)
        y += height
    }

    /// The part of a box that fits into a height, and the words that do not; nil if all do.
    private func split(
        _ cell: PaperForm.Cell,
        _ height: Double
    ) -> (first: PaperForm.Cell, rest: String?) {
        guard !cell.isLabel,
            let parts = measure.split(
                cell.text,
                style(cell),
                width: inner(cell),
                height: height
            )
        else { return (cell, nil) }
        var first = cell
        first.text = parts.first
        return (first, parts.rest)
    }

    private static let goesOn = "（续）"

    private mutating func beginPage() {
        pages.append([])
        y = Self.top
    }

    private mutating func number(_ name: String) {
        guard pages.count > 1 else { return }
        for index in pages.indices {
            pages[index].append(
                .text(
                    "\(name)  第 \(index + 1)/\(pages.count) 页",
                    .small,
                    x: Self.left,
                    y: Self.bottom + 8,
                    width: Self.right - Self.left,
                    align: .middle
                )
            )
        }
    }
}
