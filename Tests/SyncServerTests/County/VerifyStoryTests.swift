import FieldKit
import Foundation
import TestSupport
import Testing

@testable import SyncServer

@Suite("Verifying against the server", .timeLimit(.minutes(5)))
struct VerifyStoryTests {
    private static let village = "610326101901"

    private struct Verified: Decodable {
        struct Server: Decodable {
            let verified: Bool
            let healed: [String]
            let differing: Int
            let received: Int
        }

        let ok: Bool
        let problems: [String]
        let server: Server?
    }

    /// Makes a replica believe that it has read all that the server has, and will have.
    private func skipFeed(_ home: String) throws {
        let folder = try ReplicaFolder.open(at: URL(filePath: home))
        try folder.replica.write { writer in
            for (device, state) in try writer.peers() {
                var state = state
                for scope in state.cursors.keys { state.cursors[scope] = FeedCursor(at: 1 << 30) }
                try writer.setPeer(device, state)
            }
        }
        try folder.close()
    }

    @Test("heals what differs and says what that was; offline nothing is asked")
    func laptop() async throws {
        try await onThread {
            let home = try TemporaryFolder()
            let county = try ServerProgram.county(in: home)
            let server = try ServingProgram(county)
            let code = try county.code("安老师", scopes: [Self.village])
            let an = try LaptopProgram("安老师", at: server.url, code: code, in: home)
            let bai = try county.laptop("白老师", at: server, Self.village)
            for number in 0..<40 { _ = try bai.pupil("\(number)", in: Self.village) }
            try bai.sync()
            try an.must("sync")
            let equal: Verified = try an.must("verify", "--with-server").json()
            #expect(equal.ok && equal.server?.verified == true && equal.server?.healed == [])

            try skipFeed(home.path("安老师"))
            _ = try bai.pupil("没收到", in: Self.village)
            try bai.sync()
            let healed: Verified = try an.must("verify", "--with-server").json()
            #expect(healed.ok && healed.server?.verified == true)
            #expect(healed.server?.healed == [Self.village])
            #expect(healed.server?.differing == 1 && healed.server?.received == 1)
            let mine = try an.digest().byBucket[Self.village]
            #expect(try mine == county.digest().byBucket[Self.village])

            try county.must("verify", "--mend-sums")
            try county.mustFail("verify", "--with-server", code: "not_a_relay", exit: 1)
            #expect(server.stop() == 0)
            let offline: Verified = try an.must("verify").json()
            #expect(offline.ok && offline.problems == [] && offline.server == nil)
        }
    }
}
