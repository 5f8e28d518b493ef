import FieldKit
import Foundation
import Hummingbird
import NIOCore
import Synchronization

/// The memory that request bodies may take, over all connections.
final class BodyBudget: Sendable {
    private let bytesMax: Int
    private let clock: any FieldKit.Clock
    private let held = Mutex(0)

    /// At most `bytesMax` bytes are held at one time; `clock` tells how slowly they come.
    init(
        bytesMax: Int = ServerLimits.bodyBytesHeldMax,
        clock: any FieldKit.Clock = SystemClock()
    ) {
        self.bytesMax = bytesMax
        self.clock = clock
    }

    /// Collects a request's body in the chunks in which it comes, and keeps its memory reserved
    /// until `use` has ended.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - bytesMax: Bytes that its body may have as it arrives.
    ///   - isolation: The caller's actor, on which `use` runs too.
    ///   - use: What is done with the body.
    /// - Returns: What `use` returns.
    /// - Throws: `message_too_large` as soon as the body passes `bytesMax`, before the rest is
    ///   read; `server_busy` if the memory of all requests is used up, or if the body comes more
    ///   slowly than ``Limits/stalledBytesPerSecond`` after its first ``Limits/stalledSecondsMax``,
    ///   so that nobody holds a connection for nothing; and what `use` throws.
    func withBody<Answer>(
        of request: Request,
        bytesMax: Int,
        isolation: isolated (any Actor)? = #isolation,
        _ use: (Data) async throws -> Answer
    ) async throws -> Answer {
        let tooLarge = Problem(.messageTooLarge, ["limit": String(bytesMax)])
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > bytesMax {
            throw tooLarge
        }
        var reserved = 0
        defer { release(reserved) }
        var data = Data()
        let start = clock.milliseconds()
        for try await chunk in request.body {
            let seconds = Int(clamping: (clock.milliseconds() - start) / 1_000)
            if seconds > Limits.stalledSecondsMax,
                data.count < seconds * Limits.stalledBytesPerSecond
            {
                throw Problem(.serverBusy)
            }
            guard data.count + chunk.readableBytes <= bytesMax else { throw tooLarge }
            try reserve(chunk.readableBytes)
            reserved += chunk.readableBytes
            data.append(contentsOf: chunk.readableBytesView)
        }
        return try await use(data)
    }

    private func reserve(_ bytes: Int) throws(Problem) {
        let fits = held.withLock { total in
            guard total + bytes <= bytesMax else { return false }
            total += bytes
            return true
        }
        if !fits { throw Problem(.serverBusy) }
    }

    private func release(_ bytes: Int) { held.withLock { $0 -= bytes } }
}
