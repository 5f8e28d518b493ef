import SwiftProtobuf

extension TransportReply {
    /// What an error status means, or nil if the reply is none.
    ///
    /// The server's own message is believed where it is one. Anything else comes from a proxy, a
    /// sign-in page or another server, of which only the status is of use.
    package var problem: Problem? {
        guard status >= 400 else { return nil }
        let reply = problemReply
        if let reply, let code = ProblemCode(rawValue: reply.code) {
            return seenFromHere(Problem(code, details(of: reply)))
        }
        return switch status {
        case 413: Problem(.messageTooLarge, ["limit": String(Limits.messageBytesMax)])
        case 429: Problem(.tooManyRequests, ["host": host, "seconds": waitText])
        case 502, 503, 504: Problem(.serverBusy, ["host": host])
        default:
            Problem(
                .notAServer,
                ["host": host, "reason": reply.map { unknown($0) } ?? "HTTP \(status)"]
            )
        }
    }

    /// What a problem of the server's own machine is to whoever asked it: nobody shall take its full
    /// disk or damaged file for one of his own.
    private func seenFromHere(_ problem: Problem) -> Problem {
        switch problem.code {
        case .homeBusy: Problem(.serverBusy, ["host": host])
        case .homeReadOnly, .recoveryNeedsWriting, .diskFull, .storeDamaged, .storeNewer,
            .invariantBroken, .internalError:
            Problem(.serverFailing, ["host": host, "reason": problem.code.rawValue])
        default: problem
        }
    }

    /// Seconds for which the server asks to be left alone.
    ///
    /// The date form of `Retry-After` is not read: the laptop's clock may be decades off.
    package var retryAfterSeconds: Double? {
        if let text = headers["retry-after"], let seconds = UInt32(text) { return Double(seconds) }
        guard let seconds = problemReply?.retryAfter, seconds > 0 else { return nil }
        return Double(seconds)
    }

    private var problemReply: WireProblemReply? {
        guard status >= 400, MediaType.matches(headers["content-type"], MediaType.message) else {
            return nil
        }
        return try? WireProblemReply(serializedBytes: body)
    }

    private func details(of reply: WireProblemReply) -> [String: String] {
        let own = ["host": host, "seconds": waitText]
        let sent = reply.details.map { (Problem.printable($0), Problem.printable($1)) }
        return own.merging(sent) { _, theirs in theirs }
    }

    /// A newer server may know problems that this program does not.
    private func unknown(_ reply: WireProblemReply) -> String {
        "HTTP \(status), \(Problem.printable(reply.code))"
    }

    private var waitText: String {
        String(Int(retryAfterSeconds ?? Limits.retryDelaySecondsMax))
    }
}
