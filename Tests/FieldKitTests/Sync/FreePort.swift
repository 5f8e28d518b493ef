import Foundation

/// A port of this machine on which nobody listens.
enum FreePort {
    struct NoPort: Error {}

    /// Bound once, so that it was free, and closed again.
    static func closed() throws -> UInt16 {
        let handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard handle >= 0 else { throw NoPort() }
        defer { close(handle) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(handle, $0, size) == 0 ? getsockname(handle, $0, &size) : -1
            }
        }
        guard code == 0 else { throw NoPort() }
        return UInt16(bigEndian: address.sin_port)
    }
}
