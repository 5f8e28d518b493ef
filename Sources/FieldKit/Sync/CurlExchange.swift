import CCurl
import Foundation

/// What libcurl's callbacks gather while one request runs.
///
/// libcurl could unpack the body itself, but would then hand over only the unpacked bytes: neither
/// the packed size nor which encodings a stranger stacks on each other could be limited.
final class CurlExchange {
    private let host: String
    private let accept: String
    private let progress: ((Int, Int) -> Bool)?
    private let refuses: (() -> Bool)?
    private var status = 0
    private var headers: [String: String] = [:]
    private var headerBytes = 0
    private var body: Body = .unopened
    private var sentBytes = 0
    private var receivedBytes = 0
    /// Why a callback stopped the transfer.
    private(set) var problem: Problem?

    private enum Body {
        case unopened
        case unpacked(Decompressor)
        /// Of an error status, and no message: a proxy's page, for instance.
        case ignored
    }

    init(
        host: String,
        accept: String,
        progress: ((Int, Int) -> Bool)?,
        refuses: (() -> Bool)? = nil
    ) {
        self.host = host
        self.accept = accept
        self.progress = progress
        self.refuses = refuses
    }

    /// The reply, once libcurl says that it is complete.
    func reply() throws(Problem) -> TransportReply {
        if case .unopened = body { try openBody() }
        var data = Data()
        if case .unpacked(let decompressor) = body { data = try decompressor.finish() }
        return TransportReply(
            host: host,
            status: status,
            headers: headers,
            body: data,
            requestBytes: sentBytes,
            replyBytes: receivedBytes
        )
    }

    /// Runs one step of a callback; false stops the transfer.
    private func step(_ work: () throws(Problem) -> Void) -> Bool {
        do {
            try work()
            return true
        } catch {
            problem = error
            return false
        }
    }

    private func receiveHeader(_ line: UnsafeRawBufferPointer) throws(Problem) {
        headerBytes += line.count
        guard headerBytes <= Limits.replyHeaderBytesMax else { throw notAServer("headers") }
        let text = String(decoding: line, as: UTF8.self)
        if text.hasPrefix("HTTP/") {
            // A new beginning: what came before was an interim reply such as 103.
            headers = [:]
            status = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
            return
        }
        guard let colon = text.firstIndex(of: ":") else { return }
        let name = text[..<colon].lowercased()
        let value = text[text.index(after: colon)...]
        headers[name] = value.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func receiveBody(_ piece: UnsafeRawBufferPointer) throws(Problem) {
        if case .unopened = body { try openBody() }
        if case .unpacked(let decompressor) = body { try decompressor.append(piece) }
    }

    /// Decides from status and headers what to make of the body, before any of it is read.
    private func openBody() throws(Problem) {
        let fits = MediaType.matches(headers["content-type"], accept)
        switch status {
        case 200..<300:
            guard fits else { throw notAServer("content-type") }
            body = .unpacked(try Decompressor(.named(headers["content-encoding"])))
        case 300..<400: throw notAServer("redirect")
        case 400...:
            let isMessage = MediaType.matches(headers["content-type"], MediaType.message)
            body =
                isMessage
                ? .unpacked(try Decompressor(.named(headers["content-encoding"]))) : .ignored
        default: throw notAServer("HTTP \(status)")
        }
    }

    private func notAServer(_ reason: String) -> Problem {
        Problem(.notAServer, ["host": host, "reason": reason])
    }

    /// Ties the callbacks to a handle.
    ///
    /// libcurl knows this object by its address only: whoever calls keeps it alive until
    /// ``detach(from:)``.
    func attach(to handle: CurlHandle) throws(Problem) {
        let pointer = Unmanaged.passUnretained(self).toOpaque()
        try handle.set(CURLOPT_HEADERFUNCTION, { CurlExchange.onHeader($0, $1, $2, $3) })
        try handle.set(CURLOPT_HEADERDATA, pointer)
        try handle.set(CURLOPT_WRITEFUNCTION, { CurlExchange.onBody($0, $1, $2, $3) })
        try handle.set(CURLOPT_WRITEDATA, pointer)
        try handle.set(CURLOPT_XFERINFOFUNCTION, { CurlExchange.onProgress($0, $1, $2, $3, $4) })
        try handle.set(CURLOPT_XFERINFODATA, pointer)
        try handle.set(CURLOPT_DEBUGFUNCTION, { CurlExchange.onWire($0, $1, $2, $3, $4) })
        try handle.set(CURLOPT_DEBUGDATA, pointer)
    }

    /// Leaves no pointer to this object in the handle.
    ///
    /// `curl_easy_cleanup` may still report on the connections that it closes.
    static func detach(from handle: CurlHandle) {
        for option in [
            CURLOPT_HEADERDATA, CURLOPT_WRITEDATA, CURLOPT_XFERINFODATA, CURLOPT_DEBUGDATA,
        ] {
            try? handle.set(option, UnsafeMutableRawPointer?.none)
        }
    }

    private static func at(_ pointer: UnsafeMutableRawPointer?) -> CurlExchange? {
        pointer.map { Unmanaged<CurlExchange>.fromOpaque($0).takeUnretainedValue() }
    }

    // libcurl calls these; they capture nothing and find the exchange by its address.

    private static func onHeader(
        _ bytes: UnsafeMutablePointer<CChar>?,
        _ size: Int,
        _ count: Int,
        _ pointer: UnsafeMutableRawPointer?
    ) -> Int {
        let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
        guard let exchange = at(pointer), exchange.refuses?() != true else { return 0 }
        let goOn = exchange.step { () throws(Problem) in try exchange.receiveHeader(line) }
        return goOn ? line.count : 0
    }

    private static func onBody(
        _ bytes: UnsafeMutablePointer<CChar>?,
        _ size: Int,
        _ count: Int,
        _ pointer: UnsafeMutableRawPointer?
    ) -> Int {
        let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
        guard let exchange = at(pointer), exchange.refuses?() != true else { return 0 }
        let goOn = exchange.step { () throws(Problem) in try exchange.receiveBody(piece) }
        return goOn ? piece.count : 0
    }

    private static func onProgress(
        _ pointer: UnsafeMutableRawPointer?,
        _ toReceive: curl_off_t,
        _ received: curl_off_t,
        _ toSend: curl_off_t,
        _ sent: curl_off_t
    ) -> Int32 {
        guard let exchange = at(pointer) else { return 0 }
        if exchange.refuses?() == true { return 1 }
        guard let progress = exchange.progress else { return 0 }
        return progress(Int(sent), Int(received)) ? 0 : 1
    }

    /// Counts what goes over the wire as libcurl reports it.
    ///
    /// Its other counters leave out headers or, for a small POST, count the body twice. Nothing is
    /// looked at but the lengths.
    private static func onWire(
        _ handle: UnsafeMutableRawPointer?,
        _ kind: curl_infotype,
        _ bytes: UnsafeMutablePointer<CChar>?,
        _ count: Int,
        _ pointer: UnsafeMutableRawPointer?
    ) -> Int32 {
        guard let exchange = at(pointer) else { return 0 }
        switch kind {
        case CURLINFO_HEADER_OUT, CURLINFO_DATA_OUT: exchange.sentBytes += count
        case CURLINFO_HEADER_IN, CURLINFO_DATA_IN: exchange.receivedBytes += count
        default: break
        }
        return 0
    }
}
