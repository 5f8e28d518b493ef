package import Foundation
import TestSupport

/// Something that reads what strangers send.
package struct FuzzTarget: Sendable {
    /// Reads one input.
    ///
    /// It throws a `Problem` for what it refuses, and returns a sentence if it took what it must not
    /// take. Used by one thread.
    package typealias Reader = (Data) throws -> String?

    /// Makes the input that follows from random numbers.
    typealias Maker = (SeededRandom) throws -> Data

    /// Its name, for commands.
    package let name: String
    /// Makes inputs; used by one thread.
    let maker: @Sendable () throws -> Maker
    /// A reader with a world of its own.
    let reader: @Sendable () throws -> Reader

    /// A target whose inputs have a structure that only it knows.
    init(
        name: String,
        maker: @escaping @Sendable () throws -> Maker,
        reader: @escaping @Sendable () throws -> Reader
    ) {
        self.name = name
        self.maker = maker
        self.reader = reader
    }

    /// A target whose inputs are good ones, spoilt as bytes and as the fields of a message.
    init(
        name: String,
        samples: @escaping @Sendable () throws -> [Data],
        reader: @escaping @Sendable () throws -> Reader
    ) {
        self.init(
            name: name,
            maker: {
                let samples = try samples()
                return { random in
                    let sample = random.pick(samples)
                    return Mutation(random: random).spoilt(sample, samples)
                }
            },
            reader: reader
        )
    }

    /// All of them: those that read a text or a message by itself, then those of a whole exchange.
    package static let all = plain + [returned] + exchange
}
