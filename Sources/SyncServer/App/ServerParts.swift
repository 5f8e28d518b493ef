import FieldKit
import Logging

/// What a server is put together from; tests put in others.
struct ServerParts: Sendable {
    /// Answers the calls of the protocol.
    let endpoint: any SyncEndpoint
    /// The review pages; nil where there are none.
    var review: ReviewParts?
    /// The county's CA certificate in PEM.
    let authorityPEM: String
    /// The server's clock.
    let clock: any Clock
    /// Where measurements go.
    let metrics: PrometheusMetrics
    /// Where events go.
    let logger: Logger
}
