import FieldKit
import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// The one place where an error meets HTTP: a problem becomes its status with its words, as a
/// message of the protocol, a page or a line of text; everything else is a defect.
struct ProblemBorder: RouterMiddleware {
    typealias Context = BasicRequestContext

    let logger: Logger
    let pages: PageRenderer

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            let problem = Self.problem(error, request)
            if problem.code == .internalError {
                logger.error(
                    "request failed",
                    metadata: ["error": "\(String(reflecting: type(of: error)))"]
                )
            } else {
                logger.notice("request refused", metadata: ["code": "\(problem.code.rawValue)"])
            }
            return try reply(problem, to: request)
        }
    }

    /// What an error is to the asker; an error of another kind is named by its type alone, for
    /// its description might quote what was sent.
    private static func problem(_ error: any Error, _ request: Request) -> Problem {
        if let problem = error as? Problem { return problem }
        if let refused = error as? any HTTPResponseError {
            switch refused.status {
            case .notFound: return Problem(.notFound, ["path": path(of: request)])
            case .contentTooLarge: return Problem(.messageTooLarge, ["limit": "?"])
            case let status where (400..<500).contains(status.code):
                return Problem(.messageUndecodable, ["reason": "HTTP \(status.code)"])
            default: break
            }
        }
        return Problem(.internalError, ["reason": String(reflecting: type(of: error))])
    }

    /// The path without its query, cut to a length that nobody can abuse.
    private static func path(of request: Request) -> String { String(request.uri.path.prefix(80)) }

    private func reply(_ problem: Problem, to request: Request) throws -> Response {
        let language = Language(accepting: request.headers[.acceptLanguage])
        let retryAfter = problem.retryAfterSeconds
        let status = HTTPResponse.Status(code: problem.code.entry.status)
        var response: Response
        if request.uri.path.hasPrefix("/v1/") {
            response = Response.of(
                try problem.reply(language, retryAfter: retryAfter),
                type: SyncRoutes.messageType,
                status: status
            )
        } else if ReviewRoutes.isPage(request) {
            let notice = PageFrame.Notice(problem, language)
            response = try pages.response(
                .message,
                PageFrame(title: "提示", notice: notice),
                status: status
            )
        } else {
            response = Response.of(
                "\(problem.sentence(language))\n\(problem.next(language))\n\(problem.code.rawValue)\n",
                type: "text/plain; charset=utf-8",
                status: status
            )
        }
        if retryAfter > 0 { response.headers[.retryAfterSeconds] = String(retryAfter) }
        return response
    }
}

extension Problem {
    /// Seconds after which the same request may come again; 0 if it may not.
    fileprivate var retryAfterSeconds: UInt32 {
        guard code.entry.retry == .afterDelay else { return 0 }
        return details["seconds"].flatMap { UInt32($0) } ?? ServerLimits.busySeconds
    }
}

extension Language {
    /// The language that a browser or a laptop asks for first; Chinese if it asks for neither.
    init(accepting header: String?) {
        let first = (header ?? "").split(separator: ",").first ?? ""
        self = first.lowercased().hasPrefix("en") ? .english : .chinese
    }
}
