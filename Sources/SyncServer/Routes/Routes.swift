import FieldKit
import Hummingbird

/// All routes of a server.
enum Routes {
    /// Builds the router.
    ///
    /// On plain HTTP, which is not `secure`, cookies and headers that demand HTTPS are left out:
    /// they would only break the pages.
    static func router(_ parts: ServerParts, secure: Bool) throws -> Router<BasicRequestContext> {
        let router = Router()
        let pages = try PageRenderer()
        let metrics = RequestMetrics(parts.metrics)
        router.add(middleware: RequestRecord(metrics: metrics, logger: parts.logger))
        router.add(middleware: PageHeaders(isSecure: secure))
        router.add(middleware: ProblemBorder(logger: parts.logger, pages: pages))
        SyncRoutes(
            endpoint: parts.endpoint,
            authorityPEM: parts.authorityPEM,
            metrics: metrics
        ).add(to: router)
        StatusRoutes(endpoint: parts.endpoint, metrics: parts.metrics).add(to: router)
        if let review = parts.review {
            ReviewRoutes(review, pages: pages, isSecure: secure).add(to: router)
        }
        return router
    }
}
