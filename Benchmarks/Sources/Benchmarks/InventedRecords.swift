import Foundation

@testable import FieldKit

/// Records as a county has them, without persons: eleven fields, two buckets, some 200 bytes of
/// values.
enum InventedRecords {
    /// The village of a record, counted around.
    static func village(_ index: Int) -> String { "6103261\(String(format: "%05d", 1 + index))" }

    /// Edits that make records.
    ///
    /// - Parameters:
    ///   - range: The numbers of the records.
    ///   - villages: Over how many villages they are spread.
    /// - Returns: One edit for each number.
    static func edits(_ range: Range<Int>, villages: Int = 10) -> [Edit] {
        range.map { index in
            Edit(
                type: "student",
                changes: [
                    .enter(village(index % villages)), .enter("21990\(10000 + index % 40)"),
                    .set("name", .text("学生\(index)")), .set("sex", .text("1")),
                    .set("birth", .text("2014-0\(1 + index % 9)-1\(index % 10)")),
                    .set("nation", .text("01")), .set("stage", .text("小学")),
                    .set("grade", .text("\(1 + index % 6)")), .set("class", .text("\(index % 4)")),
                    .set("boarding", .text("走读")), .set("guardian", .text("监护人\(index)")),
                    .set("phone", .text("1000000\(1000 + index % 9000)")),
                    .set("note", .text("第\(index)条：家访时在家，学习用品齐全，助学金已到账。")),
                ]
            )
        }
    }

    /// Writes records into a replica, in parts that each are one transaction.
    static func write(
        _ range: Range<Int>,
        villages: Int = 10,
        into replica: Replica,
        authority: FieldPolicy.Authority = .anyone
    ) throws {
        for start in stride(from: range.lowerBound, to: range.upperBound, by: 2_048) {
            let part = start..<min(start + 2_048, range.upperBound)
            _ = try replica.edit(
                edits(part, villages: villages),
                author: "benchmark",
                authority: authority,
                placing: false
            )
        }
    }

    /// The bytes of the values of a record, with the buckets.
    static func valueBytes(_ index: Int) -> Int {
        edits(index..<index + 1)[0].changes.reduce(0) { sum, change in
            switch change {
            case .set(_, let value): sum + value.text.utf8.count
            case .enter(let bucket): sum + bucket.utf8.count
            default: sum
            }
        }
    }
}
