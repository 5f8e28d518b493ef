import CCurl
package import Foundation

/// Asks a server over HTTP by libcurl: HTTP/2 where it is offered, one connection for all
/// requests, the county's own authority pinned, proxies from the environment.
///
/// `send` blocks its thread until the reply is here. Used by one thread at a time.
package final class CurlTransport: Transport {
    /// Whose word on the server's certificate counts.
    package enum Trust: Sendable {
        /// This certificate authority (PEM) and no other, whatever the system trusts.
        case pinned(Data)
        /// Nobody's: only to fetch ``CurlTransport/authorityPath``, which the caller compares with
        /// the fingerprint in the enrolment code before it pins it.
        case unverified
    }

    /// Where a server gives its county's authority to laptops that do not know it yet.
    package static let authorityPath = "/v1/authority"

    /// Called several times a second while a request runs, with the bytes of the body that have
    /// gone out and come in; false cancels it.
    package var progress: ((_ sentBytes: Int, _ receivedBytes: Int) -> Bool)?

    /// Asked at each of libcurl's callbacks that may stop a request; true stops it there, as a program
    /// without memory would.
    package var refuses: (() -> Bool)?

    private let address: ServerAddress
    private let trust: Trust
    private let handle: CurlHandle

    /// A transport to one server.
    ///
    /// Nothing is connected before the first request.
    package init(
        _ address: ServerAddress,
        trust: Trust
    ) throws(Problem) {
        self.address = address
        self.trust = trust
        handle = try CurlHandle()
        try setUp()
        try setUpTrust()
    }

    package func send(_ request: TransportRequest) throws(Problem) -> TransportReply {
        try check(request)
        let encoding: ContentEncoding =
            request.body.count >= Limits.compressedBytesMin ? .zstd : .identity
        let body = try Compression.compress(request.body, encoding)
        guard body.count <= Limits.messageBytesMax else {
            throw Problem(.messageTooLarge, ["limit": String(Limits.messageBytesMax)])
        }
        let headers = headers(of: request, encoding)
        let exchange = CurlExchange(
            host: address.host,
            accept: headers["accept"] ?? MediaType.message,
            progress: progress,
            refuses: refuses
        )
        try handle.set(CURLOPT_URL, address.text + request.path)
        try exchange.attach(to: handle)
        defer { CurlExchange.detach(from: handle) }
        let code = try withExtendedLifetime(exchange) { () throws(Problem) in
            try handle.perform(
                headers: lines(of: headers),
                body: request.method == .post ? body : nil
            )
        }
        if let problem = exchange.problem { throw problem }
        if let problem = problem(for: code) { throw problem }
        return try exchange.reply()
    }

    private func check(_ request: TransportRequest) throws(Problem) {
        if case .unverified = trust {
            guard request.method == .get, request.path == Self.authorityPath else {
                throw Problem(.internalError, ["reason": "unverified request"])
            }
        }
        let isClean = request.headers.allSatisfy { header in
            (header.key + header.value).unicodeScalars.allSatisfy {
                (0x20..<0x7F).contains($0.value)
            }
        }
        guard isClean, request.path.hasPrefix("/") else {
            throw Problem(.internalError, ["reason": "request not well formed"])
        }
    }

    private func headers(
        of request: TransportRequest,
        _ encoding: ContentEncoding
    ) -> [String: String] {
        var headers = [
            "accept-encoding": "zstd, gzip",
            "fieldkit-version": String(Limits.protocolVersion),
        ]
        if request.method == .post { headers["content-type"] = MediaType.message }
        if encoding != .identity { headers["content-encoding"] = encoding.rawValue }
        return headers.merging(request.headers) { _, asked in asked }
    }

    /// The headers as libcurl takes them.
    private func lines(of headers: [String: String]) -> [String] {
        let lines = headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        // Empty, they take libcurl's own away. Expect: for a body over 1 MB it would wait a second
        // for a "100 Continue" that few servers send. Accept: a peer's reply to a message can only
        // be a message, and every byte of a request is paid for on a village line.
        let isAccepting = headers["accept"] != nil
        return lines + ["Expect:"] + (isAccepting ? [] : ["Accept:"])
    }

    private func setUp() throws(Problem) {
        try handle.set(CURLOPT_NOSIGNAL, 1)
        try handle.set(CURLOPT_PROTOCOLS_STR, address.isLoopback ? "https,http" : "https")
        try handle.set(CURLOPT_FOLLOWLOCATION, 0)
        try handle.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        try handle.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        try handle.set(CURLOPT_CONNECTTIMEOUT, Limits.connectSecondsMax)
        try handle.set(CURLOPT_LOW_SPEED_LIMIT, Limits.stalledBytesPerSecond)
        try handle.set(CURLOPT_LOW_SPEED_TIME, Limits.stalledSecondsMax)
        try handle.set(CURLOPT_TCP_KEEPALIVE, 1)
        try handle.set(CURLOPT_MAXFILESIZE_LARGE, bytes: Limits.messageBytesMax)
        try handle.set(CURLOPT_NOPROGRESS, 0)
        // For CurlExchange's count of bytes; the text goes nowhere.
        try handle.set(CURLOPT_VERBOSE, 1)
        // A proxy would take what is meant for this machine to another one.
        if address.isLoopback { try handle.set(CURLOPT_NOPROXY, "*") }
    }

    private func setUpTrust() throws(Problem) {
        try handle.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        switch trust {
        case .unverified:
            try handle.set(CURLOPT_SSL_VERIFYPEER, 0)
            try handle.set(CURLOPT_SSL_VERIFYHOST, 0)
        case .pinned(let authority):
            try handle.set(CURLOPT_SSL_VERIFYPEER, 1)
            try handle.set(CURLOPT_SSL_VERIFYHOST, 2)
            // The blob takes the place of CAINFO, not of CAPATH, where the system's authorities
            // would go on being trusted beside it.
            try handle.set(CURLOPT_CAPATH, String?.none)
            try handle.set(CURLOPT_CAINFO, String?.none)
            try handle.set(CURLOPT_CAINFO_BLOB, copying: authority)
        }
    }

    private func problem(for code: CURLcode) -> Problem? {
        CurlOutcome(
            code: code,
            wasConnected: handle.wasConnected,
            proxyStatus: handle.proxyStatus,
            isChainGood: handle.isChainGood
        ).problem(host: address.host)
    }
}
