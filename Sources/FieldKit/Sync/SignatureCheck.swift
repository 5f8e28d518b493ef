import Dispatch
import Foundation
import Synchronization

/// Signatures that are being checked on every processor, in the order in which they will be asked
/// for: whoever takes the writes in can begin with the first while the last are still checked.
final class SignatureCheck: Sendable {
    private static let partSize = 64

    private let parts: [DispatchGroup]
    private let results: Mutex<[[Bool]]>

    /// Begins; returns at once.
    ///
    /// - Parameters:
    ///   - writes: The writes; nil where the bytes cannot be decoded.
    ///   - keys: The public keys of their authors, as far as they are known; without one a
    ///     signature proves nothing.
    init(_ writes: [SignedWrite?], keys: [DeviceID: Data]) {
        let count = (writes.count + Self.partSize - 1) / Self.partSize
        parts = (0..<count).map { _ in DispatchGroup() }
        results = Mutex([[Bool]](repeating: [], count: count))
        guard !keys.isEmpty else { return }
        for (part, group) in parts.enumerated() {
            let start = part * Self.partSize
            let members = writes[start..<min(start + Self.partSize, writes.count)]
            DispatchQueue.global().async(group: group) { [self] in
                let signed = members.map { $0.map { Self.isSigned($0, keys) } ?? false }
                results.withLock { $0[part] = signed }
            }
        }
    }

    /// Whether the signature of the write at this place is its author's; waits until that is known.
    func isGenuine(at index: Int) -> Bool {
        let part = index / Self.partSize
        parts[part].wait()
        return results.withLock { results in
            let place = index % Self.partSize
            return results[part].indices.contains(place) && results[part][place]
        }
    }

    static func isSigned(_ signed: SignedWrite, _ keys: [DeviceID: Data]) -> Bool {
        keys[signed.write.dot.replica.device].map { WriteCodec.isSigned(signed, by: $0) } ?? false
    }
}
