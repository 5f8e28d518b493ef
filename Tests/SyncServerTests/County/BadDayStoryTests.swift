import FieldKit
import Foundation
import TestSupport
import Testing

@testable import SyncServer

@Suite("Bad days of a county, over TLS", .timeLimit(.minutes(5)))
struct BadDayStoryTests {
    private static let village = "610326101901"

    @Test("what was written before the laptop was enrolled goes up once it is")
    func lateEnrolment() async throws {
        try await onThread {
            let home = try TemporaryFolder()
            let county = try ServerProgram.county(in: home)
            let server = try ServingProgram(county)
            let laptop = try LaptopProgram(local: "early", in: home)
            try laptop.must("put", "household", "--bucket", Self.village, "note=先写的")
            let code = try county.code("安老师", Self.village)
            try laptop.must("init", "--server", server.url, "--code", code)
            try laptop.must("sync")
            let status = try laptop.status()
            #expect(status.unsent == 0 && status.unsealed == 0 && status.held == 0)
            #expect(try county.digest().byBucket[Self.village] != nil)
            // Only one server at a time serves a folder.
            try county.mustFail("serve", "--listen", "127.0.0.1:0", code: "home_busy", exit: 3)
            #expect(server.stop() == 0)
        }
    }

    @Test("a copied laptop and its copy both go on, and the county gets what both wrote")
    func copiedHome() async throws {
        try await onThread {
            let home = try TemporaryFolder()
            let county = try ServerProgram.county(in: home)
            let server = try ServingProgram(county)
            let first = try county.laptop("安老师", at: server, Self.village)
            let pupil = try first.pupil("在家", in: Self.village)
            try first.sync()
            let copy = try TestLaptop(copyOf: first, in: home)
            let original = try TestLaptop(reopening: first)
            #expect(copy.folder.wasMoved && !original.folder.wasMoved)
            let one = try original.pupil("原来的电脑", in: Self.village)
            let two = try copy.pupil("复制的电脑", in: Self.village)
            try original.setNote(pupil, "住校")
            try copy.setNote(pupil, "走读")
            for laptop in [original, copy, original] {
                try laptop.sync()
                #expect(try laptop.unsealed() == 0)
            }
            for laptop in [original, copy] {
                #expect(try laptop.note(one) == "原来的电脑")
                #expect(try laptop.note(two) == "复制的电脑")
                #expect(try laptop.replica.view("student", pupil).conflicts == ["note"])
                #expect(try laptop.digest() == county.digest().digest)
            }
            #expect(try county.must("verify").code == 0)
            #expect(server.stop() == 0)
        }
    }

    @Test("a damaged database is named as such; a backup and the laptops bring all back")
    func damagedDatabase() async throws {
        try await onThread {
            let home = try TemporaryFolder()
            let county = try ServerProgram.county(in: home)
            let server = try ServingProgram(county)
            let an = try county.laptop("安老师", at: server, Self.village)
            let early = try an.pupil("备份之前", in: Self.village)
            try an.sync()
            try county.must("backup", home.path("county.backup"))
            let late = try an.pupil("备份之后", in: Self.village)
            try an.sync()
            let digest = try county.digest()
            #expect(server.stop() == 0)

            let file = URL(filePath: county.data + "/replica.sqlite")
            let whole = try Data(contentsOf: file)
            let spoilt = whole.prefix(4_096) + Data(repeating: 0xA5, count: whole.count - 4_096)
            let handle = try FileHandle(forWritingTo: file)
            try handle.write(contentsOf: spoilt)
            try handle.close()
            for command in ["status", "verify", "digest"] {
                try county.mustFail(command, code: "store_damaged", exit: 4)
            }
            let refused = try county.run(["serve", "--listen", "127.0.0.1:0"])
            #expect(refused.code == 4)
            #expect(refused.errors.contains("`SyncServer restore`"))
            #expect(try Data(contentsOf: file) == spoilt)
            // Of a lost file it does not say that there never was one.
            try FileManager.default.removeItem(at: file)
            try county.mustFail("status", code: "store_damaged", exit: 4)

            try county.must("restore", home.path("county.backup"))
            let again = try ServingProgram(county, listen: server.address)
            try an.sync()
            #expect(try county.digest() == digest)
            #expect(try an.unsealed() == 0)
            #expect(try an.note(early) == "备份之前" && an.note(late) == "备份之后")
            #expect(try county.must("verify").code == 0)
            #expect(again.stop() == 0)
        }
    }

    @Test(
        "a county whose disk is full says so in its own words, and the laptop keeps what it has",
        .enabled(if: SmallDisk.canBeMade, "\(SmallDisk.reason)")
    )
    func fullDisk() async throws {
        try await onThread {
            let home = try TemporaryFolder()
            let disk = try SmallDisk(kibibytes: 2_048, named: "county", in: home)
            let county = try ServerProgram.county(in: home)
            let server = try ServingProgram(county)
            let an = try county.laptop("安老师", at: server, Self.village)
            let pupil = try an.pupil("在家", in: Self.village)
            let fill = try disk.fill()
            let problem = #expect(throws: Problem.self) { try an.sync() }
            #expect(problem?.code == .serverFailing)
            #expect(problem?.details["reason"] == "disk_full")
            #expect(problem?.code.entry.exit == 3)
            #expect(try an.unsealed() == 1)
            #expect(try an.note(pupil) == "在家")
            try FileManager.default.removeItem(at: fill)
            #expect(try an.sync().sent == 1)
            #expect(try an.unsealed() == 0)
            #expect(try server.status("/health", of: county) == 200)
            #expect(server.stop() == 0)

            try disk.setReadOnly(true)
            try county.mustFail("status", code: "home_read_only", exit: 1)
            try county.mustFail("backup", home.path("b"), code: "home_read_only", exit: 1)
            try disk.setReadOnly(false)
            #expect(try county.must("verify").code == 0)
            #expect(try an.digest() == county.digest().digest)
        }
    }
}
