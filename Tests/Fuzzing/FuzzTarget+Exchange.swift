import FieldKit
import Foundation
import SwiftProtobuf
import TestSupport

extension FuzzTarget {
    /// Readers of the messages of an exchange, on both sides.
    static let exchange =
        ["hello", "push", "pull", "records", "sums", "bucket", "ranges"].map(request)
        + (0..<4).map(reply)

    /// After so many inputs a world is made anew: what is held aside in it takes room.
    private static let inputsPerWorld = 300

    /// What a server makes of a request.
    private static func request(_ name: String) -> FuzzTarget {
        FuzzTarget(name: "request-\(name)", samples: { try FuzzExchange().requests(name) }) {
            var exchange = try FuzzExchange()
            var count = 0
            return { data in
                count += 1
                if count.isMultiple(of: inputsPerWorld) {
                    if let wrong = try exchange.whatIsWrong() { return wrong }
                    exchange = try FuzzExchange()
                }
                _ = try exchange.answer(name, data)
                return nil
            }
        }
    }

    /// What a laptop makes of the reply to its n-th request, and whether a good sync mends it.
    private static func reply(_ place: Int) -> FuzzTarget {
        FuzzTarget(name: "reply-\(place)", samples: { [try FuzzExchange.reply(place)] }) {
            { data in
                let exchange = try FuzzExchange()
                let refusal = Result {
                    _ = try exchange.world.sync { $0 == place ? data : $1 }
                }
                if let wrong = try exchange.whatIsWrong() { return wrong }
                for _ in 0..<3 { _ = try? exchange.world.sync() }
                let last = try exchange.world.sync()
                if !last.session.report.isVerified { return "not verified after good syncs" }
                if try exchange.world.laptop.read({ try $0.unsealedCount() }) > 0 {
                    return "not sealed after good syncs"
                }
                try refusal.get()
                return nil
            }
        }
    }
}

/// A county that holds some of what a laptop has written, with an open session.
struct FuzzExchange {
    let world: FuzzWorld
    private let token: Data?
    private let genuine: Set<Data>

    init() throws {
        world = try FuzzWorld()
        try world.fill()
        let session = SyncSession(
            replica: world.laptop,
            server: world.county.device,
            application: "fuzz"
        )
        session.wantsToken = true
        guard case .send(_, let hello) = try session.start() else { throw Problem(.internalError) }
        _ = try session.receive(try world.responder.answer("hello", token: nil, body: hello))
        token = session.token
        genuine = Set(try Self.bodies(world.laptop) + Self.bodies(world.county))
    }

    private static func bodies(_ replica: Replica) throws -> [Data] {
        try replica.read { try $0.store.writes(after: 0, limit: .max).map(\.body) }
    }

    /// Good requests of a name, for the open session.
    func requests(_ name: String) throws -> [Data] {
        let id = try world.laptop.read {
            try $0.store.records(type: "household", after: nil, limit: 1)
        }
        switch name {
        case "records":
            var request = WireRecordsRequest()
            request.records = id.map(\.bytes)
            request.bytesMax = 1_000
            return [try request.serializedData()]
        case "sums":
            return [try WireSumsRequest().serializedData(), Data([10, 16]) + Data(count: 16)]
        case "bucket":
            var request = WireBucketRequest()
            request.bucket = FuzzWorld.village
            request.after = Data(count: 16)
            return [try request.serializedData()]
        case "ranges":
            var request = WireRangesRequest()
            request.bucket = FuzzWorld.village
            request.version = 1
            var search = RangeSearch(RangeRecords(FuzzSamples.records(5)))
            request.ranges = search.next() ?? []
            return [try request.serializedData()]
        default:
            return try world.sync().calls.filter { $0.name == name }.map(\.request)
        }
    }

    /// The reply to the n-th request of a sync.
    static func reply(_ place: Int) throws -> Data {
        let calls = try FuzzExchange().world.sync().calls
        return calls[min(place, calls.count - 1)].reply
    }

    func answer(_ name: String, _ data: Data) throws -> Data {
        try world.responder.answer(name, token: name == "hello" ? nil : token, body: data)
    }

    /// What must never be, whatever was sent: a broken store, or a write that nobody made in the state.
    func whatIsWrong() throws -> String? {
        for replica in [world.county, world.laptop] {
            if let broken = try replica.checkInvariants().first { return broken }
            for body in try Self.bodies(replica) where !genuine.contains(body) {
                let device = try WriteCodec.decode(body: body, signature: Data(count: 64))
                    .write.dot.replica.device
                // The county answers what it refuses under its own name, and its connection is proof of
                // what it wrote: no laptop checks that.
                if device != world.county.device { return "took what nobody wrote" }
            }
        }
        return nil
    }
}
