import FieldKit
import Foundation
import TestSupport
import Testing

@testable import SyncServer

@Suite("Two laptops and a county, as processes over TLS", .timeLimit(.minutes(5)))
struct ConflictStoryTests {
    private static let village = "610326101901"

    private struct Conflict: Decodable {
        struct Entry: Decodable {
            let value: String
            let author: String
        }
        let id: String
        let field: String
        let entries: [Entry]
    }

    @Test("a conflict is seen and decided at the county, and all three are equal and sealed")
    func conflict() async throws {
        try await onThread {
            let home = try TemporaryFolder()
            let county = try ServerProgram.county(in: home)
            let server = try ServingProgram(county)
            let an = try county.laptop("安老师", at: server, Self.village)
            let bai = try county.laptop("白老师", at: server, Self.village)
            let pupil = try an.pupil("在家", in: Self.village)
            try an.sync()
            try bai.sync()
            #expect(try bai.note(pupil) == "在家")
            try an.setNote(pupil, "随父母外出")
            try bai.setNote(pupil, "住在外婆家")
            #expect(try an.unsealed() == 1)
            try an.sync()
            let met = try bai.sync()
            #expect(met.conflicts == 1 && met.isVerified)
            let open = try county.must("conflicts").json([Conflict].self)
            #expect(open.map(\.id) == ["\(pupil)"] && open.first?.field == "note")
            #expect(Set(open.first?.entries.map(\.author) ?? []) == ["安老师", "白老师"])
            try county.must(
                "resolve",
                "student",
                "\(pupil)",
                "note=住在外婆家，周末回家",
                "--reason",
                "电话问过家长"
            )
            for laptop in [an, bai] {
                let report = try laptop.sync()
                #expect(report.isVerified && report.decisions.count == 1)
                #expect(try laptop.note(pupil) == "住在外婆家，周末回家")
                #expect(try laptop.unsealed() == 0)
                #expect(try laptop.folder.problems() == [])
            }
            let digest = try county.digest()
            #expect(try an.digest() == digest.digest)
            #expect(try bai.digest() == digest.digest)
            #expect(try county.must("conflicts").json([Conflict].self).isEmpty)
            let again = try an.sync()
            #expect(again.isSame && again.requests == 1)
            #expect(again.bytesIn + again.bytesOut <= 1_024)
            #expect(server.stop() == 0)
            #expect(try !server.logged().contains("王小明"))
        }
    }

    @Test("a sync that finds the county stopped loses nothing, and goes on when it is back")
    func stopped() async throws {
        try await onThread {
            let home = try TemporaryFolder()
            let county = try ServerProgram.county(in: home)
            let first = try ServingProgram(county)
            let an = try county.laptop("安老师", at: first, Self.village)
            _ = try an.pupil("在家", in: Self.village)
            #expect(first.stop() == 0)
            expectProblem(.serverUnreachable) { try an.sync() }
            #expect(try an.unsealed() == 1)
            let second = try ServingProgram(county, listen: first.address)
            #expect(try an.sync().sent == 1)
            #expect(try an.unsealed() == 0)
            #expect(second.stop() == 0)
        }
    }

    @Test("what the county's own commands write while it serves comes down with the next sync")
    func commandsBeside() async throws {
        try await onThread {
            let home = try TemporaryFolder()
            let county = try ServerProgram.county(in: home)
            let server = try ServingProgram(county)
            let an = try county.laptop("安老师", at: server, "2199000001")
            let file = home.path("schools.csv")
            try Data("学校标识码,学校名称,类别\n2199000001,示例小学,小学\n".utf8).write(to: URL(filePath: file))
            try county.must("import", "--kind", "school", file)
            try an.sync()
            #expect(try an.digest() == county.digest().digest)
            var schools = 0
            try an.replica.list("school") { _ in schools += 1 }
            #expect(schools == 1)
        }
    }

    @Test("health names the epoch, and metrics count sessions, writes and enrolments")
    func watched() async throws {
        try await onThread {
            let home = try TemporaryFolder()
            let county = try ServerProgram.county(in: home)
            let server = try ServingProgram(county)
            let an = try county.laptop("安老师", at: server, Self.village)
            _ = try an.pupil("在家", in: Self.village)
            _ = try an.pupil("别人的村", in: "610326102901")
            try an.sync()
            struct Status: Decodable { let epoch: String }
            let epoch = try county.must("status").json(Status.self).epoch
            let health = try server.get("/health", "application/json", of: county)
            #expect(health.contains("\"epoch\":\"\(epoch)\""))
            let metrics = try server.get("/metrics", "text/plain", of: county)
            for line in [
                #"sync_sessions_total{kind="full"} 1"#, #"sync_writes_total{became="applied"} 1"#,
                #"sync_writes_total{became="held"} 1"#, "sync_enrolments_total 1",
            ] {
                #expect(metrics.contains(line), "\(line) is not in \(metrics)")
            }
            #expect(try server.logged().contains("device enrolled"))
        }
    }
}
