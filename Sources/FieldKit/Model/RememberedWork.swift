import Crypto
import Foundation
import Synchronization

/// What was worked out of bytes, remembered in a process that plays many devices.
///
/// A program that is one device checks and decodes each write about once, and this stays off. A
/// simulated county does it in every store that the write comes to and whenever the oracle looks, which
/// would be most of all its work; what comes of it depends on nothing but the bytes, so that remembering
/// it changes nothing.
package enum RememberedWork {
    static let signatures = Remembered<SHA256Digest, Bool>()
    static let writes = Remembered<SignedBytes, SignedWrite>()

    /// What a write is decoded from.
    struct SignedBytes: Hashable {
        let body: Data
        let signature: Data
    }

    /// Remembers in this process from now on.
    package static func turnOn() {
        signatures.turnOn()
        writes.turnOn()
    }
}

/// Answers of a function that gives equal ones to equal questions.
final class Remembered<Question: Hashable & Sendable, Answer: Sendable>: Sendable {
    /// Some hundred counties; then it begins anew.
    private static var countMax: Int { 100_000 }

    private let answers = Mutex<[Question: Answer]?>(nil)

    func turnOn() { answers.withLock { $0 = $0 ?? [:] } }

    /// The answer to a question, which is not worked out if it is remembered; nor is the question, if
    /// nothing is.
    func answer(_ question: () -> Question, work: () throws -> Answer) rethrows -> Answer {
        guard answers.withLock({ $0 != nil }) else { return try work() }
        let question = question()
        if let known = answers.withLock({ $0?[question] }) { return known }
        let answer = try work()
        answers.withLock { answers in
            if answers?.count == Self.countMax { answers = [:] }
            answers?[question] = answer
        }
        return answer
    }
}
