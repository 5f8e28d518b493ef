import Foundation
import GRDB

@testable import FieldKit

/// What a teacher waits for who looks for a child, and what a sync does so that it is not more.
struct FindBenchmark {
    let pupils: Int
    let repetitions: Int

    private static let words = [
        ("by initials", ["zxm"]), ("by initials and class", ["wxy", "2班"]),
        ("by a mixed spelling", ["zhangxm"]), ("by characters", ["张晓"]),
        ("by a frequent family name", ["王"]),
        ("by a village and a family name", ["610326100003", "李"]),
    ]

    func run() throws -> [Figure] {
        let workplace = try Workplace()
        _ = try workplace.field("laptop", ["init", "--local", "--json"])
        try fill(workplace)
        let folder = try ReplicaFolder.open(at: workplace.url.appending(path: "laptop"))
        let reading = try seconds { try folder.prepareFinding() }
        try folder.close()
        let index = workplace.path("laptop/find.sqlite")
        let size = try FileManager.default.attributesOfItem(atPath: index)[.size] as? Int
        var figures = [
            Figure(
                what: "reading \(pupils) pupils for finding, at the end of their first sync",
                value: reading,
                unit: .seconds,
                target: "",
                isReached: true
            ),
            Figure(
                what: "the index for finding, a pupil",
                value: Double(size ?? 0) / Double(pupils),
                unit: .bytes,
                target: "",
                isReached: true
            ),
        ]
        for (what, words) in Self.words { figures.append(try find(workplace, what, words)) }
        return figures
    }

    private func fill(_ workplace: Workplace) throws {
        let folder = try ReplicaFolder.open(at: workplace.url.appending(path: "laptop"))
        defer { try? folder.close() }
        var random = SplitMix64(seed: 7)
        for start in stride(from: 0, to: pupils, by: 2_048) {
            let edits = InventedRecords.edits(start..<min(start + 2_048, pupils), villages: 100)
                .map { edit in
                    var edit = edit
                    edit.changes.append(.set("name", .text(DemoNames.person(&random))))
                    edit.changes.removeAll { change in
                        if case .set("name", .text(let text)) = change {
                            text.hasPrefix("学生")
                        } else {
                            false
                        }
                    }
                    return edit
                }
            _ = try folder.replica.edit(
                edits,
                author: "benchmark",
                authority: .county,
                placing: false
            )
        }
    }

    private func find(_ workplace: Workplace, _ what: String, _ words: [String]) throws -> Figure {
        let floor = try DatabaseQueue(path: workplace.path("laptop/find.sqlite"))
        var finds: [Double] = []
        var starts: [Double] = []
        var empties: [Double] = []
        var queries: [Double] = []
        for _ in 0..<repetitions {
            finds.append(
                try workplace.field("laptop", ["find", "--json"] + words).seconds
            )
            starts.append(try workplace.field("laptop", ["--version"]).seconds)
            empties.append(try ProgramRun.must(["/bin/true"]).seconds)
            queries.append(try seconds { try Self.query(floor) })
        }
        return Figure(
            what: "find \(what) among \(pupils) pupils, process start to exit",
            value: median(finds) * 1_000,
            unit: .milliseconds,
            target: "50 ms",
            isReached: median(finds) <= 0.050,
            own: (median(starts) + median(queries)) * 1_000,
            bare: (median(empties) + median(queries)) * 1_000
        )
    }

    /// What cannot be done without: the first fifty records of a prefix.
    private static func query(_ database: DatabaseQueue) throws {
        try database.read { database in
            let statement = try database.cachedStatement(
                sql: """
                    SELECT record.id FROM term JOIN record ON record.number = term.record
                    WHERE term.text BETWEEN ? AND ? ORDER BY term.text, term.record LIMIT 50
                    """
            )
            _ = try Data.fetchAll(statement, arguments: ["zxm", "zxm\u{10FFFF}"])
        }
    }
}
