import Metrics

/// The measurements of requests.
struct RequestMetrics: Sendable {
    private let factory: any MetricsFactory

    init(_ factory: any MetricsFactory) { self.factory = factory }

    /// A request was answered.
    func answered(_ route: String, status: Int, _ took: Duration) {
        Counter(
            label: "http_requests",
            dimensions: [("route", route), ("status", String(status))],
            factory: factory
        ).increment()
        Timer(label: "http_request_duration", dimensions: [("route", route)], factory: factory)
            .recordNanoseconds(Int64(took / .nanoseconds(1)))
    }

    /// Bytes of a request's body came in, as they were on the wire.
    func received(_ bytes: Int, _ call: SyncCall) {
        Counter(
            label: "sync_received_bytes",
            dimensions: [("call", call.rawValue)],
            factory: factory
        ).increment(by: bytes)
    }

    /// Bytes of a reply's body went out, as they are on the wire.
    func sent(_ bytes: Int, _ call: SyncCall) {
        Counter(label: "sync_sent_bytes", dimensions: [("call", call.rawValue)], factory: factory)
            .increment(by: bytes)
    }
}
