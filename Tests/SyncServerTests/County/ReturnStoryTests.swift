import FieldKit
import Foundation
import TestSupport
import Testing

@Suite("One export, edited by two people without a network", .timeLimit(.minutes(5)))
struct ReturnStoryTests {
    private static let village = "610326101901"

    private struct Taken: Decodable {
        struct Refused: Decodable {
            let line: Int
            let column: String?
            let code: String
        }
        let rows: Int
        let accepted: Int
        let refused: [Refused]
        let changed: Int
        /// Only a laptop has any.
        let observations: Int?
    }

    private struct Record: Decodable {
        struct Fields: Decodable {
            let address: String?
            let note: String?
            let village_group: String?
            let residence_status: String?
        }
        let id: String
        let fields: Fields
        let conflicts: [String]
    }

    private static func edit(
        _ path: String,
        _ name: String,
        _ cells: [String: String]
    ) throws
        -> String
    {
        let out = path.replacing(".xlsx", with: "-\(name).xlsx")
        let steps = cells.map { ["row": "示例户主", "set": $0.key, "value": $0.value] }
        let json = String(
            decoding: try JSONSerialization.data(withJSONObject: steps),
            as: UTF8.self
        )
        let outcome = try PythonScript("PythonSheets/sheets.py").run(["edit", path, out, json])
        try #require(outcome.code == 0, "\(outcome.errors)")
        return out
    }

    @Test("meets field by field: what one changed stands, what both changed is a conflict")
    func twoPeople() async throws {
        try await onThread {
            let home = try TemporaryFolder()
            let county = try ServerProgram.county(in: home)
            let server = try ServingProgram(county)
            let (an, bai) = try Self.laptops(county, server, home)
            let path = home.path("out.xlsx")
            try an.export("household", to: path)
            let first = try Self.edit(path, "an", ["住址": "安写的", "组": "1"])
            let second = try Self.edit(path, "bai", ["住址": "白写的", "居住状态": "常住"])
            let third = try Self.edit(path, "county", ["备注": "县写的", "住址": "县写的"])
            for (laptop, file) in [(an, first), (bai, second)] {
                let taken: Taken = try laptop.must("import", file).json()
                #expect(taken.changed == 1 && taken.accepted == 1 && taken.refused.isEmpty)
            }
            for laptop in [an, bai, an] { try laptop.must("sync") }
            let taken: Taken = try county.must("import", third).json()
            #expect(taken.changed == 1 && taken.refused.isEmpty)
            for laptop in [an, bai] {
                try laptop.must("sync")
                let record: Record = try #require(
                    try laptop.must("list", "household").json([Record].self).first
                )
                #expect(record.conflicts == ["address"])
                #expect(record.fields.village_group == "1")
                // What stood in the cell is a word of the county's list: the record holds its code.
                #expect(record.fields.residence_status == "1")
                #expect(record.fields.note == "县写的")
                let live = try laptop.values("address", of: "household", record.id, live: true)
                #expect(Set(live) == ["安写的", "白写的", "县写的"] && live.count == 3)
                #expect(try laptop.digest().digest == county.digest().digest)
            }
            #expect(server.stop() == 0)
        }
    }

    @Test("and a version that a laptop does not hold is refused there, and taken at the county")
    func versionElsewhere() async throws {
        try await onThread {
            let home = try TemporaryFolder()
            let county = try ServerProgram.county(in: home)
            let server = try ServingProgram(county)
            let (an, bai) = try Self.laptops(county, server, home)
            try an.must("put", "household", try Self.id(an), "address=二")
            let path = home.path("out.xlsx")
            try an.export("household", to: path)
            let file = try Self.edit(path, "an", ["住址": "三"])
            let outcome = try bai.start(["import", file]).outcome()
            #expect(outcome.code == 1 && outcome.errors.contains("no_row_taken"))
            let refused: Taken = try outcome.json()
            #expect(refused.refused.map(\.code) == ["invalid_version"])
            #expect(refused.refused.map(\.column) == ["version"] && refused.changed == 0)
            try an.must("sync")
            let taken: Taken = try county.must("import", file).json()
            #expect(taken.changed == 1 && taken.refused.isEmpty)
            #expect(server.stop() == 0)
        }
    }

    @Test("and a value of the roster is written by the county alone; others observe it, once")
    func roster() async throws {
        try await onThread {
            let home = try TemporaryFolder()
            let county = try ServerProgram.county(in: home)
            let server = try ServingProgram(county)
            let (an, _) = try Self.laptops(county, server, home)
            let path = home.path("out.xlsx")
            try an.export("household", to: path)
            let known = try Self.edit(path, "county", ["户号": "6103260001"])
            #expect(try county.must("import", known).json(Taken.self).changed == 1)
            try an.must("sync")
            try an.export("household", to: path)
            let seen = try Self.edit(path, "an", ["户号": "6103260002"])
            for count in [1, 0] {
                let taken: Taken = try an.must("import", seen).json()
                #expect(taken.changed == count && taken.observations == count)
                #expect(taken.refused.isEmpty)
            }
            #expect(try an.must("list", "observation").json([Record].self).count == 1)
            let numbers = try an.values("household_number", of: "household", try Self.id(an))
            #expect(numbers == ["6103260001"])
            #expect(server.stop() == 0)
        }
    }

    private static func id(_ laptop: LaptopProgram) throws -> String {
        try #require(try laptop.must("list", "household").json([Record].self).first?.id)
    }

    /// Two laptops that hold one household.
    private static func laptops(
        _ county: ServerProgram,
        _ server: ServingProgram,
        _ home: TemporaryFolder
    ) throws -> (LaptopProgram, LaptopProgram) {
        let laptops = try ["an", "bai"].map { name in
            try LaptopProgram(
                name,
                at: server.url,
                code: try county.code(name, village),
                in: home
            )
        }
        try laptops[0].must(
            "put",
            "household",
            "head_name=示例户主",
            "address=一",
            "--bucket",
            village
        )
        for laptop in laptops { try laptop.must("sync") }
        return (laptops[0], laptops[1])
    }
}
