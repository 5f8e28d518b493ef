import FieldKit
import Foundation
import Hummingbird

/// What watches over a server ask: `GET /health` and `GET /metrics`.
struct StatusRoutes: Sendable {
    private struct Health: Encodable {
        let status: String
        let epoch: String?
        let version: String
        let code: String?
    }

    private let endpoint: any SyncEndpoint
    private let metrics: PrometheusMetrics
    private let lane = WorkLane("health", threads: 1, waitingMax: 16)

    init(endpoint: any SyncEndpoint, metrics: PrometheusMetrics) {
        self.endpoint = endpoint
        self.metrics = metrics
    }

    /// Adds the routes to a router.
    func add(to router: Router<BasicRequestContext>) {
        router.get("/health") { _, _ in try await health() }
        router.get("/metrics") { _, _ in
            Response.of(metrics.text, type: "text/plain; version=0.0.4; charset=utf-8")
        }
    }

    private func health() async throws -> Response {
        let answer: Health
        do {
            let epoch = try await lane.run { [endpoint] in try endpoint.checkHealth() }
            answer = Health(
                status: "ok",
                epoch: epoch.hexadecimal,
                version: FieldKitVersion.text,
                code: nil
            )
        } catch {
            // Any hindrance at all is an answer here, not a failure of the request.
            let code = (error as? Problem)?.code ?? .internalError
            answer = Health(
                status: "failing",
                epoch: nil,
                version: FieldKitVersion.text,
                code: code.rawValue
            )
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return Response.of(
            try encoder.encode(answer),
            type: "application/json",
            status: answer.status == "ok" ? .ok : .serviceUnavailable
        )
    }
}
