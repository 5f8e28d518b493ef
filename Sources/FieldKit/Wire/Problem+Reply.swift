package import Foundation
import SwiftProtobuf

extension Problem {
    /// The problem as a reply of the protocol carries it, with its words in a language.
    ///
    /// - Parameters:
    ///   - language: The language of the sentence and the next step; the code needs none.
    ///   - retryAfter: Seconds after which the request may be sent again; 0 if that is not known.
    /// - Returns: The encoded `ProblemReply`.
    /// - Throws: What encoding meets; not a ``Problem``.
    package func reply(_ language: Language, retryAfter: UInt32) throws -> Data {
        var reply = WireProblemReply()
        reply.code = code.rawValue
        reply.sentence = sentence(language)
        reply.next = next(language)
        reply.retryAfter = retryAfter
        reply.details = details
        return try reply.serializedData()
    }
}
