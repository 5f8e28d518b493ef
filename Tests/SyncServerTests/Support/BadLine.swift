import Foundation
import NIOCore
import NIOPosix
import Synchronization
import TestSupport

/// A line to a server that delays, cuts and corrupts what goes over it, by a seed, while it is bad.
final class BadLine: Sendable {
    private let fates: LineFates
    private let channel: any Channel
    /// Its near end.
    let url: String

    /// - Parameters:
    ///   - server: The address of the server, which may be started anew under it.
    ///   - seed: What the fates of the connections are drawn from.
    /// - Throws: What the network meets.
    init(to server: String, seed: UInt64) throws {
        let fates = LineFates(seed: seed)
        let port = URL(string: server)?.port ?? 0
        channel = try ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.backlog, value: 64)
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer { near in
                let fate = fates.next()
                return ClientBootstrap(group: near.eventLoop)
                    .channelOption(.autoRead, value: false)
                    .connect(host: "127.0.0.1", port: port)
                    .flatMap { far in
                        near.eventLoop.makeCompletedFuture {
                            try near.pipeline.syncOperations.addHandler(
                                LineEnd(other: far, fate: fate, isReply: false)
                            )
                            try far.pipeline.syncOperations.addHandler(
                                LineEnd(other: near, fate: fate, isReply: true)
                            )
                        }.flatMap { far.setOption(.autoRead, value: true) }
                            .flatMap { near.setOption(.autoRead, value: true) }
                    }
            }
            .bind(host: "127.0.0.1", port: 0).wait()
        self.fates = fates
        url = "https://127.0.0.1:\(channel.localAddress?.port ?? 0)"
    }

    deinit { channel.close(promise: nil) }

    /// Whether connections that begin now may come to harm.
    var isBad: Bool {
        get { fates.isBad.withLock { $0 } }
        set { fates.isBad.withLock { $0 = newValue } }
    }

    /// How many connections had which fate.
    var tally: [String: Int] { fates.tally.withLock { $0 } }
}

/// What becomes of connections.
private final class LineFates: Sendable {
    enum Fate {
        case none
        case delay(TimeAmount)
        /// The line drops after so many bytes in one direction.
        case cut(after: Int, isReply: Bool)
        /// One byte in one direction is another one.
        case corrupt(at: Int, isReply: Bool)
    }

    /// Some 3,000 bytes go each way before a connection carries anything.
    private static let bytesMax = 12_000
    private static let millisecondsMax = 30

    let isBad = Mutex(false)
    let tally = Mutex<[String: Int]>([:])
    private let random: SeededRandom

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    func next() -> Fate {
        guard isBad.withLock({ $0 }) else { return .none }
        let place = random.below(Self.bytesMax)
        let isReply = random.percent(50)
        let (name, fate): (String, Fate) =
            switch random.below(4) {
            case 0: ("untouched", .none)
            case 1:
                ("delayed", .delay(.milliseconds(1 + Int64(random.below(Self.millisecondsMax)))))
            case 2: ("cut", .cut(after: place, isReply: isReply))
            default: ("corrupted", .corrupt(at: place, isReply: isReply))
            }
        tally.withLock { $0[name, default: 0] += 1 }
        return fate
    }
}

/// One end of a connection: what arrives here goes out at the other end.
private final class LineEnd: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let other: any Channel
    private let fate: LineFates.Fate
    private let isReply: Bool
    private var passed = 0

    init(other: any Channel, fate: LineFates.Fate, isReply: Bool) {
        self.other = other
        self.fate = fate
        self.isReply = isReply
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = unwrapInboundIn(data)
        let range = passed..<passed + buffer.readableBytes
        passed = range.upperBound
        switch fate {
        case .none: other.writeAndFlush(buffer, promise: nil)
        case .delay(let time):
            // The same for all, so that their order stays.
            let (channel, late) = (other, buffer)
            context.eventLoop.scheduleTask(in: time) { channel.writeAndFlush(late, promise: nil) }
        case .cut(let place, isReply) where range.contains(place):
            let part = buffer.readSlice(length: place - range.lowerBound) ?? ByteBuffer()
            let near = context.channel
            other.writeAndFlush(part).whenComplete { [other] _ in
                other.close(promise: nil)
                near.close(promise: nil)
            }
        case .corrupt(let place, isReply) where range.contains(place):
            let index = buffer.readerIndex + place - range.lowerBound
            let byte: UInt8 = buffer.getInteger(at: index) ?? 0
            buffer.setInteger(byte ^ 0x20, at: index)
            other.writeAndFlush(buffer, promise: nil)
        default: other.writeAndFlush(buffer, promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        guard case .delay(let time) = fate else { return other.close(promise: nil) }
        let channel = other
        context.eventLoop.scheduleTask(in: time) { channel.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
