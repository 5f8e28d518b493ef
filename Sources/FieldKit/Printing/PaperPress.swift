import CPango
public import Foundation

/// Makes a PDF of a form, with Pango and Cairo.
public enum PaperPress {
    /// The pages as a PDF, with the fonts in it.
    ///
    /// A character that no font has, such as a rare one of a name, is printed as a box.
    ///
    /// - Parameter form: What stands on them.
    /// - Returns: The bytes.
    /// - Throws: `printing_missing` where the libraries, or a font with Chinese characters, are not
    ///   installed; `internal_error` if Cairo fails.
    public static func pdf(_ form: PaperForm) throws -> Data {
        try checkLibraries()
        let form = form.harmless
        let bytes = PaperBytes()
        guard
            let paper = cpango_begin(
                PaperLayout.pageWidth,
                PaperLayout.pageHeight,
                { closure, bytes, length in
                    guard let closure, let bytes else { return 1 }
                    let target = Unmanaged<PaperBytes>.fromOpaque(closure).takeUnretainedValue()
                    target.data.append(bytes, count: Int(length))
                    return 0
                },
                Unmanaged.passUnretained(bytes).toOpaque()
            )
        else { throw Problem(.internalError, ["reason": "cairo"]) }
        cpango_title(paper, form.name)
        let words = PaperWords(paper)
        let canWrite = words.canWriteChinese
        let pages = canWrite ? PaperLayout(form, words).pages : []
        for page in pages {
            for mark in page { words.draw(mark) }
            cpango_next_page(paper)
        }
        // The closure is used until here.
        let status = withExtendedLifetime(bytes) { cpango_end(paper) }
        guard canWrite else { throw Problem(.printingMissing, ["what": "fonts-noto-cjk"]) }
        guard status == 0 else { throw Problem(.internalError, ["reason": "cairo \(status)"]) }
        return bytes.data
    }

    private static func checkLibraries() throws {
        if let missing = cpango_missing() {
            throw Problem(.printingMissing, ["what": String(cString: missing)])
        }
    }

    /// Where everything stands, for tests.
    static func layout(_ form: PaperForm) throws -> PaperLayout {
        try checkLibraries()
        guard let paper = cpango_begin(1, 1, { _, _, _ in 0 }, nil) else {
            throw Problem(.internalError, ["reason": "cairo"])
        }
        defer { _ = cpango_end(paper) }
        return PaperLayout(form.harmless, PaperWords(paper))
    }
}

/// What Cairo writes.
private final class PaperBytes {
    var data = Data()
}

/// Words on a paper, measured and drawn.
private final class PaperWords: PaperLayout.Measure {
    private let paper: OpaquePointer
    private static let lineWidth = 0.6

    init(_ paper: OpaquePointer) { self.paper = paper }

    /// Whether a font with Chinese characters is installed: one that everybody knows is looked for.
    var canWriteChinese: Bool {
        withLayout("家", .body, PaperLayout.pageWidth, .left) { cpango_unknown_glyphs($0) == 0 }
    }

    func height(_ text: String, _ style: PaperForm.Style, width: Double) -> Double {
        text.isEmpty ? 0 : withLayout(text, style, width, .left) { cpango_height($0) }
    }

    func split(
        _ text: String,
        _ style: PaperForm.Style,
        width: Double,
        height: Double
    ) -> (first: String, rest: String)? {
        let place = withLayout(text, style, width, .left) { cpango_break($0, height) }
        guard place > 0 else { return nil }
        let index = text.utf8.index(text.utf8.startIndex, offsetBy: Int(place))
        return (String(text[..<index]), String(text[index...]))
    }

    func draw(_ mark: PaperLayout.Mark) {
        switch mark {
        case .line(let x1, let y1, let x2, let y2, let isDashed):
            cpango_line(paper, x1, y1, x2, y2, Self.lineWidth, isDashed ? 1 : 0)
        case .text(let text, let style, let x, let y, let width, let align):
            withLayout(text, style, width, align) { layout in
                cpango_show(paper, layout, x, y)
            }
        }
    }

    @discardableResult
    private func withLayout<Result>(
        _ text: String,
        _ style: PaperForm.Style,
        _ width: Double,
        _ align: PaperLayout.Align,
        _ body: (OpaquePointer?) -> Result
    ) -> Result {
        let layout = cpango_lay_out(paper, text, style.font, width, align.rawValue, style.spacing)
        defer { cpango_free(layout) }
        return body(layout)
    }
}

extension PaperForm.Style {
    private static let serif = "Noto Serif CJK SC,Noto Sans CJK SC,WenQuanYi Zen Hei,SimSun"
    private static let sans = "Noto Sans CJK SC,WenQuanYi Zen Hei,SimHei"

    /// Family and size, as Pango reads them; `px` are the points of the page, whatever the screen.
    fileprivate var font: String {
        switch self {
        case .title: "\(Self.serif) Bold 21px"
        case .heading: "\(Self.serif) Bold 13px"
        case .body: "\(Self.serif) 11px"
        case .label: "\(Self.sans) 10.5px"
        case .small: "\(Self.sans) 9px"
        }
    }

    /// The distance of two lines as a part of their height: Chinese fonts come with much air.
    fileprivate var spacing: Double { 0.86 }
}
