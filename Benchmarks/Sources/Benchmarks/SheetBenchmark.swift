import Foundation

@testable import FieldKit

/// What a clerk waits for who brings a list in a spreadsheet, or takes one away.
struct SheetBenchmark {
    /// The rows that come in.
    let rowsIn: Int
    /// The records that go out.
    let rowsOut: Int

    func run() throws -> [Figure] { try importing() + exporting() }

    private func importing() throws -> [Figure] {
        let county = try ServedCounty()
        let path = county.workplace.path("list.xlsx")
        try writeRoster(path)
        let run = try county.county("import", ["--kind", "student", path])
        let taken: Int = try run.value("accepted")
        return [
            Figure(
                what: "import of \(rowsIn) pupils from a workbook, start to exit",
                value: run.seconds,
                unit: .seconds,
                target: "20 s",
                isReached: run.seconds < 20 && taken == rowsIn
            ),
            Figure(
                what: "memory for it",
                value: run.megabytes,
                unit: .megabytes,
                target: "bounded",
                isReached: true
            ),
        ]
    }

    private func exporting() throws -> [Figure] {
        let workplace = try Workplace()
        _ = try workplace.field("laptop", ["init", "--local", "--json"])
        let folder = try ReplicaFolder.open(at: workplace.url.appending(path: "laptop"))
        try InventedRecords.write(0..<rowsOut, into: folder.replica, authority: .county)
        try folder.close()
        let words = ["export", "student", "--format", "xlsx", "-o", workplace.path("out.xlsx")]
        let run = try workplace.field("laptop", words)
        return [
            Figure(
                what: "export of \(rowsOut) records to a workbook, start to exit",
                value: run.seconds,
                unit: .seconds,
                target: "15 s",
                isReached: run.seconds < 15
            ),
            Figure(
                what: "memory for it",
                value: run.megabytes,
                unit: .megabytes,
                target: "bounded",
                isReached: true
            ),
        ]
    }

    /// A roster as a school register exports it, of invented pupils.
    private func writeRoster(_ path: String) throws {
        let headings = ["姓名", "性别", "身份证号", "班级", "学校标识码", "是否住校", "备注"]
        let head = TableHead(
            title: "名册",
            subtitle: "",
            columns: headings.map { TableHead.Column($0) },
            signatures: ["制表人："]
        )
        let writer = try WorkbookWriter(path: path, head: head)
        for index in 0..<rowsIn {
            try writer.row(
                [
                    "示例\(index)", Self.isGirl(index) ? "女" : "男", Self.number(index),
                    "三(\(index % 9 + 1))", "2199000001", "是", "第\(index)条",
                ].map { .text($0) }
            )
        }
        try writer.finish()
    }

    /// The last digit before the check digit is even for girls.
    private static func isGirl(_ index: Int) -> Bool { index.isMultiple(of: 2) }

    /// An invented national number, of a division that is none, with a right check digit.
    private static func number(_ index: Int) -> String {
        let day = BusinessDay(dayNumber: BusinessDay.epoch.dayNumber + 14_610 + index / 499)
        let date = "\(day ?? .epoch)".replacing("-", with: "")
        let serial = index % 499 * 2 + (isGirl(index) ? 0 : 1)
        let zeros = String(repeating: "0", count: 3 - "\(serial)".count)
        let body = "610399\(date)\(zeros)\(serial)"
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        let sum = zip(body.utf8, weights).reduce(0) { $0 + Int($1.0 - 0x30) * $1.1 }
        return body + "\(Array("10X98765432")[sum % 11])"
    }
}
