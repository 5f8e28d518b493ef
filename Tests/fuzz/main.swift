import ArgumentParser
import Foundation
import Fuzzing
import Synchronization

/// Gives spoilt inputs to everything that reads what strangers send.
struct Fuzz: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Reads spoilt inputs; exits 0 only if each was refused or harmless."
    )

    @Option(help: "How many inputs each reader gets.")
    var inputs: UInt64 = 100_000

    @Option(help: "The number of the first input.")
    var from: UInt64 = 1

    @Option(help: "Only this reader; may be repeated.")
    var only: [String] = []

    func run() throws {
        Self.limitMemory()
        Self.tellWhatKills()
        var total = 0
        var broken = 0
        for (index, target) in FuzzTarget.all.enumerated()
        where only.isEmpty || only.contains(target.name) {
            let start = ContinuousClock.now
            let outcome = Self.read(target, index, from..<from + inputs)
            let seconds = start.duration(to: .now) / .seconds(1)
            for text in outcome.violations.prefix(10) { print("\(target.name): \(text)") }
            let rate = Int(Double(outcome.inputs) / seconds)
            let slowest = outcome.slowest
            print(
                "\(target.name): \(outcome.inputs) inputs, \(outcome.taken) taken,",
                "\(outcome.violations.count) violations, \(rate)/s,",
                "slowest \(Int(slowest.seconds * 1_000)) ms (input \(slowest.input))"
            )
            fflush(nil)
            total += outcome.inputs
            broken += outcome.violations.count
        }
        print("\(total) inputs, \(broken) violations")
        guard broken == 0 else { throw ExitCode(1) }
    }

    /// Reads on all cores; each thread has a world of its own.
    private static func read(
        _ target: FuzzTarget,
        _ index: Int,
        _ numbers: Range<UInt64>
    ) -> FuzzRun.Outcome {
        let threads = ProcessInfo.processInfo.activeProcessorCount
        let all = Mutex(FuzzRun.Outcome())
        DispatchQueue.concurrentPerform(iterations: threads) { thread in
            let count = UInt64(numbers.count)
            let start = numbers.lowerBound + count * UInt64(thread) / UInt64(threads)
            let end = numbers.lowerBound + count * UInt64(thread + 1) / UInt64(threads)
            let outcome = FuzzRun(target).read(start..<end) { number in
                reading[thread % readingMax] = (index, number)
            }
            all.withLock { all in
                all.inputs += outcome.inputs
                all.taken += outcome.taken
                all.violations += outcome.violations
                if outcome.slowest.seconds > all.slowest.seconds { all.slowest = outcome.slowest }
            }
        }
        return all.withLock { $0 }
    }

    // MARK: What kills the program

    /// An input that makes the program take all memory is a failure, not a slow machine.
    private static func limitMemory() {
        var limit = rlimit(rlim_cur: 4 << 30, rlim_max: 4 << 30)
        setrlimit(__rlimit_resource_t(9), &limit)
    }

    private static func tellWhatKills() {
        for number in [SIGILL, SIGTRAP, SIGSEGV, SIGABRT, SIGBUS, SIGFPE] {
            signal(number) { number in
                for (target, input) in reading where input > 0 {
                    let text =
                        "signal \(number) at \(FuzzTarget.all[target].name) --from \(input)\n"
                    write(2, text, text.utf8.count)
                }
                _exit(4)
            }
        }
    }
}

/// What each thread is reading, for whoever finds the program dead.
let readingMax = 64
nonisolated(unsafe) var reading = [(target: Int, input: UInt64)](
    repeating: (0, 0),
    count: readingMax
)

Fuzz.main()
