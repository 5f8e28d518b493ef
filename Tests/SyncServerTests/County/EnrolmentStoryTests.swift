import FieldKit
import Foundation
import TestSupport
import Testing

@testable import SyncServer

@Suite("Enrolment and who may sync, over TLS", .timeLimit(.minutes(5)))
struct EnrolmentStoryTests {
    private static let village = "610326101901"

    private struct Device: Decodable {
        let device: String
        let name: String
        let role: String
        let scopes: [String]
        let revoked: Bool
        let lastSync: Date?
    }

    @Test("a wrong, a used and an expired code are refused, each with its own reason")
    func codes() async throws {
        try await onThread {
            let home = try TemporaryFolder()
            let county = try ServerProgram.county(in: home)
            let server = try ServingProgram(county)
            let good = try county.code("安老师", Self.village)
            expectProblem(.codeInvalid) {
                let last = good.hasSuffix("0") ? "1" : "0"
                _ = try TestLaptop("甲", at: server.url, code: good.dropLast() + last, in: home)
            }
            let unknown = try #require(
                EnrolmentCode(secret: Data(count: 8), authority: try EnrolmentCode(good).authority)
            )
            expectProblem(.codeInvalid) {
                _ = try TestLaptop("甲", at: server.url, code: unknown.text, in: home)
            }
            // The wrong tries have not used the good code up.
            let an = try TestLaptop("安老师", at: server.url, code: good, in: home)
            let pupil = try an.pupil("在家", in: Self.village)
            expectProblem(.codeUsed) {
                _ = try TestLaptop("乙", at: server.url, code: good, in: home)
            }
            // Nor does it harm its owner that somebody else has tried it.
            #expect(try an.sync().sent == 1)
            #expect(try an.unsealed() == 0)
            #expect(try an.note(pupil) == "在家")
            // A code that was given out nine days ago.
            let past = FixedClock(SystemClock().milliseconds() - 9 * 86_400_000)
            let folder = ServerFolder(county.data)
            let old = try folder.open(clock: past).replica.enrolmentCode(
                name: "白老师",
                role: .teacher,
                scopes: [Self.village],
                authorityPEM: try folder.read(.authority)
            )
            expectProblem(.codeExpired) {
                _ = try TestLaptop("白老师", at: server.url, code: old.code, in: home)
            }
        }
    }

    @Test("a server of another county is not trusted, neither at enrolment nor later")
    func otherAuthority() async throws {
        try await onThread {
            let home = try TemporaryFolder()
            let county = try ServerProgram.county(in: home)
            let other = try ServerProgram.county("other", in: home)
            let server = try ServingProgram(county)
            let stranger = try ServingProgram(other)
            let code = try county.code("安老师", Self.village)
            expectProblem(.authorityMismatch) {
                _ = try TestLaptop("安老师", at: stranger.url, code: code, in: home)
            }
            let an = try TestLaptop("安老师", at: server.url, code: code, in: home)
            _ = try an.pupil("在家", in: Self.village)
            expectProblem(.authorityMismatch) { try an.sync(stranger.url) }
            #expect(try an.sync().sent == 1)
        }
    }

    @Test("a county whose authority has changed is not trusted until it is the old one again")
    func changedAuthority() async throws {
        try await onThread {
            let home = try TemporaryFolder()
            let county = try ServerProgram.county(in: home)
            let server = try ServingProgram(county)
            let an = try county.laptop("安老师", at: server, Self.village)
            let pupil = try an.pupil("在家", in: Self.village)
            #expect(server.stop() == 0)
            let folder = ServerFolder(county.data)
            let files = [
                ServerFolder.File.authorityKey, .authority, .serverKey, .serverCertificate,
            ]
            let kept = try files.map { try folder.read($0) }
            try TransportIdentity.create(
                in: folder,
                name: "试验县",
                hosts: try folder.settings().hostNames()
            )
            let changed = try ServingProgram(county, listen: server.address)
            expectProblem(.authorityMismatch) { try an.sync() }
            #expect(try an.unsealed() == 1)
            #expect(try an.note(pupil) == "在家")
            #expect(changed.stop() == 0)
            for (file, data) in zip(files, kept) { try folder.write(data, to: file) }
            let again = try ServingProgram(county, listen: server.address)
            #expect(try an.sync().sent == 1)
            #expect(try an.unsealed() == 0)
            #expect(again.stop() == 0)
        }
    }

    @Test(
        "a device that was shut out may still send, into the lane that a person reviews, and receives nothing"
    )
    func revoked() async throws {
        try await onThread {
            let home = try TemporaryFolder()
            let county = try ServerProgram.county(in: home)
            let server = try ServingProgram(county)
            let an = try county.laptop("安老师", at: server, Self.village)
            let bai = try county.laptop("白老师", at: server, Self.village)
            try an.sync()
            try county.mustFail("revoke", "0123456789abcdef", code: "device_unknown", exit: 1)
            try county.must("revoke", "\(an.replica.device)")
            let devices = try county.must("devices").json([Device].self)
            #expect(devices.map(\.name).sorted() == ["安老师", "白老师", "试验县"].sorted())
            #expect(devices.first { $0.name == "安老师" }?.revoked == true)
            #expect(devices.first { $0.name == "安老师" }?.lastSync != nil)
            #expect(devices.first { $0.name == "白老师" }?.revoked == false)
            let seen = try bai.pupil("在家", in: Self.village)
            try bai.sync()
            let before = try county.digest()
            let written = try an.pupil("停用之后写的", in: Self.village)
            let report = try an.sync()
            #expect(report.notice == .deviceRevoked)
            #expect(report.aside.map(\.code) == ["device_revoked"])
            #expect(report.received == 0)
            expectProblem(.recordNotHeld) { _ = try an.note(seen) }
            #expect(try an.note(written) == "停用之后写的")
            #expect(try county.digest() == before)
            struct Status: Decodable { let held: Int }
            #expect(try county.must("status").json(Status.self).held == 1)
            struct Held: Decodable {
                let id: String
                let code: String
                let device: String
                let author: String
                let fields: [String]
            }
            let lane = try county.must("held").json([Held].self)
            #expect(lane.map(\.id) == ["\(written)"])
            #expect(lane.map(\.code) == ["device_revoked"])
            #expect(lane.map(\.device) == ["\(an.replica.device)"])
            #expect(lane.map(\.author) == ["安老师"])
            #expect(lane.map(\.fields) == [["@bucket", "name", "note"]])
            #expect(try an.replica.held().map(\.place) == ["county"])
            let shown = try county.run(["held", "show", "\(written)"])
            #expect(String(decoding: shown.output, as: UTF8.self).contains("停用之后写的"))
            try county.must("held", "accept", "\(written)")
            #expect(try county.must("held").json([Held].self).isEmpty)
            try bai.sync()
            #expect(try bai.note(written) == "停用之后写的")
            try an.sync()
            #expect(try an.replica.held().isEmpty && an.unsealed() == 0)

            let unwanted = try an.pupil("不采用的", in: Self.village)
            try an.sync()
            struct Refused: Decodable { let refused: Int }
            let refusal = try county.must("held", "refuse", "\(unwanted)").json(Refused.self)
            #expect(refusal.refused == 1)
            #expect(try county.must("held").json([Held].self).map(\.code) == ["forbidden"])
            try an.sync()
            #expect(try an.note(unwanted) == "不采用的", "what was written stays where it was written")
        }
    }

    @Test("a record outside the scope is refused, answered and listed; the rest is not held up")
    func outOfScope() async throws {
        try await onThread {
            let home = try TemporaryFolder()
            let county = try ServerProgram.county(in: home)
            let server = try ServingProgram(county)
            let an = try county.laptop("安老师", at: server, Self.village)
            let stray = try an.pupil("别人的村", in: "610326102901")
            let own = try an.pupil("自己的村", in: Self.village)
            let report = try an.sync()
            #expect(report.aside.map(\.record) == ["\(stray)"])
            #expect(report.aside.map(\.code) == ["out_of_scope"])
            let held = try an.replica.held()
            #expect(held.map(\.id) == [stray] && held.map(\.place) == ["county"])
            #expect(held.first?.problem.code == .outOfScope)
            #expect(try an.note(own) == "自己的村")
            // The record has left this laptop; the words that were written have not.
            let words = held.first?.registers.first { $0.key == RegisterKey("note") }
            #expect(words?.value == .text("别人的村"))
            #expect(throws: Problem.self) { try an.note(stray) }
            #expect(try an.unsealed() == 0)
            #expect(try county.digest().byBucket[Self.village] != nil)
            #expect(try county.must("verify").code == 0)
        }
    }
}
