import ArgumentParser
import FieldKit
import Foundation

/// `field export`: the records of a type as a file.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "导出一种记录 · Write the records of a type as JSON lines or as CSV.",
        discussion: """
            文件里有姓名和电话，请妥善保管。CSV 用表格软件打开时不会丢数字，也不会运行公式。
            The file holds names and numbers: keep it safe. In the CSV, text that a spreadsheet would
            run as a formula or take for a number is led by an apostrophe.
            """
    )

    /// The forms of a file.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case jsonl
        case csv
    }

    @OptionGroup var global: GlobalOptions

    @Argument(help: "记录类型 · The type of the records.")
    var type: String

    @Option(help: "格式 · The form of the file: jsonl or csv.")
    var format: Format

    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp(
            "写入的文件，默认标准输出 · The file to write; default: standard output.",
            valueName: "file"
        )
    )
    var file: String?

    func run() throws {
        let count = try global.place.replica { replica in
            guard let file else { return try export(replica) { try Terminal.write($0) } }
            let target = try FileTarget(file)
            let count = try export(replica) { try target.write($0) }
            try target.finish()
            return count
        }
        if file != nil {
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
        switch format {
        case .jsonl:
            try replica.list(type) { view in
                try put(RecordJSON.record(view).text + "\n")
                count += 1
            }
        case .csv:
            let table = CSVTable(fields: try columns(replica))
            try put(table.header)
            try replica.list(type) { view in
                try put(table.row(view))
                count += 1
            }
        }
        try write(pending)
        return count
    }

    /// The fields of the type, and those that only records have.
    private func columns(_ replica: Replica) throws -> [String] {
        let known = PolicyTable.county.type(type)?.fields.map(\.name) ?? []
        var others: Set<String> = []
        try replica.list(type) { view in
            others.formUnion(view.values.keys)
            others.formUnion(view.sets.keys)
        }
        return known + others.subtracting(known).sorted()
    }
}

/// A file that appears under its name only when it is complete, and that only its owner can read.
private struct FileTarget {
    private let path: String
    private let file: Int32

    init(_ path: String) throws {
        self.path = path
        file = open(path + ".part", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw problem }
    }

    func write(_ text: String) throws { try Terminal.write(Data(text.utf8), to: file) }

    func finish() throws {
        guard fsync(file) == 0, close(file) == 0, rename(path + ".part", path) == 0 else {
            throw problem
        }
    }

    private var problem: Problem {
        Problem(.fileUnwritable, ["path": path, "reason": String(cString: strerror(errno))])
    }
}
