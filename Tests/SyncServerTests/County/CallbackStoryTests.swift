import FieldKit
import Foundation
import NIOCore
import NIOPosix
import TestSupport
import Testing

@testable import SyncServer

@Suite("A sync whose transport refuses to go on", .timeLimit(.minutes(5)))
struct CallbackStoryTests {
    private static let village = "610326101901"
    /// More callbacks than a sync of this story can have.
    private static let callsMax = 400

    /// One sync in which the n-th of libcurl's callbacks fails, and perhaps all after it.
    ///
    /// - Returns: Whether any was there to fail.
    private func sync(_ laptop: TestLaptop, failAt call: Int, isLasting: Bool) throws -> Bool {
        let authority = try #require(try laptop.replica.authorityPEM())
        let url = try #require(try laptop.replica.serverURL())
        let transport = try CurlTransport(ServerAddress(url), trust: .pinned(authority))
        var count = 0
        transport.refuses = {
            count += 1
            return isLasting ? count >= call : count == call
        }
        let client = SyncClient(
            replica: laptop.replica,
            url: url,
            transport: transport,
            application: "test"
        )
        do {
            _ = try client.sync()
        } catch let problem as Problem {
            #expect(count >= call, "\(problem)")
        }
        return count >= call
    }

    @Test(
        "at any of its callbacks loses nothing, and the next one goes on",
        arguments: [false, true]
    )
    func refuse(isLasting: Bool) async throws {
        try await onThread {
            let home = try TemporaryFolder()
            let county = try ServerProgram.county(in: home)
            let server = try ServingProgram(county)
            let an = try county.laptop("安老师", at: server, Self.village)
            let bai = try county.laptop("白老师", at: server, Self.village)
            let mine = try an.pupil("0", in: Self.village)
            let theirs = try bai.pupil("0", in: Self.village)
            try an.sync()
            var call = 1
            while call < Self.callsMax {
                try an.setNote(mine, "\(call)")
                try bai.setNote(theirs, "\(call)")
                try bai.sync()
                if try !sync(an, failAt: call, isLasting: isLasting) { break }
                #expect(try an.replica.checkInvariants() == [])
                call += 1
            }
            #expect(call > 10 && call < Self.callsMax, "ended at callback \(call)")
            #expect(try an.sync().isVerified)
            #expect(try an.unsealed() == 0)
            try bai.sync()
            #expect(try an.digest() == bai.digest())
            #expect(try bai.note(mine) == "\(call)" && an.note(theirs) == "\(call)")
        }
    }

    @Test("ends when a person asks for it, also while the server says nothing")
    func stoppedBesideSilence() async throws {
        try await onThread {
            let home = try TemporaryFolder()
            let county = try ServerProgram.county(in: home)
            let server = try ServingProgram(county)
            let an = try county.laptop("安老师", at: server, Self.village)
            let mine = try an.pupil("0", in: Self.village)
            // It takes connections, and no more.
            let silent = try ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .childChannelOption(.autoRead, value: false)
                .bind(host: "127.0.0.1", port: 0).wait()
            defer { silent.close(promise: nil) }
            var count = 0
            let client = try an.replica.syncClient(
                url: "https://127.0.0.1:\(silent.localAddress?.port ?? 0)",
                application: "test",
                isStopped: {
                    count += 1
                    return count > 2
                },
                pause: { _ in }
            )
            #expect(throws: Problem(.cancelled)) { try client.sync() }
            #expect(try an.sync().isVerified)
            #expect(try an.note(mine) == "0")
        }
    }
}
