import FieldKit
import Foundation
import TestSupport
import Testing

@testable import SyncServer

@Suite("The evening's summary, from the built programs over TLS", .timeLimit(.minutes(5)))
struct EveningStoryTests {
    private static let village = "610326101901"

    private struct Made: Decodable { let id: String }

    private struct Report: Decodable {
        struct Summary: Decodable {
            struct Count: Decodable {
                let type: String
                let new: Int
                let changed: Int
            }
            struct Overruled: Decodable {
                let mine: String
                let taken: String
                let reason: String
                let by: String
                let decision: String
            }
            struct Returned: Decodable {
                let visit: String
                let reason: String
            }
            let sent: [Count]
            let received: [Count]
            let returned: [Returned]
            let overruled: [Overruled]
            let unsealed: Int

            func count(_ type: String, in list: [Count]) -> [Int] {
                list.filter { $0.type == type }.flatMap { [$0.new, $0.changed] }
            }
        }
        let sent: Int
        let verified: Bool
        let summary: Summary
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
            code: try county.code(name, role: role, Self.village),
            in: county.home
        )
    }

    private func household(_ laptop: LaptopProgram, _ values: String...) throws -> Made {
        try laptop.must(["put", "household", "--bucket", Self.village] + values).json()
    }

    @Test("tells what went up and came down, what was sent back and decided, once and in words")
    func whole() async throws {
        try await onThread {
            let county = try ServerProgram.county(in: try TemporaryFolder())
            let server = try ServingProgram(county)
            let an = try laptop("安老师", county, server)
            let bai = try laptop("白老师", county, server)
            let household = try household(an, "head_name=王示示", "note=在家")
            let visit: Made = try an.must("call", household.id, "--note", "都好").json()
            let first = try an.outcome("sync")
            #expect(first.code == 0, "\(first.errors)")
            let said = String(decoding: first.output, as: UTF8.self)
            #expect(said.contains("Sent 1 household, 1 call; received nothing"), "\(said)")
            #expect(said.contains("Synced: the county has sealed everything."))
            let empty = String(decoding: try an.outcome("sync").output, as: UTF8.self)
            #expect(empty.contains("Nothing is new"), "\(empty)")

            try bai.must("sync")
            try bai.must("put", "household", household.id, "note=外出很久")
            try bai.must("visit", "return", visit.id, "--reason", "缺资助情况")
            try bai.must("task", "new", household.id, "text=送信")
            try an.must("put", "household", household.id, "note=住校")
            try bai.must("sync")
            try an.must("sync")
            try county.must(
                "resolve",
                "household",
                household.id,
                "note=外出很久",
                "--reason",
                "王示示电话13900001234核实"
            )
            let report: Report = try an.must("sync").json()
            #expect(report.summary.overruled.map(\.mine) == ["住校"])
            #expect(report.summary.overruled.map(\.taken) == ["外出很久"])
            #expect(report.summary.overruled.map(\.reason) == ["王示示电话13900001234核实"])
            // What the sync before had told is not told again.
            #expect(report.summary.returned.isEmpty)
            let told = String(
                decoding: try an.outcome("evening", "--lang", "zh").output,
                as: UTF8.self
            )
            #expect(
                told.contains("您填“住校”，县里采用“外出…”（理由：王*示电话*******1234核实"),
                "\(told)"
            )
            #expect(told.contains("王*示") && !told.contains("王示示"), "\(told)")
            #expect(told.contains("field 异议 提出"), "\(told)")
            #expect(server.stop() == 0)
        }
    }

    @Test("is told again to whoever left it before its end")
    func left() async throws {
        try await onThread {
            let county = try ServerProgram.county(in: try TemporaryFolder())
            let server = try ServingProgram(county)
            let an = try laptop("安老师", county, server)
            let bai = try laptop("白老师", county, server)
            let household = try household(an, "head_name=王示示")
            let visits: [Made] = try (1...3).map {
                try an.must("call", household.id, "--note", "第 \($0) 次").json()
            }
            try an.must("sync")
            try bai.must("sync")
            for visit in visits {
                try bai.must("visit", "return", visit.id, "--reason", "缺资助情况")
            }
            try bai.must("sync")
            // A screen of five lines, and q at the first of its pages.
            let said = try an.sits("sync", typing: "q\n")
            #expect(said.contains("q: end") && !said.contains("Synced:"), "\(said)")
            let report: Report = try an.must("sync").json()
            #expect(Set(report.summary.returned.map(\.visit)) == Set(visits.map(\.id)))
            let none: Report = try an.must("sync").json()
            #expect(none.summary.returned.isEmpty)
            #expect(server.stop() == 0)
        }
    }

    @Test("what a cut sync had exchanged is told by the next one")
    func interrupted() async throws {
        try await onThread {
            let county = try ServerProgram.county(in: try TemporaryFolder())
            let first = try ServingProgram(county)
            let an = try laptop("安老师", county, first)
            let bai = try laptop("白老师", county, first)
            try an.must("sync")
            try bai.must("sync")
            let household = try household(bai, "head_name=王示示")
            try bai.must("task", "new", household.id, "text=送信")
            try bai.must("sync")
            try an.must("put", "household", "--bucket", Self.village, "head_name=李示示")
            // It is all exchanged, and the terminal is closed before the summary is read: nothing can be
            // written to what it should be said on.
            let deaf = try BuiltProgram("field").start(
                [],
                environment: [
                    "FIELD_HOME": county.home.path("安老师"), "LANG": "C.UTF-8", "USER": "teacher",
                ],
                launcher: ["sh", "-c", "exec \"$1\" sync >/dev/full", "sh"]
            ).outcome()
            #expect(deaf.code != 0)
            #expect(try an.status().unsealed == 0)
            let address = first.address
            #expect(first.stop() == 0)
            let failed = try an.outcome("sync")
            #expect(failed.code == 3)
            let second = try ServingProgram(county, listen: address)
            let report: Report = try an.must("sync").json()
            #expect(report.sent == 0)
            #expect(report.summary.count("household", in: report.summary.sent) == [1, 0])
            #expect(report.summary.count("household", in: report.summary.received) == [1, 0])
            #expect(report.summary.count("task", in: report.summary.received) == [1, 0])
            let again: Report = try an.must("sync").json()
            #expect(again.summary.sent.isEmpty && again.summary.received.isEmpty)
            #expect(second.stop() == 0)
        }
    }
}
