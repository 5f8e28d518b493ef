import ArgumentParser
import FieldKit
import Foundation
import Simulator
import Synchronization
import TestSupport

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

    @Flag(help: "Keeps the stores in SQLite files, on disks that fail.")
    var sqlite = false

    @Flag(help: "Looks for each planted bug, in a build that has them.")
    var plantedBugs = false

    @Option(help: "Looks for this planted bug alone.")
    var bug: String?

    @Flag(help: "Meets every state of a small world, without and with a restored backup.")
    var exhaust = false

    @Flag(help: "Puts a fault at every call of the disk and of memory in the day of one laptop.")
    var disk = false

    @Option(help: .hidden)
    var memoryHome: String?

    @Option(help: .hidden)
    var memoryCall: Int64 = 0

    @Flag(help: .hidden)
    var memoryLasting = false

    @Option(help: "Tries the laws of merge on so many random triples of sets of writes.")
    var laws: UInt64?

    @Option(help: "How many writes the small world has, 5 at the most.")
    var writes = 4

    func run() throws {
        if exhaust { return try meetAll() }
        if let memoryHome {
            return try MemoryScript.live(
                in: memoryHome,
                failAt: memoryCall,
                isLasting: memoryLasting
            )
        }
        if disk { return try failEverywhere() }
        if let laws { return try tryLaws(laws) }
        if plantedBugs { return try huntPlantedBugs() }
        if let seed { return try replay(seed) }
        let start = ContinuousClock.now
        let broken = Self.outcomes(from..<from + seeds, on: sqlite ? .disk : .memory) {
            !$0.violations.isEmpty
        }
        for outcome in broken { Self.tell(outcome) }
        let duration = start.duration(to: .now)
        let seconds =
            Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
        print("\(seeds) seeds, \(broken.count) violations, \(Int(Double(seeds) / seconds)) seeds/s")
        guard broken.isEmpty else { throw ExitCode(1) }
    }

    /// Runs seeds on all cores; gives back those that are wanted, in order.
    private static func outcomes(
        _ seeds: Range<UInt64>,
        on medium: MediumKind = .memory,
        where isWanted: @Sendable (Simulation.Outcome) -> Bool
    ) -> [Simulation.Outcome] {
        RememberedWork.turnOn()
        if medium == .disk { FaultMemory.leaveUncounted() }
        let found = Mutex<[Simulation.Outcome]>([])
        DispatchQueue.concurrentPerform(iterations: seeds.count) { index in
            let outcome = Simulation.run(seed: seeds.lowerBound + UInt64(index), on: medium)
            if isWanted(outcome) { found.withLock { $0.append(outcome) } }
        }
        return found.withLock { $0.sorted { $0.seed < $1.seed } }
    }

    private func replay(_ seed: UInt64) throws {
        let outcome = Simulation.run(seed: seed, on: sqlite ? .disk : .memory, isTraced: trace)
        for line in outcome.trace { print(line) }
        Self.tell(outcome)
        print("\(outcome.writes) writes, \(outcome.messages) messages, trace \(outcome.hash)")
        guard outcome.violations.isEmpty else { throw ExitCode(1) }
    }

    private static func tell(_ outcome: Simulation.Outcome) {
        for text in outcome.violations { print("seed \(outcome.seed): \(text)") }
    }

    private func meetAll() throws {
        for restores in [false, true] {
            var exhaustion = Exhaustion(writesMax: writes, restores: restores)
            exhaustion.run()
            for text in exhaustion.violations { print(text) }
            let kind = restores ? "one restore" : "no restore"
            print(
                "\(writes) writes, \(kind): \(exhaustion.states) states,",
                "\(exhaustion.merges) sets of writes merged in every order,",
                "\(exhaustion.violations.count) violations"
            )
            fflush(nil)
            guard exhaustion.violations.isEmpty else { throw ExitCode(1) }
        }
    }

    private func failEverywhere() throws {
        let program = URL(filePath: CommandLine.arguments[0])
        let length = try DiskScript.length()
        var broken = 0
        let fates: UInt64 = 5
        let powers = (1...length.changes).flatMap { change in
            (from..<from + fates).map { DiskScript.Fault.power(change: change, seed: $0) }
        }
        broken += Self.count(
            "power lost at each of \(length.changes) changes",
            powers,
            DiskScript.run
        )
        for isLasting in [false, true] {
            let kind = isLasting ? "from then on" : "once"
            let refusals = (1...length.calls).map {
                DiskScript.Fault.refusal(call: $0, isLasting: isLasting)
            }
            broken += Self.count(
                "each of \(length.calls) calls refused, \(kind)",
                refusals,
                DiskScript.run
            )
        }
        let allocations = try MemoryScript.run(failAt: 0, isLasting: false, program: program)
            .allocations
        for isLasting in [false, true] {
            let kind = isLasting ? "from then on" : "once"
            broken += Self.count(
                "each of \(allocations) allocations refused, \(kind)",
                Array(1...allocations)
            ) { call in
                try MemoryScript.run(failAt: call, isLasting: isLasting, program: program).wrong
            }
        }
        guard broken == 0 else { throw ExitCode(1) }
    }

    /// Tells of all faults of a kind, and gives back how many broke something.
    private static func count<Fault: Sendable>(
        _ name: String,
        _ faults: [Fault],
        _ run: @Sendable (Fault) throws -> String?
    ) -> Int {
        let wrong = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: faults.count) { index in
            let text: String?
            do { text = try run(faults[index]) } catch { text = "thrown: \(error)" }
            if let text { wrong.withLock { $0.append("\(faults[index]): \(text)") } }
        }
        let texts = wrong.withLock { $0 }
        for text in texts.prefix(10) { print(text) }
        print("\(name): \(faults.count) runs, \(texts.count) violations")
        fflush(nil)
        return texts.count
    }

    private static let triplesPerHistory = 10

    private func tryLaws(_ triples: UInt64) throws {
        let broken = Mutex<[String]>([])
        let histories = Int(triples) / Self.triplesPerHistory
        let parts = ProcessInfo.processInfo.activeProcessorCount * 16
        DispatchQueue.concurrentPerform(iterations: parts) { part in
            var laws = MergeLaws()
            for history in (histories * part / parts)..<(histories * (part + 1) / parts) {
                laws.check(seed: from + UInt64(history), triples: Self.triplesPerHistory)
            }
            broken.withLock { $0 += laws.violations }
        }
        let violations = broken.withLock { $0 }
        for text in violations.prefix(10) { print(text) }
        print("\(histories * Self.triplesPerHistory) triples, \(violations.count) violations")
        guard violations.isEmpty else { throw ExitCode(1) }
    }

    private func huntPlantedBugs() throws {
        #if PLANTED_BUGS
        var missed = 0
        print("| bug | what is wrong | median seeds | first seen as |")
        print("|---|---|---:|---|")
        for name in PlantedBug.names where bug.map({ $0 == name }) ?? true {
            let bug = PlantedBug.hunt(name, attempts: 5, limit: seeds) { range in
                Self.outcomes(range.lowerBound..<range.upperBound + 1) { _ in true }
            }
            guard let bug else { continue }
            let median = bug.median.map { "\($0)" } ?? "not found"
            if bug.median == nil, !bug.isHarmlessAlone { missed += 1 }
            print("| \(bug.name) | \(bug.mistake) | \(median) | \(bug.symptom) |")
            // Hours may lie between two lines, also where they go into a file.
            fflush(nil)
        }
        guard missed == 0 else { throw ExitCode(1) }
        #else
        throw ValidationError("this build has no planted bugs: Scripts/simulate --planted-bugs")
        #endif
    }
}

Simulate.main()
