import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import NIOTLS
import Testing

@testable import SyncServer

@Suite("A connection is not kept for nothing")
struct ConnectionLimitTests {
    private let loop = EmbeddedEventLoop()
    private let channel: EmbeddedChannel

    init() throws {
        channel = EmbeddedChannel(loop: loop)
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandlers([ConnectionGuard(), Decoder(), RequestWatch()])
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 9)).wait()
        channel.pipeline.fireUserInboundEventTriggered(
            TLSUserEvent.handshakeCompleted(negotiatedProtocol: nil)
        )
    }

    /// Stands for the decoder of HTTP: "." ends a head.
    private final class Decoder: ChannelInboundHandler, RemovableChannelHandler {
        typealias InboundIn = ByteBuffer
        typealias InboundOut = HTTPRequestPart

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard unwrapInboundIn(data).readableBytesView.last == UInt8(ascii: ".") else { return }
            let head = HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/")
            context.fireChannelRead(wrapInboundOut(.head(head)))
        }
    }

    private func arrives(_ text: String) throws {
        try channel.writeInbound(ByteBuffer(string: text))
    }

    private func answer() throws {
        try channel.writeOutbound(HTTPResponsePart.end(nil))
    }

    @Test("a request whose head comes byte by byte is given up")
    func headThatTrickles() throws {
        for _ in 0..<4 {
            try arrives("G")
            loop.advanceTime(by: .seconds(ServerLimits.headSecondsMax / 4 + 1))
        }
        #expect(!channel.isActive)
    }

    @Test("a head that is complete in time may be answered for as long as it takes")
    func headInTime() throws {
        try arrives("G")
        loop.advanceTime(by: .seconds(ServerLimits.headSecondsMax - 1))
        try arrives(".")
        loop.advanceTime(by: .seconds(600))
        try arrives("a body that comes slowly")
        loop.advanceTime(by: .seconds(600))
        #expect(channel.isActive)
        try answer()
        loop.advanceTime(by: .seconds(600))
        #expect(channel.isActive, "between requests only silence counts, and that elsewhere")
    }

    @Test("after an answer the next head has its own time")
    func nextHead() throws {
        try arrives(".")
        try answer()
        try arrives("G")
        loop.advanceTime(by: .seconds(ServerLimits.headSecondsMax + 1))
        #expect(!channel.isActive)
    }

    @Test("one address cannot keep the others out, and gets its places back")
    func addresses() {
        let budget = AddressBudget(connectionsMax: 2)
        #expect(budget.take("127.0.0.1") && budget.take("127.0.0.1"))
        #expect(!budget.take("127.0.0.1"))
        #expect(budget.take("127.0.0.2"))
        budget.release("127.0.0.1")
        #expect(budget.take("127.0.0.1"))
        #expect(!budget.take("127.0.0.1"))
    }
}
