import FieldKit
import Logging
import ServiceLifecycle

/// Checks, behind the acknowledgements, the signatures that a county took on the word of the next
/// line.
struct SignatureService: Service {
    private let replica: Replica
    private let logger: Logger
    private let lane = WorkLane("signatures", threads: 1)

    init(_ replica: Replica, logger: Logger) {
        self.replica = replica
        self.logger = logger
    }

    func run() async throws {
        // A stop only ends a pause; what is left is found again at the next start.
        try? await cancelWhenGracefulShutdown {
            while true {
                try await Task.sleep(for: await prove() ? Self.breath : Self.pause)
            }
        }
    }

    /// Between two parts as long as a part takes at most, so that whoever syncs meanwhile has half
    /// of every processor at least.
    private static let breath = Duration.milliseconds(20)
    private static let pause = Duration.seconds(2)
    private static let partSize = 256

    /// - Returns: Whether more remain.
    private func prove() async -> Bool {
        do {
            return try await lane.run { [replica] in
                try replica.proveSignatures(limit: Self.partSize)
            }
        } catch {
            let code = (error as? Problem)?.code ?? .internalError
            logger.warning("signatures were not checked", metadata: ["code": "\(code.rawValue)"])
            return false
        }
    }
}
