import CCurl

/// How libcurl says that a request ended, and what that means here.
struct CurlOutcome {
    let code: CURLcode
    /// Whether name, connection and TLS were done, so that the request may have arrived.
    let wasConnected: Bool
    /// What a proxy answered when it was asked for a tunnel; 0 if none was asked.
    let proxyStatus: Int
    /// Whether the server's certificate is the county's, whatever names it is for.
    let isChainGood: Bool

    /// The problem, or nil if the reply is complete.
    ///
    /// Reasons are constant words.
    func problem(host: String) -> Problem? {
        if proxyStatus != 0, !(200..<300).contains(proxyStatus) {
            return unreachable(host, "proxy \(proxyStatus)")
        }
        return switch code {
        case CURLE_OK: nil
        case CURLE_PEER_FAILED_VERIFICATION where isChainGood:
            Problem(.serverNameMismatch, ["host": host])
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_PINNEDPUBKEYNOTMATCH,
            CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_ISSUER_ERROR:
            Problem(.authorityMismatch, ["host": host])
        case CURLE_COULDNT_RESOLVE_HOST: unreachable(host, "DNS")
        case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: unreachable(host, "proxy")
        case CURLE_COULDNT_CONNECT: unreachable(host, "connect")
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER: unreachable(host, "TLS")
        case CURLE_OPERATION_TIMEDOUT:
            wasConnected ? interrupted(host, "stalled") : unreachable(host, "timeout")
        case CURLE_ABORTED_BY_CALLBACK: Problem(.cancelled)
        case CURLE_FILESIZE_EXCEEDED:
            Problem(.messageTooLarge, ["limit": String(Limits.messageBytesMax)])
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY:
            Problem(.notAServer, ["host": host, "reason": "not HTTP"])
        case CURLE_URL_MALFORMAT, CURLE_OUT_OF_MEMORY, CURLE_FAILED_INIT, CURLE_NOT_BUILT_IN,
            CURLE_SSL_CACERT_BADFILE, CURLE_BAD_FUNCTION_ARGUMENT, CURLE_RECURSIVE_API_CALL:
            Problem(.internalError, ["reason": "libcurl: \(code.rawValue)"])
        case CURLE_GOT_NOTHING: interrupted(host, "no reply")
        case CURLE_PARTIAL_FILE, CURLE_RECV_ERROR: interrupted(host, "receive")
        case CURLE_SEND_ERROR, CURLE_SEND_FAIL_REWIND: interrupted(host, "send")
        case CURLE_HTTP2, CURLE_HTTP2_STREAM: interrupted(host, "HTTP/2")
        // Whatever else a network comes up with: nothing is lost by trying again.
        default: interrupted(host, "libcurl \(code.rawValue)")
        }
    }

    private func unreachable(_ host: String, _ reason: String) -> Problem {
        Problem(.serverUnreachable, ["host": host, "reason": reason])
    }

    private func interrupted(_ host: String, _ reason: String) -> Problem {
        Problem(.networkInterrupted, ["host": host, "reason": reason])
    }
}
