import FieldKit
import HTTPTypes
import Hummingbird

/// What browsers are told of the review pages: nothing from elsewhere, no frames, no copies.
struct PageHeaders: RouterMiddleware {
    typealias Context = BasicRequestContext

    let isSecure: Bool

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        guard ReviewRoutes.isPage(request) else { return response }
        response.headers[.contentSecurityPolicy] =
            "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; "
            + "form-action 'self'; frame-ancestors 'none'"
        response.headers[.cacheControl] = "no-store"
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.referrerPolicy] = "same-origin"
        if isSecure, !Self.isLoopback(request) {
            response.headers[.strictTransportSecurity] = "max-age=31536000"
        }
        return response
    }

    /// On this machine the order would bind every other server of the machine as well.
    private static func isLoopback(_ request: Request) -> Bool {
        guard let authority = request.head.authority else { return false }
        return (try? ListenAddress(authority))?.isLoopback
            ?? (try? HostName(authority))?.isLoopback ?? false
    }
}

extension HTTPField.Name {
    static let referrerPolicy = Self("Referrer-Policy") ?? .referer
}
