import CZip
import Foundation

/// One cell of a sheet, as the format keeps it.
enum GridCell: Hashable {
    case text(String)
    case number(String)
    /// A number in a format that shows a day.
    case day(String)
    case boolean(Bool)
    case error(String)

    var text: String {
        switch self {
        case .text(let text), .number(let text), .day(let text), .error(let text): text
        case .boolean(let flag): flag ? "1" : "0"
        }
    }
}

/// A sheet whose cells can be changed, before it becomes a workbook.
struct SheetGrid {
    /// The rows from the top, each with its cells from the left.
    var rows: [[GridCell?]]
    /// Merged cells, such as `A1:B2`.
    var merges: [String] = []

    /// The name of a place, such as `B12`; both numbers from 0.
    static func place(_ column: Int, _ row: Int) -> String {
        var letters = ""
        var rest = column + 1
        while rest > 0 {
            letters = String(UnicodeScalar(UInt8(65 + (rest - 1) % 26))) + letters
            rest = (rest - 1) / 26
        }
        return "\(letters)\(row + 1)"
    }

    /// The part of a workbook that holds the sheet.
    func part(_ strings: inout [String]) -> String {
        var xml = "<worksheet \(SheetPackage.main)><sheetData>"
        for (row, cells) in rows.enumerated() {
            xml += "<row r=\"\(row + 1)\">"
            for (column, cell) in cells.enumerated() {
                guard let cell else { continue }
                xml += self.cell(cell, Self.place(column, row), &strings)
            }
            xml += "</row>"
        }
        xml += "</sheetData>"
        if !merges.isEmpty {
            xml += "<mergeCells>" + merges.map { "<mergeCell ref=\"\($0)\"/>" }.joined()
            xml += "</mergeCells>"
        }
        return xml + "</worksheet>"
    }

    private func cell(_ cell: GridCell, _ place: String, _ strings: inout [String]) -> String {
        let text = SheetPackage.escaped(cell.text)
        switch cell {
        case .text where place.utf8.reduce(0, { $0 &+ $1 }).isMultiple(of: 2):
            strings.append(text)
            return "<c r=\"\(place)\" t=\"s\"><v>\(strings.count - 1)</v></c>"
        case .text:
            return
                "<c r=\"\(place)\" t=\"inlineStr\"><is><t xml:space=\"preserve\">\(text)</t></is></c>"
        case .number: return "<c r=\"\(place)\"><v>\(text)</v></c>"
        case .day: return "<c r=\"\(place)\" s=\"1\"><v>\(text)</v></c>"
        case .boolean: return "<c r=\"\(place)\" t=\"b\"><v>\(text)</v></c>"
        case .error: return "<c r=\"\(place)\" t=\"e\"><v>\(text)</v></c>"
        }
    }
}

/// The parts of a workbook, and the zip that holds them.
struct SheetPackage {
    static let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
    private static let documents =
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    private static let relations =
        "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\""

    /// The parts, each with its name.
    var parts: [(name: String, bytes: Data)]

    /// A workbook of sheets, of which some are hidden.
    init(_ sheets: [(grid: SheetGrid, isHidden: Bool)]) {
        var strings: [String] = []
        let bodies = sheets.map { $0.grid.part(&strings) }
        var tabs = ""
        var targets = ""
        for (index, sheet) in sheets.enumerated() {
            let state = sheet.isHidden ? " state=\"hidden\"" : ""
            tabs +=
                "<sheet name=\"s\(index)\" sheetId=\"\(index + 1)\" r:id=\"r\(index)\"\(state)/>"
            targets += Self.relation("r\(index)", "worksheet", "worksheets/s\(index).xml")
        }
        targets += Self.relation("t", "sharedStrings", "sharedStrings.xml")
        targets += Self.relation("u", "styles", "styles.xml")
        let items = strings.map { "<si><t xml:space=\"preserve\">\($0)</t></si>" }.joined()
        let texts =
            [
                (
                    "_rels/.rels",
                    Self.related(Self.relation("a", "officeDocument", "xl/workbook.xml"))
                ),
                (
                    "xl/workbook.xml",
                    "<workbook \(Self.main) xmlns:r=\"\(Self.documents)\"><sheets>\(tabs)</sheets>"
                        + "</workbook>"
                ),
                ("xl/_rels/workbook.xml.rels", Self.related(targets)),
                ("xl/sharedStrings.xml", "<sst \(Self.main)>\(items)</sst>"),
                (
                    "xl/styles.xml",
                    "<styleSheet \(Self.main)><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/>"
                        + "</cellXfs></styleSheet>"
                ),
            ]
            + bodies.enumerated().map { ("xl/worksheets/s\($0.offset).xml", $0.element) }
        parts = texts.map { ($0.0, Data($0.1.utf8)) }
    }

    private static func relation(_ id: String, _ type: String, _ target: String) -> String {
        "<Relationship Id=\"\(id)\" Type=\"\(documents)/\(type)\" Target=\"\(target)\"/>"
    }

    private static func related(_ body: String) -> String {
        "<Relationships \(relations)>\(body)</Relationships>"
    }

    /// A text as XML can hold it; what XML cannot hold stands as `_x0000_`.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\t", "\n": escaped.unicodeScalars.append(scalar)
            case _ where scalar.value < 32:
                escaped += scalar.value < 16 ? "_x000" : "_x00"
                escaped += String(scalar.value, radix: 16) + "_"
            case "\u{FFFE}", "\u{FFFF}": continue
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// The zip.
    func zipped() throws -> Data {
        var error = zip_error_t()
        zip_error_init(&error)
        defer { zip_error_fini(&error) }
        guard let target = zip_source_buffer_create(nil, 0, 0, &error) else { throw NoZip() }
        defer { zip_source_free(target) }
        // One hold is the archive's, the other ours: the bytes are read after it is closed.
        zip_source_keep(target)
        guard let archive = zip_open_from_source(target, ZIP_TRUNCATE, &error) else {
            zip_source_free(target)
            throw NoZip()
        }
        for part in parts {
            // libzip frees the copy once it has read it.
            let copy = malloc(max(part.bytes.count, 1))
            part.bytes.withUnsafeBytes { bytes in
                guard let start = bytes.baseAddress else { return }
                copy?.copyMemory(from: start, byteCount: bytes.count)
            }
            guard let source = zip_source_buffer(archive, copy, UInt64(part.bytes.count), 1),
                zip_file_add(archive, part.name, source, ZIP_FL_OVERWRITE) >= 0
            else {
                zip_discard(archive)
                throw NoZip()
            }
        }
        guard zip_close(archive) == 0 else {
            zip_discard(archive)
            throw NoZip()
        }
        return try Self.bytes(of: target)
    }

    private static func bytes(of source: OpaquePointer) throws -> Data {
        var status = zip_stat_t()
        guard zip_source_stat(source, &status) == 0, zip_source_open(source) == 0 else {
            throw NoZip()
        }
        defer { zip_source_close(source) }
        var data = Data(count: Int(status.size))
        let read = data.withUnsafeMutableBytes { bytes in
            zip_source_read(source, bytes.baseAddress, UInt64(bytes.count))
        }
        guard read == Int64(data.count) else { throw NoZip() }
        return data
    }

    /// libzip refused to write; there is no more to say.
    struct NoZip: Error {}
}
