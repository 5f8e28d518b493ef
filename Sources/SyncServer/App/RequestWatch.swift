import NIOCore
import NIOHTTPTypes

/// Tells a connection's ``ConnectionGuard`` of the requests on it; one for each stream of HTTP/2, one
/// for a connection of HTTP/1.
final class RequestWatch: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private var isOpen = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .head = unwrapInboundIn(data), !isOpen {
            isOpen = true
            Self.connection(context)?.requestBegan()
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { end(context) }
        context.write(data, promise: promise)
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(context)
        context.fireChannelInactive()
    }

    private func end(_ context: ChannelHandlerContext) {
        guard isOpen else { return }
        isOpen = false
        Self.connection(context)?.requestEnded()
    }

    /// A stream lives on the event loop of its connection, so its handlers may be spoken to.
    private static func connection(_ context: ChannelHandlerContext) -> ConnectionGuard? {
        let channels = [context.channel, context.channel.parent].compactMap(\.self)
        return channels.lazy.compactMap {
            try? $0.pipeline.syncOperations.handler(type: ConnectionGuard.self)
        }.first
    }
}
