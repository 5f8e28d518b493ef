import FieldKit
import Foundation
import TestSupport
import Testing

@testable import SyncServer

@Suite("A township's relay, as a process over TLS", .timeLimit(.minutes(5)))
struct RelayStoryTests {
    private static let village = "610326101901"

    private struct Sync: Decodable {
        let sent: Int
        let received: Int
        let verified: Bool
    }

    private struct Joined: Decodable {
        let server: String
        let upstream: String
    }

    @Test("serves its laptops while the county is away, and brings what they wrote, and the seals")
    func away() async throws {
        try await onThread {
            let home = try TemporaryFolder()
            let county = try ServerProgram.county(in: home)
            var server = try ServingProgram(county)
            let relay = ServerProgram("relay", in: home)
            let code = try county.code("中心校", role: "township", "610326101")
            let joined: Joined = try relay.must("join", "--upstream", server.url, "--code", code)
                .json()
            #expect(joined.upstream == server.url)
            let serving = try ServingProgram(relay)
            let an = try TestLaptop(
                "安老师",
                at: serving.url,
                code: try relay.code("安老师", Self.village),
                in: home
            )
            let spare = try relay.code("白老师", Self.village)
            let address = server.address
            #expect(server.stop() == 0)

            let pupil = try an.pupil("在家", in: Self.village)
            let report = try an.sync()
            #expect(report.sent == 1 && report.isVerified)
            #expect(try an.unsealed() == 1)
            expectProblem(.relayOffline) {
                _ = try TestLaptop("白老师", at: serving.url, code: spare, in: home)
            }
            try relay.mustFail("sync", code: "server_unreachable", exit: 3)

            server = try ServingProgram(county, listen: address)
            let bai = try TestLaptop("白老师", at: serving.url, code: spare, in: home)
            let up: Sync = try relay.must("sync").json()
            #expect(up.sent >= 1 && up.verified)
            try an.sync()
            #expect(try an.unsealed() == 0)
            try bai.sync()
            #expect(try bai.note(pupil) == "在家")
            let digest = try county.digest()
            for other in [try an.digest(), try bai.digest(), try relay.digest().digest] {
                #expect(other == digest.digest)
            }
            // The laptop is known everywhere in the county, and may go to it directly.
            try bai.setNote(pupil, "外出")
            #expect(try bai.sync(server.url).sent == 1)
            #expect(try bai.unsealed() == 0)
            let down: Sync = try relay.must("sync").json()
            #expect(down.received >= 1)
            try an.sync()
            #expect(try an.note(pupil) == "外出")
            #expect(serving.stop() == 0)
            #expect(server.stop() == 0)
        }
    }

    @Test("takes only what lies in its own scope; the rest stays with the laptop")
    func scope() async throws {
        try await onThread {
            let home = try TemporaryFolder()
            let county = try ServerProgram.county(in: home)
            let server = try ServingProgram(county)
            let relay = ServerProgram("relay", in: home)
            let code = try county.code("中心校", role: "township", "610326101")
            try relay.must("join", "--upstream", server.url, "--code", code)
            let serving = try ServingProgram(relay)
            let an = try county.laptop("安老师", at: server, Self.village, "610326102901")
            _ = try an.pupil("这里", in: Self.village)
            let far = try an.pupil("那里", in: "610326102901")
            let report = try an.sync(serving.url)
            #expect(report.sent == 1 && report.unsent == 1 && report.isVerified)
            try relay.must("sync")
            try an.sync(serving.url)
            #expect(try an.unsealed() == 1)
            #expect(try an.sync(server.url).sent == 1)
            #expect(try an.unsealed() == 0)
            #expect(try an.note(far) == "那里")
            // Also once the county has been met: who leaves a change here again still has it to send.
            try an.setNote(far, "那里，后来")
            #expect(try an.sync(serving.url).unsent == 1)
            #expect(try an.replica.status().unsent == 1)
            try an.sync(server.url)
            #expect(try an.replica.status().unsent == 0)
        }
    }

