import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOSSL

/// Closes a connection that does not finish its TLS handshake: after a while, and at once when the
/// server stops. Nothing below it in the pipeline has a time limit before that moment.
final class HandshakeGuard: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private var timer: Scheduled<Void>?

    func handlerAdded(context: ChannelHandlerContext) {
        let guarded = NIOLoopBound(context, eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: .seconds(ServerLimits.handshakeSecondsMax)) {
            Self.closeIfUnfinished(guarded.value)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent { Self.closeIfUnfinished(context) }
        context.fireUserInboundEventTriggered(event)
    }

    private static func closeIfUnfinished(_ context: ChannelHandlerContext) {
        let secure = try? context.pipeline.syncOperations.handler(type: NIOSSLServerHandler.self)
        if let secure, secure.tlsVersion == nil { context.close(promise: nil) }
    }
}

/// A channel of Hummingbird's with a ``HandshakeGuard`` before it.
struct GuardedChannel<Inner: ServerChildChannel>: ServerChildChannel {
    let inner: Inner

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Inner.Value> {
        inner.setup(channel: channel, logger: logger).flatMapThrowing { value in
            try channel.pipeline.syncOperations.addHandler(HandshakeGuard(), position: .first)
            return value
        }
    }

    func handle(value: Inner.Value, logger: Logger) async {
        await inner.handle(value: value, logger: logger)
    }
}
