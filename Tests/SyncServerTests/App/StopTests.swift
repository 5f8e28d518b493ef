import FieldKit
import Foundation
import NIOCore
import NIOPosix
import Synchronization
import Testing
import UnixSignals

@testable import SyncServer

@Suite("A server that is asked to stop", .timeLimit(.minutes(2)))
struct StopTests {
    /// An endpoint whose answers wait until the test lets them go.
    private final class Slow: Sendable {
        let entered: AsyncStream<Void>
        private let enter: AsyncStream<Void>.Continuation
        private let gate = DispatchSemaphore(value: 0)

        init() { (entered, enter) = AsyncStream.makeStream() }

        func wait() {
            enter.yield()
            gate.wait()
        }

        func release() { gate.signal() }
    }

    @Test(
        "still answers what it has begun, and takes nothing new",
        arguments: ["--http2", "--http1.1"],
        [7, 5_000_000]
    )
    func underWay(_ version: String, _ bytes: Int) async throws {
        let slow = Slow()
        let reply = Data(repeating: 42, count: bytes)
        let endpoint = FakeEndpoint { _ in
            slow.wait()
            return reply
        }
        try await RunningServer.with(endpoint) { server in
            async let answer = server.post("push", Data("a".utf8), [version])
            for await _ in slow.entered { break }
            await server.stop()
            await #expect(throws: RunningServer.Failure.self) {
                // Until the port is closed a connection may still wait in the queue.
                while true {
                    _ = try await server.curl("/health", ["--max-time", "5"])
                }
            }
            slow.release()
            let got = try await answer
            #expect(got.status == 200)
            #expect(got.body == reply)
        }
    }

    @Test("SIGTERM does the same")
    func signal() async throws {
        let slow = Slow()
        let endpoint = FakeEndpoint { _ in
            slow.wait()
            return Data("durable".utf8)
        }
        try await RunningServer.with(endpoint, signals: [.sigterm]) { server in
            async let answer = server.post("push", Data("a".utf8))
            for await _ in slow.entered { break }
            kill(getpid(), SIGTERM)
            slow.release()
            let got = try await answer
            #expect(got.text == "durable")
        }
    }

    @Test("does not wait for a connection that never said a word, nor for one that rests")
    func silentConnections() async throws {
        // Counted from the asking: that a busy machine starts a server late is not its stop.
        let asked = Mutex(ContinuousClock.now)
        try await RunningServer.with(FakeEndpoint()) { server in
            let port = try #require(server.url.split(separator: ":").last.flatMap { Int($0) })
            let silent = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: "127.0.0.1", port: port).get()
            // One answer shows that the silent connection, which came first, was accepted.
            #expect(try await server.curl("/health").status == 200)
            asked.withLock { $0 = .now }
            await server.stop()
            try await silent.closeFuture.get()
        }
        let took = ContinuousClock.now - asked.withLock { $0 }
        #expect(took < .seconds(ServerLimits.stopSecondsMax))
    }
}
