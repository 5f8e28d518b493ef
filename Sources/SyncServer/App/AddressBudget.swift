import NIOCore
import Synchronization

/// The connections that each address may have open at one time, so that one cannot keep all others
/// out.
final class AddressBudget: Sendable {
    private let connectionsMax: Int
    private let open = Mutex<[String: Int]>([:])

    /// Each address may have `connectionsMax` connections.
    init(connectionsMax: Int = ServerLimits.connectionsPerAddressMax) {
        self.connectionsMax = connectionsMax
    }

    /// Counts a connection until it is closed.
    ///
    /// - Returns: False, and nothing is counted, if its address has too many already.
    func admit(_ channel: any Channel) -> Bool {
        guard let address = channel.remoteAddress?.ipAddress else { return true }
        guard take(address) else { return false }
        channel.closeFuture.whenComplete { [self] _ in release(address) }
        return true
    }

    func take(_ address: String) -> Bool {
        open.withLock { open in
            guard open[address, default: 0] < connectionsMax else { return false }
            open[address, default: 0] += 1
            return true
        }
    }

    func release(_ address: String) {
        open.withLock { open in
            let rest = (open[address] ?? 1) - 1
            open[address] = rest > 0 ? rest : nil
        }
    }
}
