import ArgumentParser
import FieldKit
import Foundation

/// `field export`: the records of a type as a file.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "导出一种记录 · Write the records of a type as JSON lines, CSV or a workbook.",
        discussion: """
            文件里有姓名和电话，请妥善保管。用表格软件打开时不会丢数字，也不会运行公式；xlsx 有标题、
            单位、日期和签字盖章的一行，可直接用 A4 纸打印。
            The file holds names and numbers: keep it safe. In the CSV, text that a spreadsheet would
            run as a formula or take for a number is led by an apostrophe; in the workbook (xlsx) all
            text is text. The workbook can be printed on A4, signed and stamped.
            """,
        aliases: ["导出"]
    )

    /// The forms of a file.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case jsonl
        case csv
        case xlsx
    }

    @OptionGroup var global: GlobalOptions

    @Argument(help: "记录类型 · The type of the records.")
    var type: String

    @Option(
        help: ArgumentHelp(
            "只要某个表单的填报，每题一列 · Only answers to this form, a column for each question.",
            valueName: "id"
        )
    )
    var form: String?

    @Option(help: "格式 · The form of the file: jsonl, csv or xlsx.")
    var format: Format

    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp(
            "写入的文件，默认标准输出，也可写 - · The file to write; default, and -: standard output.",
            valueName: "file"
        )
    )
    var file: String?

    /// The file; nil for standard output.
    private var target: String? { FileTarget.name(file) }

    func run() throws {
        let count = try global.place.open { folder in
            let replica = folder.replica
            guard let target else {
                return format == .xlsx
                    ? try exportToOutput(folder) : try export(replica) { try Terminal.write($0) }
            }
            return try FileTarget.make(target) { target in
                format == .xlsx
                    ? try export(folder, workbook: target.partPath)
                    : try export(replica) { try target.write($0) }
            }
        }
        if target != nil {
            Terminal.note("已导出 \(count) 条。", "\(count) records were written.")
        }
    }

    /// - Returns: How many records there were.
    private func export(_ replica: Replica, write: (String) throws -> Void) throws -> Int {
        var count = 0
        var pending = ""
        func put(_ text: String) throws {
            pending += text
            guard pending.utf8.count > 65_536 else { return }
            try write(pending)
            pending = ""
        }
        if format == .jsonl {
            let form = try form.map { try SubmissionColumns($0, replica) }
            try replica.list(type, matching: wanted) { view in
                try put(RecordJSON.record(view, outdated: form?.isOutdated(view)).text + "\n")
                count += 1
            }
        } else {
            let table = try table(replica)
            try put(CSVText.mark + CSVText.line(table.names))
            try replica.list(type, matching: wanted) { view in
                try put(CSVText.line(table.row(view)))
                count += 1
            }
        }
        try write(pending)
        return count
    }

    /// A workbook is written in a file: where it goes to standard output, in one that nobody else
    /// can read, and that is gone afterwards.
    private func exportToOutput(_ folder: ReplicaFolder) throws -> Int {
        guard file != nil || isatty(1) == 0 else {
            throw Problem(.missingOption, ["option": "-o"])
        }
        try Terminal.requireNoTerminal()
        let path = NSTemporaryDirectory() + "field-\(UUID().uuidString).xlsx"
        let target = try FileTarget(path)
        defer { unlink(target.partPath) }
        let count = try export(folder, workbook: target.partPath)
        try Terminal.write(Data(contentsOf: URL(filePath: target.partPath)), to: 1)
        return count
    }

    /// - Returns: How many records there were.
    private func export(_ folder: ReplicaFolder, workbook path: String) throws -> Int {
        let replica = folder.replica
        let table = try table(replica)
        let unit = try ScopeWords.unit(folder)
        let writer = try WorkbookWriter(
            path: path,
            head: table.head(unit: unit, day: Moment.today())
        )
        var count = 0
        try replica.list(type, matching: wanted) { view in
            try writer.row(table.signedRow(view))
            count += 1
        }
        try writer.finish()
        return count
    }

    /// What a record must have to be written.
    private var wanted: [(String, String)] { form.map { [("form_id", $0)] } ?? [] }

    private func table(_ replica: Replica) throws -> RecordTable {
        let form = try form.map { try SubmissionColumns($0, replica) }
        return RecordTable(type: type, fields: try columns(replica, form), form: form)
    }

    /// The fields of the type, and those that only records have.
    private func columns(_ replica: Replica, _ form: SubmissionColumns?) throws -> [String] {
        let known = PolicyTable.county.type(type)?.fields.map(\.name) ?? []
        var others: Set<String> = []
        try replica.list(type, matching: wanted) { view in
            others.formUnion(view.values.keys)
            others.formUnion(view.sets.keys)
        }
        let further = others.subtracting(known)
        return known + (form?.ordered(further) ?? further.sorted())
    }
}
