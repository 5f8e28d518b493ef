import FieldKit
import Foundation

/// Shows what is longer than the screen piece by piece, if a person sits at it.
///
/// Its own, and not `less`: it has to offer to show names, ask why, and write that down.
struct Pager {
    /// Makes a page for the window as it is.
    typealias Making = () throws -> Page

    /// Makes what makes the same page with the names shown; nil, or nothing made, if they stay masked.
    let reveal: (() throws -> Making?)?

    init(_ reveal: (() throws -> Making?)? = nil) { self.reveal = reveal }

    /// Shows a page, in one go where it fits or nobody looks.
    ///
    /// - Parameter make: Called again when the window has become wider or narrower.
    /// - Returns: Whether it was shown to its end; false if the person left before.
    /// - Throws: What `make` does, and `file_unwritable`.
    @discardableResult
    func show(_ make: @escaping Making) throws -> Bool {
        var make = make
        var page = try make()
        guard Terminal.canPage else {
            try write(page.lines[...])
            return true
        }
        var columns = Terminal.columns
        var reveal = reveal
        var starts = [0]
        while var start = starts.last {
            if Terminal.columns != columns {
                let count = page.lines.count
                page = try make()
                columns = Terminal.columns
                // Where rows are folded now, or no longer, no line is where it was.
                if page.lines.count != count { (start, starts) = (0, [0]) }
            }
            let end = Self.end(of: page, from: start)
            try write(page.lines[start..<end])
            guard end < page.lines.count else { return true }
            switch ask(end, of: page.lines.count, canReveal: reveal != nil) {
            case .next: starts.append(end)
            case .back: if starts.count > 1 { starts.removeLast() }
            case .leave: return false
            case .reveal:
                guard let shown = try reveal?() else { continue }
                make = shown
                (page, columns, starts) = (try make(), Terminal.columns, [0])
                reveal = nil
            }
        }
        return true
    }

    /// The line behind the last that fits on the screen, with one left for the question.
    private static func end(of page: Page, from start: Int) -> Int {
        var rows = Terminal.rows - 1
        var end = start
        while end < page.lines.count {
            let width = DisplayWidth.of(page.lines[end].text)
            rows -= max(1, (width + Terminal.columns - 1) / Terminal.columns)
            guard rows >= 0 || end == start else { break }
            end += 1
        }
        return end
    }

    // MARK: Asking

    private enum Wish {
        case next, back, leave, reveal
    }

    private static let revealing: Set<String> = ["m", "明"]

    private func ask(_ end: Int, of count: Int, canReveal: Bool) -> Wish {
        let names = canReveal ? Language.current("；m 显示姓名", "; m: show names") : ""
        let question = Language.current(
            "— \(end)/\(count) 行：回车继续；< 往回\(names)；q 结束：",
            "— \(end)/\(count) lines: Enter: go on; <: back\(names); q: end: "
        )
        guard let typed = Prompter(isAside: false).ask(question) else { return .leave }
        switch TypedWord(typed) {
        case .leave: return .leave
        case .back: return .back
        default: break
        }
        let word = PlainText.halfWidth(typed).lowercased().filter { $0 != " " }
        return canReveal && Self.revealing.contains(word) ? .reveal : .next
    }

    // MARK: Writing

    private func write(_ lines: ArraySlice<Page.Line>) throws {
        let isColoured = Terminal.isColoured
        let text = lines.map { line in
            let start = isColoured ? Self.start(line.style) : ""
            return start + line.text + (start.isEmpty ? "" : "\u{1B}[0m") + "\n"
        }
        // The page has broken what is too wide; with --wide nothing is.
        try Terminal.write(Codeset.current.bytes(text.joined()), to: 1)
    }

    private static func start(_ style: Page.Style) -> String {
        switch style {
        case .plain: ""
        case .heading: "\u{1B}[1m"
        case .warning: "\u{1B}[33m"
        }
    }
}
