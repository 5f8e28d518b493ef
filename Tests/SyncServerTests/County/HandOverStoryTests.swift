import FieldKit
import Foundation
import TestSupport
import Testing

@testable import SyncServer

@Suite("Families are handed over, and decisions objected to, over TLS", .timeLimit(.minutes(5)))
struct HandOverStoryTests {
    private static let village = "610326101901"
    /// Teachers are known in their school.
    private static let school = "2199000001"

    private struct Made: Decodable { let id: String }

    private struct Assigned: Decodable {
        let id: String
        let subject: String
        let state: String
        let teacherName: String
        let current: Bool
    }

    private struct Today: Decodable {
        struct Item: Decodable {
            let kind: String
            let id: String
        }
        let items: [Item]

        func ids(_ kind: String) -> [String] { items.filter { $0.kind == kind }.map(\.id) }
    }

    private func laptop(
        _ name: String,
        _ county: ServerProgram,
        _ server: ServingProgram,
        role: String = "teacher"
    ) throws -> LaptopProgram {
        try LaptopProgram(
            name,
            at: server.url,
            code: try county.code(name, role: role, Self.village, Self.school),
            in: county.home
        )
    }

    private func text(_ outcome: StartedProgram.Outcome) -> String {
        String(decoding: outcome.output, as: UTF8.self)
    }

    @Test(
        "the township assigns, the teacher offers all, the colleague declines one and takes the rest"
    )
    func handOver() async throws {
        try await onThread {
            let county = try ServerProgram.county(in: try TemporaryFolder())
            let server = try ServingProgram(county)
            let file = county.home.path("teachers.csv")
            let rows = "工号,姓名,学校标识码\n901,安老师,\(Self.school)\n902,白老师,\(Self.school)\n"
            try Data(rows.utf8).write(to: URL(filePath: file))
            try county.must("import", "--kind", "teacher", file)
            let town = try laptop("中心校", county, server, role: "township")
            let an = try laptop("安老师", county, server)
            let bai = try laptop("白老师", county, server)
            try town.must("sync")
            var families: [String] = []
            for name in ["李甲甲", "王乙乙"] {
                let made: Made = try town.must(
                    "put",
                    "household",
                    "--bucket",
                    Self.village,
                    "head_name=\(name)"
                ).json()
                families.append(made.id)
                try town.must("assign", "分配", "包户", made.id, "--teacher", "安老师")
            }
            try town.must("sync")
            try an.must("sync")
            try bai.must("sync")
            let mine: [Assigned] = try an.must("assign").json()
            #expect(Set(mine.map(\.subject)) == Set(families))
            #expect(mine.allSatisfy { $0.state == "active" && $0.current })
            #expect(try an.must("today").json(Today.self).ids("visit").count == 2)

            try an.must("assign", "交接", "--to", "白老师", "--all", "--note", "钥匙在村委会")
            // Until somebody has taken over, the giver answers.
            #expect(try an.must("today").json(Today.self).ids("visit").count == 2)
            try an.must("sync")
            let heard = text(try bai.outcome("sync"))
            #expect(heard.contains("2 assignments ("), "\(heard)")
            let waiting = try bai.must("today").json(Today.self).ids("handover")
            #expect(waiting.count == 2)
            try bai.must("assign", "不接", waiting[0], "--reason", "太远")
            try bai.must("assign", "接手", "--all")
            #expect(try bai.must("today").json(Today.self).ids("handover").isEmpty)
            try bai.must("sync")
            try an.must("sync")
            let left: [Assigned] = try an.must("assign").json()
            #expect(left.map(\.state) == ["active"])
            let taken: [Assigned] = try bai.must("assign").json()
            #expect(taken.map(\.teacherName) == ["白老师"] && taken.map(\.current) == [true])
            #expect(Set((left + taken).map(\.subject)) == Set(families))
            let digest = try county.digest()
            #expect(try an.digest().digest == digest.digest)
            #expect(try bai.digest().digest == digest.digest)
            #expect(server.stop() == 0)
        }
    }

    private struct Objection: Decodable {
        let id: String
        let reason: String
        let taken: String
        let state: String
    }

    private struct Decisions: Decodable {
        struct Decision: Decodable { let decision: String }
        struct Raised: Decodable { let state: String }
        let decisions: [Decision]
        let objections: [Raised]
    }

    @Test(
        "a decision is told until it is objected to, the county answers, and nothing is rewritten"
    )
    func objection() async throws {
        try await onThread {
            let county = try ServerProgram.county(in: try TemporaryFolder())
            let server = try ServingProgram(county)
            let an = try laptop("安老师", county, server)
            let bai = try laptop("白老师", county, server)
            let family: Made = try an.must(
                "put",
                "household",
                "--bucket",
                Self.village,
                "head_name=李甲甲",
                "note=在家"
            ).json()
            try an.must("sync")
            try bai.must("sync")
            try an.must("put", "household", family.id, "note=住校")
            try bai.must("put", "household", family.id, "note=外出")
            try an.must("sync")
            try bai.must("sync")
            try county.must(
                "resolve",
                "household",
                family.id,
                "note=外出",
                "--reason",
                "电话核实"
            )
            try an.must("sync")
            #expect(try an.must("today").json(Today.self).ids("decided") == [family.id])
            let open: Decisions = try an.must("object").json()
            let decision = try #require(open.decisions.first?.decision)
            #expect(open.decisions.count == 1)
            try an.must(
                "异议",
                "提出",
                String(decision.suffix(6)),
                "--reason",
                "昨天见到孩子",
                "--wanted",
                "住校"
            )
            #expect(try an.must("today").json(Today.self).ids("decided").isEmpty)
            #expect(try an.values("note", of: "household", family.id, live: true) == ["外出"])
            try an.must("sync")
            let raised = try county.must("objections").json([Objection].self)
            #expect(raised.map(\.reason) == ["昨天见到孩子"] && raised.map(\.taken) == ["外出"])
            let id = try #require(raised.first?.id)
            try county.must("objections", "answer", id, "--value", "住校", "--reason", "再次核实")
            #expect(try county.must("objections").json([Objection].self).isEmpty)
            let told = text(try an.outcome("sync"))
            #expect(told.contains("Your objection") && told.contains("再次核实"), "\(told)")
            #expect(try an.values("note", of: "household", family.id, live: true) == ["住校"])
            let done: Decisions = try an.must("object", "--all").json()
            #expect(done.objections.map(\.state) == ["changed"])
            #expect(server.stop() == 0)
        }
    }
}
