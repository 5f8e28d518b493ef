import FieldKit
import Foundation
import Synchronization
import TestSupport

/// Many spoilt inputs for one reader.
///
/// An input follows from its number alone, so one that broke something is found again by it.
package struct FuzzRun: Sendable {
    /// What came of it.
    package struct Outcome: Sendable {
        package var inputs = 0
        /// How many were taken as good; the others were refused with a `Problem`.
        package var taken = 0
        /// What must not have happened, each with the number of the input.
        package var violations: [String] = []
        /// The longest time that one input took, and its number.
        package var slowest: (seconds: Double, input: UInt64) = (0, 0)

        package init() {}
    }

    private let target: FuzzTarget

    package init(_ target: FuzzTarget) { self.target = target }

    /// Reads inputs on one thread.
    ///
    /// - Parameters:
    ///   - numbers: Which.
    ///   - begin: Told the number of each before it is read, for whoever finds the program dead.
    /// - Returns: What came of them.
    package func read(_ numbers: Range<UInt64>, begin: (UInt64) -> Void = { _ in }) -> Outcome {
        var outcome = Outcome()
        do {
            let maker = try target.maker()
            let reader = try target.reader()
            for number in numbers {
                begin(number)
                let input = try maker(SeededRandom(seed: number))
                let start = ContinuousClock.now
                outcome.inputs += 1
                do {
                    let wrong = try reader(input)
                    outcome.taken += 1
                    if let wrong { outcome.violations.append("input \(number): \(wrong)") }
                } catch is Problem {
                } catch {
                    outcome.violations.append("input \(number): threw \(type(of: error)): \(error)")
                }
                let seconds = start.duration(to: .now) / .seconds(1)
                if seconds > outcome.slowest.seconds { outcome.slowest = (seconds, number) }
            }
        } catch {
            outcome.violations.append("no reader: \(error)")
        }
        return outcome
    }
}
