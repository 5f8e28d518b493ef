import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP2
import NIOSSL
import NIOTLS

/// Stands between TLS and HTTP on each connection and mends what the layers above leave open.
///
/// - A connection that does not finish its TLS handshake has no other time limit, and would keep
///   the server from stopping. So has a request whose head comes byte by byte: each byte ends the
///   silence that the layers above count.
/// - A server that stops says so to every HTTP/2 stream, and each is then closed with its reply
///   still in a buffer. Only the connection is told here: it takes no new streams and ends when
///   the last one has.
/// - A close is asked for while the last reply is still to be flushed. It waits here until what
///   was written has left, or too long.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var isSecured = false
    private var isClosing = false
    private var requestsOpen = 0
    private var handshakeTimer: Scheduled<Void>?
    private var headTimer: Scheduled<Void>?
    private var closeTimer: Scheduled<Void>?

    func handlerAdded(context: ChannelHandlerContext) {
        handshakeTimer = schedule(ServerLimits.handshakeSecondsMax, context)
    }

    func handlerRemoved(context: ChannelHandlerContext) { stopTimers() }

    func channelInactive(context: ChannelHandlerContext) {
        stopTimers()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isSecured, requestsOpen == 0, headTimer == nil {
            headTimer = schedule(ServerLimits.headSecondsMax, context)
        }
        context.fireChannelRead(data)
    }

    /// Told when a request's head is complete.
    func requestBegan() {
        requestsOpen += 1
        headTimer?.cancel()
        headTimer = nil
    }

    /// Told when a request was answered or given up.
    func requestEnded() { requestsOpen -= 1 }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case TLSUserEvent.handshakeCompleted:
            isSecured = true
            handshakeTimer?.cancel()
            context.fireUserInboundEventTriggered(event)
        case is ChannelShouldQuiesceEvent:
            quiesce(context, event)
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard mode == .all, isSecured, !isClosing else {
            context.close(mode: mode, promise: promise)
            return
        }
        isClosing = true
        if closeTimer == nil { closeTimer = schedule(ServerLimits.drainSecondsMax, context) }
        let here = NIOLoopBound(
            (context: context, nothing: wrapOutboundOut(ByteBuffer())),
            eventLoop: context.eventLoop
        )
        // In this turn of the loop the frames are written but not yet flushed.
        context.eventLoop.execute {
            here.value.context.writeAndFlush(here.value.nothing).whenComplete { _ in
                here.value.context.close(mode: .all, promise: promise)
            }
        }
    }

    private func quiesce(_ context: ChannelHandlerContext, _ event: Any) {
        guard isSecured else {
            Self.drop(context)
            return
        }
        if closeTimer == nil { closeTimer = schedule(ServerLimits.drainSecondsMax, context) }
        let streams = try? context.pipeline.syncOperations.context(
            handlerType: NIOHTTP2Handler.self
        )
        (streams ?? context).fireUserInboundEventTriggered(event)
    }

    private func schedule(_ seconds: Int64, _ context: ChannelHandlerContext) -> Scheduled<Void> {
        let here = NIOLoopBound(context, eventLoop: context.eventLoop)
        return context.eventLoop.scheduleTask(in: .seconds(seconds)) { Self.drop(here.value) }
    }

    /// Closes without the farewell of TLS, for which an asker that is silent would be awaited.
    private static func drop(_ context: ChannelHandlerContext) {
        let outside = try? context.pipeline.syncOperations.context(
            handlerType: NIOSSLServerHandler.self
        )
        (outside ?? context).close(mode: .all, promise: nil)
    }

    private func stopTimers() {
        for timer in [handshakeTimer, headTimer, closeTimer] { timer?.cancel() }
    }
}

/// A channel of Hummingbird's with a ``ConnectionGuard`` after its TLS.
struct GuardedChannel<Inner: ServerChildChannel>: ServerChildChannel {
    let inner: Inner
    let addresses: AddressBudget

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Inner.Value> {
        let isAdmitted = addresses.admit(channel)
        return inner.setup(channel: channel, logger: logger).flatMapThrowing { value in
            // Only when it is set up: a connection that fails before would end the whole server.
            if !isAdmitted { channel.close(mode: .all, promise: nil) }
            let pipeline = channel.pipeline.syncOperations
            let secure = try pipeline.handler(type: NIOSSLServerHandler.self)
            try pipeline.addHandler(ConnectionGuard(), position: .after(secure))
            return value
        }
    }

    func handle(value: Inner.Value, logger: Logger) async {
        await inner.handle(value: value, logger: logger)
    }
}
