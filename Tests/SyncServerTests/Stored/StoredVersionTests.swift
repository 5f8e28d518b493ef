import FieldKit
import Foundation
import TestSupport
import Testing

@testable import SyncServer

/// Whether today's programs go on from what each version has left.
@Suite(
    "What every version has stored",
    .disabled(if: StoredVersion.isRecording),
    .timeLimit(.minutes(5))
)
struct StoredVersionTests {
    /// A laptop that lay in a drawer, whose certificate has ended long since.
    private static let drawerMilliseconds: Int64 = 10 * 365 * 86_400_000

    @Test("is there of today's version too")
    func isThere() {
        #expect(
            StoredVersion.all.map(\.version).contains(FieldKitVersion.text),
            "make it: RECORD_FIXTURES=1 Scripts/test --filter StoredVersionRecording"
        )
    }

    @Test("opens, is in order, and says what it said", arguments: StoredVersion.all)
    func reading(_ stored: StoredVersion) throws {
        let home = try TemporaryFolder()
        let expected = try stored.expectations()
        let laptop = try ReplicaFolder.open(at: stored.copy("laptop", into: home))
        #expect(laptop.wasMoved, "a copy goes on under a new name")
        #expect(try laptop.problems() == [])
        #expect(try StoredRecord.all(in: laptop.replica) == expected.laptop)
        #expect(try laptop.replica.status().unsent == expected.unsent)
        let county = try ServerFolder(stored.copy("county", into: home).path).open()
        #expect(county.wasMoved)
        #expect(try county.problems() == [])
        #expect(try StoredRecord.all(in: county.replica) == expected.county)
    }

    @Test(
        "syncs over TLS with today's server, and both are equal and sealed",
        arguments: StoredVersion.all
    )
    func syncing(_ stored: StoredVersion) async throws {
        try await onThread {
            let home = try TemporaryFolder()
            let expected = try stored.expectations()
            _ = try stored.copy("county", into: home)
            let county = ServerProgram("county", in: home)
            let server = try ServingProgram(county)
            let laptop = TestLaptop(
                "Laptop A",
                try ReplicaFolder.open(at: stored.copy("laptop", into: home))
            )
            #expect(try laptop.unsealed() > 0)
            let report = try laptop.sync(server.url)
            #expect(report.isVerified && report.conflicts > 0)
            // A certificate that was renewed comes down as a record with the next one.
            try laptop.sync(server.url)
            #expect(try laptop.unsealed() == 0)
            #expect(try laptop.digest() == county.digest().digest)
            #expect(try StoredRecord.all(in: laptop.replica) == expected.after)
            #expect(try laptop.folder.problems() == [])
            try county.must("verify")
            // Who comes new to the county gets all that is live in it.
            let new = try county.laptop("Laptop D", at: server, "610326")
            #expect(try new.sync().isVerified)
            #expect(try new.digest() == county.digest().digest)
            #expect(server.stop() == 0)
        }
    }

    @Test("syncs also after ten years, with a new certificate", arguments: StoredVersion.all)
    func drawer(_ stored: StoredVersion) throws {
        let home = try TemporaryFolder()
        let expected = try stored.expectations()
        let clock = FixedClock(expected.clock + Self.drawerMilliseconds)
        let laptop = try ReplicaFolder.open(at: stored.copy("laptop", into: home), clock: clock)
        let county = try ServerFolder(stored.copy("county", into: home).path).open(clock: clock)
        let before = try #require(try laptop.replica.certificate())
        #expect(before.expires < clock.milliseconds())
        var exchange = StoredExchange()
        for _ in 1...2 {
            let responder = SyncResponder(replica: county.replica)
            #expect(try exchange.sync(laptop.replica, with: responder).isVerified)
        }
        let renewed = try #require(try laptop.replica.certificate())
        #expect(renewed.expires > clock.milliseconds())
        #expect(try laptop.replica.status().unsealed == 0)
        #expect(try laptop.replica.digest() == county.replica.digest())
        #expect(try StoredRecord.all(in: laptop.replica) == expected.after)
    }

    @Test("was exchanged in messages that mean the same today", arguments: StoredVersion.all)
    func exchange(_ stored: StoredVersion) throws {
        let home = try TemporaryFolder()
        let expected = try stored.expectations()
        let county = try StoredVersion.replica(
            in: stored.copy("county", into: home),
            .county,
            clock: FixedClock(expected.clock),
            random: SeededRandom(seed: expected.seed)
        )
        let responder = SyncResponder(replica: county)
        let recorded = try StoredExchange(from: stored.exchange).calls
        let calls: Set = ["hello", "push", "pull", "records", "sums", "bucket"]
        #expect(calls.isSubset(of: recorded.map(\.name)))
        var again = StoredExchange()
        for (index, call) in recorded.enumerated() {
            try call.expectKnown()
            let reply = try again.ask(call.name, call.request, of: responder)
            #expect(
                try StoredExchange.Call.meaning(of: reply, to: call.name)
                    == StoredExchange.Call.meaning(of: call.reply, to: call.name),
                "call \(index + 1), \(call.name), is answered otherwise"
            )
        }
        #expect(try county.digest().digest == expected.digest)
        #expect(try county.checkInvariants() == [])
    }
}

/// Makes the folder of today's version when it is asked for with RECORD_FIXTURES=1.
@Suite("What today's version stores for later ones", .enabled(if: StoredVersion.isRecording))
struct StoredVersionRecording {
    @Test("is made anew")
    func recording() async throws {
        try await onThread { try StoredRecorder().record() }
    }
}
