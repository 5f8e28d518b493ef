import Dispatch
import Foundation
import Synchronization

/// What arrived from a peer, decoded and with its signatures checked: what costs most and changes
/// nothing, done on every processor before the store is locked.
struct Intake: Sendable {
    /// In the order of arrival; `signed` is nil where the bytes cannot be decoded.
    let writes: [(wire: WireSignedWrite, signed: SignedWrite?)]
    /// The signatures that were found genuine, by what they sign.
    let genuine: [WriteHash: Data]

    /// Decodes and checks.
    ///
    /// A signature whose author's certificate is not known yet is left to the judgement of the
    /// write, which may find it among what arrived before.
    ///
    /// - Parameters:
    ///   - wires: The writes as they came.
    ///   - peer: The authenticated device that brought them.
    ///   - replica: Whose knowledge of devices counts.
    /// - Throws: What reading the store meets.
    init(_ wires: [WireSignedWrite], from peer: DeviceID, into replica: Replica) throws {
        let decoded = Self.map(wires) { try? WriteCodec.decode($0) }
        writes = Array(zip(wires, decoded)).map { (wire: $0.0, signed: $0.1) }
        let authors = Set(decoded.compactMap { $0?.write.dot.replica.device })
        let keys = try replica.read { reader in
            try authors.reduce(into: [DeviceID: Data]()) { keys, author in
                guard try !reader.isProven(author, by: peer) else { return }
                keys[author] = try reader.certificate(of: author)?.publicKey
            }
        }
        guard !keys.isEmpty else {
            genuine = [:]
            return
        }
        let checked = Self.map(decoded) { signed in
            guard let signed, let key = keys[signed.write.dot.replica.device] else { return false }
            return WriteCodec.isSigned(signed, by: key)
        }
        genuine = zip(decoded, checked).reduce(into: [:]) { genuine, pair in
            if let signed = pair.0, pair.1 { genuine[signed.hash] = signed.signature }
        }
    }

    /// Below this many elements the threads cost more than they save.
    private static let partSize = 64

    /// Maps by a pure function, in parts that run beside each other.
    private static func map<Element: Sendable, Result: Sendable>(
        _ elements: [Element],
        _ transform: @Sendable (Element) -> Result
    ) -> [Result] {
        let count = (elements.count + partSize - 1) / partSize
        guard count > 1 else { return elements.map(transform) }
        let parts = Mutex([[Result]](repeating: [], count: count))
        DispatchQueue.concurrentPerform(iterations: count) { part in
            let start = part * partSize
            let end = min(start + partSize, elements.count)
            let results = elements[start..<end].map(transform)
            parts.withLock { $0[part] = results }
        }
        return parts.withLock { $0.flatMap(\.self) }
    }
}
