public import Foundation

/// A workbook (.xlsx), of which sheets are read a row at a time.
public final class Workbook {
    /// The sheets in the order of their tabs, hidden ones too.
    public let sheets: [Sheet]
    /// For messages.
    public let fileName: String
    let strings: SharedStrings
    let formats: NumberFormats
    let calendar: SheetCalendar
    private let archive: ZipArchive

    /// Opens a workbook.
    ///
    /// - Parameters:
    ///   - bytes: The file.
    ///   - fileName: Only for messages, and to tell a format of WPS from that of old Excel.
    /// - Throws: `workbook_old`, `workbook_encrypted`, `workbook_is_text`, `workbook_foreign`,
    ///   `workbook_damaged`, `workbook_none`, `workbook_too_large`.
    public init(bytes: Data, fileName: String) throws(Problem) {
        self.fileName = fileName
        try WorkbookKind.require(bytes, fileName: fileName)
        archive = try ZipArchive(bytes, fileName: fileName)
        let parts = try WorkbookParts(archive)
        sheets = parts.sheets
        calendar = parts.calendar
        strings =
            if let name = parts.strings, let part = try archive.part(name) {
                try SharedStrings(part)
            } else { SharedStrings() }
        formats =
            if let name = parts.styles, let part = try archive.part(name) {
                try NumberFormats(part)
            } else { NumberFormats() }
    }

    /// The sheet of a name, whatever the case of its letters.
    ///
    /// - Throws: `sheet_missing`, which names those that are there.
    public func sheet(named name: String) throws(Problem) -> Sheet {
        let wanted = name.lowercased()
        if let sheet = sheets.first(where: { $0.name == name })
            ?? sheets.first(where: { $0.name.lowercased() == wanted })
        {
            return sheet
        }
        throw Problem(
            .sheetMissing,
            [
                "file": fileName, "sheet": name,
                "sheets": sheets.map(\.name).joined(separator: ", "),
            ]
        )
    }

    /// Begins to read a sheet.
    ///
    /// - Throws: `workbook_damaged` if its part is missing or cannot be unpacked.
    public func rows(of sheet: Sheet) throws(Problem) -> SheetRows {
        guard let part = try archive.part(sheet.part) else {
            throw Problem(.workbookDamaged, ["file": fileName, "reason": sheet.part])
        }
        return try SheetRows(part, of: self)
    }

    /// The merged cells of a sheet; it is read to its end for them.
    public func mergedCells(of sheet: Sheet) throws(Problem) -> [MergedCells] {
        try rows(of: sheet).merges()
    }
}

/// Where the parts of a workbook lie in the zip.
private struct WorkbookParts {
    private(set) var sheets: [Sheet] = []
    private(set) var calendar = SheetCalendar.from1900
    private(set) var strings: String?
    private(set) var styles: String?

    init(_ archive: ZipArchive) throws(Problem) {
        let top = try Self.relations(of: "", in: archive)
        let main = top.first { $0.type.hasSuffix("/officeDocument") }?.target ?? "xl/workbook.xml"
        if main.hasSuffix(".bin") {
            throw Problem(.workbookOld, ["file": archive.fileName, "format": ".xlsb"])
        }
        guard main.hasPrefix("xl/"), let part = try archive.part(main) else {
            throw Problem(
                .workbookNone,
                ["file": archive.fileName, "part": "xl/workbook.xml"]
            )
        }
        let relations = try Self.relations(of: main, in: archive)
        strings = relations.first { $0.type.hasSuffix("/sharedStrings") }?.target
        styles = relations.first { $0.type.hasSuffix("/styles") }?.target
        try readMain(part, relations)
        guard !sheets.isEmpty else {
            throw Problem(.workbookNone, ["file": archive.fileName, "part": "sheet"])
        }
    }

    private struct Relation {
        let id: String
        let type: String
        let target: String
    }

    private mutating func readMain(_ part: ZipPart, _ relations: [Relation]) throws(Problem) {
        let stream = try XMLStream(part)
        var event = try stream.next()
        while event != .finish {
            if event == .start, let name = stream.element.map({ String(cString: $0) }) {
                let attributes = name == "sheet" || name == "workbookPr" ? stream.attributes() : [:]
                if name == "workbookPr", ["1", "true"].contains(attributes["date1904"] ?? "") {
                    calendar = .from1904
                }
                if name == "sheet", let title = attributes["name"],
                    let relation = relations.first(where: { $0.id == attributes["id"] }),
                    relation.type.hasSuffix("/worksheet")
                {
                    sheets.append(
                        Sheet(
                            name: title,
                            isHidden: (attributes["state"] ?? "visible") != "visible",
                            part: relation.target
                        )
                    )
                }
                guard sheets.count <= Limits.workbookSheetsMax else {
                    let limit = Limits.workbookSheetsMax
                    throw Problem.tooLarge(part.fileName, part.name, above: limit, .sheets)
                }
            }
            event = try stream.next()
        }
    }

    /// What a part says of others, with their names in the zip.
    private static func relations(
        of name: String,
        in archive: ZipArchive
    ) throws(Problem) -> [Relation] {
        let folders = name.split(separator: "/").dropLast().map(String.init)
        let file = name.split(separator: "/").last.map(String.init) ?? ""
        let place = (folders + ["_rels", "\(file).rels"]).joined(separator: "/")
        guard let part = try archive.part(place) else { return [] }
        let stream = try XMLStream(part)
        var relations: [Relation] = []
        var event = try stream.next()
        while event != .finish {
            if event == .start, let element = stream.element,
                String(cString: element) == "Relationship"
            {
                let attributes = stream.attributes()
                relations.append(
                    Relation(
                        id: attributes["Id"] ?? "",
                        type: attributes["Type"] ?? "",
                        target: resolve(attributes["Target"] ?? "", from: folders)
                    )
                )
            }
            event = try stream.next()
        }
        return relations
    }

    /// A target such as `../x.xml` or `/xl/x.xml` as the name of a part.
    private static func resolve(_ target: String, from folders: [String]) -> String {
        var path = target.hasPrefix("/") ? [] : folders
        for step in target.split(separator: "/") where step != "." {
            if step == ".." { _ = path.popLast() } else { path.append(String(step)) }
        }
        return path.joined(separator: "/")
    }
}
