import FieldKit
import Hummingbird
import Logging

/// Writes a line for each request and measures it: route, status, time and bytes; never a query,
/// a body or a name.
struct RequestRecord: RouterMiddleware {
    typealias Context = BasicRequestContext

    let metrics: RequestMetrics
    let logger: Logger

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var response = try await next(request, context)
        response.headers[.fieldKitVersion] = String(Limits.protocolVersion)
        let took = ContinuousClock.now - start
        // The pattern of the route, so that what a stranger asks for cannot grow the labels.
        let route = context.endpointPath ?? "none"
        metrics.answered(route, status: response.status.code, took)
        logger.info(
            "request",
            metadata: [
                "request": "\(context.id)",
                "route": "\(route)",
                "status": "\(response.status.code)",
                "milliseconds": "\(took / .milliseconds(1))",
                "bytes": "\(response.body.contentLength ?? 0)",
            ]
        )
        return response
    }
}
