import Foundation
import Synchronization

/// Certificates of which the county's signature has been checked: every transaction reads those that
/// it needs anew, and a check costs more than the reading.
final class CheckedCertificates: Sendable {
    /// Beyond it all are forgotten; more than a county has devices.
    private static let countMax = 8_192

    private let genuine = Mutex<Set<Data>>([])

    /// Whether a certificate is signed by a county's key; the same answer as without this.
    func isSigned(_ certificate: DeviceCertificate, by county: Data) -> Bool {
        let name = county + certificate.signature + certificate.body
        if genuine.withLock({ $0.contains(name) }) { return true }
        guard certificate.isSigned(by: county) else { return false }
        genuine.withLock { genuine in
            if genuine.count >= Self.countMax { genuine.removeAll() }
            genuine.insert(name)
        }
        return true
    }
}
