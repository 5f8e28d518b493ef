/// Sends a request again where that is safe and may help.
package final class RetryingTransport: Transport {
    private let inner: any Transport
    private let random: any RandomSource
    private let pause: (_ seconds: Double) throws(Problem) -> Void

    /// Wraps a transport.
    ///
    /// - Parameters:
    ///   - inner: Sends each try.
    ///   - random: Spreads the tries of many laptops.
    ///   - pause: Waits; throws ``ProblemCode/cancelled`` if the person will not.
    package init(
        _ inner: any Transport,
        random: any RandomSource,
        pause: @escaping (_ seconds: Double) throws(Problem) -> Void
    ) {
        self.inner = inner
        self.random = random
        self.pause = pause
    }

    package func send(_ request: TransportRequest) throws(Problem) -> TransportReply {
        var attempt = 0
        while true {
            attempt += 1
            let outcome = Result { () throws(Problem) in try inner.send(request) }
            guard let delay = delay(after: outcome, attempt: attempt, request) else {
                return try outcome.get()
            }
            try pause(delay)
        }
    }

    private func delay(
        after outcome: Result<TransportReply, Problem>,
        attempt: Int,
        _ request: TransportRequest
    ) -> Double? {
        guard request.retrySafe else { return nil }
        switch outcome {
        case .success(let reply):
            guard let problem = reply.problem else { return nil }
            return RetryPolicy.delay(
                afterAttempt: attempt,
                problem: problem,
                retryAfter: reply.retryAfterSeconds,
                random: random.next()
            )
        case .failure(let problem):
            return RetryPolicy.delay(
                afterAttempt: attempt,
                problem: problem,
                retryAfter: nil,
                random: random.next()
            )
        }
    }
}