    @Test("joins in a folder that was made by init too, if nobody has used what is in it")
    func joinAfterInit() async throws {
        try await onThread {
            let home = try TemporaryFolder()
            let county = try ServerProgram.county(in: home)
            let server = try ServingProgram(county)
            let relay = ServerProgram("relay", in: home)
            try relay.must("init", "--name", "中心校", "--division", "610326101")
            let teacher = try county.code("安老师", Self.village)
            let before = try relay.digest().digest
            try relay.mustFail(
                "join",
                "--upstream",
                server.url,
                "--code",
                teacher,
                code: "forbidden",
                exit: 1
            )
            #expect(try relay.digest().digest == before)
            let code = try county.code("中心校", role: "township", "610326101")
            try relay.must("join", "--upstream", server.url, "--code", code)
            try relay.must("sync")
            // One that has given out a code is a county, and stays one.
            let other = ServerProgram("other", in: home)
            try other.must("init", "--name", "别处", "--division", "610326102")
            _ = try other.code("钱老师", "610326102901")
            let second = try county.code("别处", role: "township", "610326102")
            try other.mustFail(
                "join",
                "--upstream",
                server.url,
                "--code",
                second,
                code: "home_exists",
                exit: 1
            )
            #expect(server.stop() == 0)
        }
    }

    @Test("is no county: it gives no codes to relays, and the county is no relay")
    func roles() async throws {
        try await onThread {
            let home = try TemporaryFolder()
            let county = try ServerProgram.county(in: home)
            let server = try ServingProgram(county)
            try county.mustFail("sync", code: "not_a_relay", exit: 1)
            let teacher = try county.code("安老师", Self.village)
            let relay = ServerProgram("relay", in: home)
            // A teacher's code makes no relay, and stays good for the teacher.
            try relay.mustFail(
                "join",
                "--upstream",
                server.url,
                "--code",
                teacher,
                code: "forbidden",
                exit: 1
            )
            #expect(!FileManager.default.fileExists(atPath: relay.data))
            _ = try TestLaptop("安老师", at: server.url, code: teacher, in: home)
            let code = try county.code("中心校", role: "township", "610326101")
            try relay.must("join", "--upstream", server.url, "--code", code)
            try relay.mustFail(
                "join",
                "--upstream",
                server.url,
                "--code",
                code,
                code: "home_exists",
                exit: 1
            )
            let serving = try ServingProgram(relay)
            try relay.mustFail(
                "enroll",
                "--name",
                "x",
                "--role",
                "reviewer",
                "--scope",
                Self.village,
                code: "role_invalid",
                exit: 2
            )
            try relay.mustFail(
                "enroll",
                "--name",
                "x",
                "--role",
                "teacher",
                "--scope",
                "6103",
                code: "forbidden",
                exit: 1
            )
            let second = ServerProgram("second", in: home)
            let other = try county.code("别的中心校", role: "township", "610326102")
            try second.mustFail(
                "join",
                "--upstream",
                serving.url,
                "--code",
                other,
                code: "not_the_county",
                exit: 1
            )
            try second.must("join", "--upstream", server.url, "--code", other)
        }
    }

    @Test("obtains a new certificate with its next sync when its hosts have changed")
    func hosts() async throws {
        try await onThread {
            let home = try TemporaryFolder()
            let county = try ServerProgram.county(in: home)
            let server = try ServingProgram(county)
            let relay = ServerProgram("relay", in: home)
            let code = try county.code("中心校", role: "township", "610326101")
            try relay.must("join", "--upstream", server.url, "--code", code)
            let folder = ServerFolder(relay.data)
            var settings = try folder.settings()
            settings.hosts.append("relay.example")
            try folder.save(settings)
            let names = try settings.hostNames()
            expectProblem(.fileUnreadable) {
                _ = try TransportIdentity.open(in: folder, hosts: names)
            }
            try relay.must("sync")
            _ = try TransportIdentity.open(in: folder, hosts: names)
        }
    }
}
