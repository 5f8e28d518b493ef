import ArgumentParser
import Foundation
import Simulator
import Synchronization

/// Runs counties under seeds and tells what was broken.
struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs a whole county under each seed; exits 0 only if no promise was broken."
    )

    @Option(help: "How many seeds to run.")
    var seeds: UInt64 = 1_000

    @Option(help: "The first seed.")
    var from: UInt64 = 1

    @Option(help: "Runs this seed alone.")
    var seed: UInt64?

    @Flag(help: "Prints what happens under the seed.")
    var trace = false

    func run() throws {
        if let seed { return try replay(seed) }
        let start = ContinuousClock.now
        let found = Mutex<[Simulation.Outcome]>([])
        let first = from
        DispatchQueue.concurrentPerform(iterations: Int(seeds)) { index in
            let outcome = Simulation.run(seed: first + UInt64(index))
            if !outcome.violations.isEmpty { found.withLock { $0.append(outcome) } }
        }
        let broken = found.withLock { $0.sorted { $0.seed < $1.seed } }
        for outcome in broken { Self.tell(outcome) }
        let duration = start.duration(to: .now)
        let seconds =
            Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
        print("\(seeds) seeds, \(broken.count) violations, \(Int(Double(seeds) / seconds)) seeds/s")
        guard broken.isEmpty else { throw ExitCode(1) }
    }

    private func replay(_ seed: UInt64) throws {
        let outcome = Simulation.run(seed: seed, isTraced: trace)
        for line in outcome.trace { print(line) }
        Self.tell(outcome)
        print("\(outcome.writes) writes, \(outcome.messages) messages, trace \(outcome.hash)")
        guard outcome.violations.isEmpty else { throw ExitCode(1) }
    }

    private static func tell(_ outcome: Simulation.Outcome) {
        for text in outcome.violations { print("seed \(outcome.seed): \(text)") }
    }
}

Simulate.main()
