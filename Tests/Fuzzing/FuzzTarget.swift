package import Foundation

/// Something that reads what strangers send.
package struct FuzzTarget: Sendable {
    /// Reads one input.
    ///
    /// It throws a `Problem` for what it refuses, and returns a sentence if it took what it must not
    /// take. Used by one thread.
    package typealias Reader = (Data) throws -> String?

    /// Its name, for commands.
    package let name: String
    /// Good inputs, which are spoilt.
    let samples: @Sendable () throws -> [Data]
    /// A reader with a world of its own.
    let reader: @Sendable () throws -> Reader

    /// All of them: those that read a text or a message by itself, then those of a whole exchange.
    package static let all = plain + exchange
}
