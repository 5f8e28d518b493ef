import Foundation
import GRDB

@testable import FieldKit

/// What a teacher waits for at the door and in the evening: every command of the day, from the start of the
/// process to its end, with three years of visits in the replica.
struct DayBenchmark {
    let repetitions: Int

    /// A laptop: its scope, and within how many milliseconds a command has to be done there.
    private struct Laptop {
        let home: String
        let scopes: [String]
        let milliseconds: Double
    }

    /// Things in hand at each laptop, a third of them closed.
    private static let tasks = 300
    private static let township = "610326101"

    func run() throws -> [Figure] {
        let county = try ServedCounty()
        _ = try county.county("demo", ["--size", "M", "--seed", "7"])
        let (teacher, school) = try teacher(of: county)
        try county.serve()
        let laptops = [
            Laptop(home: "one township", scopes: [Self.township, school], milliseconds: 50),
            Laptop(
                home: "the whole county",
                scopes: ["610326", "11", "21", "31", "34", "51"],
                milliseconds: 100
            ),
        ]
        return try laptops.flatMap { laptop in
            try county.enrol(laptop.home, as: teacher, scopes: laptop.scopes)
            _ = try county.sync(laptop.home)
            return try figures(county, laptop)
        }
    }

    // MARK: The situation

    /// A teacher of the township who answers for a village, and the teacher's school.
    private func teacher(of county: ServedCounty) throws -> (name: String, school: String) {
        let found = try county.open("county") { replica in
            var found: (String, String)?
            try replica.list("teacher") { view in
                guard found == nil, let name = view.values["name"]?.text,
                    let school = view.values["school"]?.text,
                    (view.sets["villages"] ?? []).contains(where: { $0.hasPrefix(Self.township) })
                else { return }
                found = (name, school)
            }
            return found
        }
        guard let found else { throw ProgramRun.Failure.failed(["a teacher with a village"], 0) }
        return found
    }

    /// Puts things in hand into a laptop, as a semester leaves them; one family of the township.
    private func fill(_ county: ServedCounty, _ laptop: Laptop) throws -> (RecordID, RecordID) {
        try county.open(laptop.home) { replica in
            guard let today = BusinessDay(milliseconds: SystemClock().milliseconds()) else {
                throw ProgramRun.Failure.failed(["today"], 0)
            }
            let families = try replica.read { reader in
                try reader.store.records(type: "household", after: nil, limit: Self.tasks)
            }
            let begun = families.map { family in
                Edit(
                    type: "task",
                    changes: [
                        .set("subject", .text("\(family)")), .set("opened", today.value),
                        .set("kind", .text("回访")), .set("text", .text("补充资料")),
                    ]
                )
            }
            let made = try replica.edit(begun, author: "benchmark")
            let done = made.prefix(Self.tasks / 3).map { Edit.event("done", on: $0.id, day: today) }
            _ = try replica.edit(Array(done), author: "benchmark")
            let visit = try replica.read { reader in
                try reader.store.records(type: "visit", after: nil, limit: 1)
            }
            return (families[0], visit[0])
        }
    }

    // MARK: Measuring

    private func figures(_ county: ServedCounty, _ laptop: Laptop) throws -> [Figure] {
        let (family, visit) = try fill(county, laptop)
        let commands = [
            ["today"], ["today", "--route"], ["find", "zxm"], ["visit", "list"],
            ["visit", "show", "\(visit)"], ["task"], ["drop"], ["get", "household", "\(family)"],
            ["why", "household", "\(family)"], ["conflicts"], ["status"], ["held"], ["digest"],
            ["put", "household", "\(family)", "note=benchmark"],
        ]
        let floor = try DatabaseQueue(path: county.workplace.path("\(laptop.home)/replica.sqlite"))
        return try commands.map { words in
            // The first run reads on what finding knows.
            _ = try county.workplace.field(laptop.home, words)
            var times: [Double] = []
            var starts: [Double] = []
            var empties: [Double] = []
            var queries: [Double] = []
            for _ in 0..<repetitions {
                times.append(try county.workplace.field(laptop.home, words).seconds)
                starts.append(try county.workplace.field(laptop.home, ["--version"]).seconds)
                empties.append(try ProgramRun.must(["/bin/true"]).seconds)
                queries.append(try seconds { try Self.query(floor) })
            }
            let shown = words.prefix { !$0.contains("-") || $0.hasPrefix("--") }
            return Figure(
                what: "`field \(shown.joined(separator: " "))` in \(laptop.home)",
                value: median(times) * 1_000,
                unit: .milliseconds,
                target: "\(Int(laptop.milliseconds)) ms",
                isReached: median(times) * 1_000 <= laptop.milliseconds,
                own: (median(starts) + median(queries)) * 1_000,
                bare: (median(empties) + median(queries)) * 1_000
            )
        }
    }

    /// What cannot be done without: the writes of fifty records.
    private static func query(_ database: DatabaseQueue) throws {
        try database.read { database in
            let statement = try database.cachedStatement(
                sql: """
                    SELECT write.body FROM record JOIN write ON write.record = record.number
                    WHERE record.id > ? ORDER BY record.id LIMIT 50
                    """
            )
            _ = try Data.fetchAll(statement, arguments: [Data()])
        }
    }
}
