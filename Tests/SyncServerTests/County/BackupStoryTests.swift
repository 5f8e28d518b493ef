import FieldKit
import Foundation
import TestSupport
import Testing

@testable import SyncServer

@Suite("Backups of a county", .timeLimit(.minutes(5)))
struct BackupStoryTests {
    private static let village = "610326101901"

    private struct Epoch: Decodable { let epoch: String }

    @Test("a backup made while serving brings the county back; laptops send again what it lacks")
    func restore() async throws {
        try await onThread {
            let home = try TemporaryFolder()
            let county = try ServerProgram.county(in: home)
            let server = try ServingProgram(county)
            let an = try county.laptop("安老师", at: server, Self.village)
            let bai = try county.laptop("白老师", at: server, Self.village)
            let early = try an.pupil("备份之前", in: Self.village)
            try an.sync()
            try bai.sync()
            let file = home.path("county.backup")
            let before = try county.must("backup", file).json(Epoch.self).epoch
            let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions]
            #expect((mode as? NSNumber)?.intValue == 0o600)
            let late = try an.pupil("备份之后", in: Self.village)
            try bai.setNote(early, "备份之后改的")
            try an.sync()
            try bai.sync()
            try an.sync()
            #expect(try bai.note(late) == "备份之后")
            let digest = try county.digest()

            try county.mustFail("restore", file, code: "home_busy", exit: 3)
            #expect(server.stop() == 0)
            let after = try county.must("restore", file).json(Epoch.self).epoch
            #expect(after != before)
            #expect(try county.digest().records == digest.records - 1)
            let again = try ServingProgram(county, listen: server.address)
            // Only one of them syncs at first, and brings what both wrote.
            try bai.sync()
            #expect(try county.digest() == digest)
            let report = try an.sync()
            #expect(report.isVerified)
            #expect(try an.digest() == digest.digest)
            #expect(try bai.digest() == digest.digest)
            try bai.sync()
            #expect(try an.unsealed() == 0)
            #expect(try bai.unsealed() == 0)
            #expect(try county.must("verify").code == 0)
            #expect(again.stop() == 0)
        }
    }

    @Test("a relay brings back what its laptops wrote after the backup")
    func throughRelay() async throws {
        try await onThread {
            let home = try TemporaryFolder()
            let county = try ServerProgram.county(in: home)
            let server = try ServingProgram(county)
            let relay = ServerProgram("relay", in: home)
            let code = try county.code("中心校", role: "township", "610326101")
            try relay.must("join", "--upstream", server.url, "--code", code)
            let serving = try ServingProgram(relay)
            let an = try TestLaptop(
                "安老师",
                at: serving.url,
                code: try relay.code("安老师", Self.village),
                in: home
            )
            let early = try an.pupil("备份之前", in: Self.village)
            try an.sync()
            try relay.must("sync")
            let file = home.path("county.backup")
            try county.must("backup", file)
            _ = try an.pupil("备份之后", in: Self.village)
            try an.setNote(early, "备份之后改的")
            try an.sync()
            try relay.must("sync")
            try an.sync()
            #expect(try an.unsealed() == 0)
            let digest = try county.digest()
            #expect(server.stop() == 0)
            try county.must("restore", file)
            #expect(try county.digest() != digest)
            let again = try ServingProgram(county, listen: server.address)
            // Only the relay meets the county; its laptop is on the road.
            try relay.must("sync")
            #expect(try county.digest() == digest)
            try an.sync()
            try relay.must("sync")
            try an.sync()
            #expect(try an.digest() == county.digest().digest)
            #expect(try relay.digest() == county.digest())
            #expect(try an.unsealed() == 0)
            #expect(again.stop() == 0)
        }
    }

    @Test("what is no backup of this county is refused, and the county stays as it is")
    func refused() async throws {
        try await onThread {
            let home = try TemporaryFolder()
            let county = try ServerProgram.county(in: home)
            let other = try ServerProgram.county("other", in: home)
            let before = try county.digest()
            try other.must("backup", home.path("other.backup"))
            try county.must("backup", home.path("own.backup"))
            var damaged = try Data(contentsOf: home.url.appending(path: "own.backup"))
            damaged.replaceSubrange(4_096..<12_288, with: Data(repeating: 0x5A, count: 8_192))
            try damaged.write(to: home.url.appending(path: "damaged.backup"))
            try Data("no database".utf8).write(to: home.url.appending(path: "text.backup"))
            try Data().write(to: home.url.appending(path: "empty.backup"))
            for name in ["other", "damaged", "text", "empty", "missing"] {
                try county.mustFail(
                    "restore",
                    home.path("\(name).backup"),
                    code: "backup_invalid",
                    exit: 1
                )
            }
            #expect(try county.digest() == before)
            try county.must("restore", home.path("own.backup"))
            #expect(try county.digest() == before)
            try county.mustFail(
                "backup",
                home.path("no/such/folder/x"),
                code: "home_read_only",
                exit: 1
            )
        }
    }
}
