import Crypto
import Foundation
import Synchronization

/// What signatures have turned out to be, remembered in a process that plays many devices.
///
/// A program that is one device checks each signature once, and this stays off. A simulated county
/// checks the same one in every store that it comes to, which would be half of all its work; whether a
/// signature is genuine depends on nothing but its bytes, so that remembering it changes nothing.
package final class SignatureMemory: Sendable {
    /// That of this process.
    package static let shared = SignatureMemory()

    /// Some hundred counties; then it begins anew.
    private static let countMax = 100_000

    private let answers = Mutex<[SHA256Digest: Bool]?>(nil)

    /// Remembers from now on.
    package func turnOn() { answers.withLock { $0 = $0 ?? [:] } }

    /// The answer of a check, which is not made if its answer is remembered.
    func answer(
        _ signature: Data,
        over message: Data,
        publicKey: Data,
        check: () -> Bool
    ) -> Bool {
        guard answers.withLock({ $0 != nil }) else { return check() }
        var hash = SHA256()
        // Of fixed lengths, so that no two checks have the same bytes; others fail at once.
        hash.update(data: publicKey)
        hash.update(data: signature)
        hash.update(data: message)
        let place = hash.finalize()
        if let known = answers.withLock({ $0?[place] }) { return known }
        let answer = check()
        answers.withLock { answers in
            if answers?.count == Self.countMax { answers = [:] }
            answers?[place] = answer
        }
        return answer
    }
}
