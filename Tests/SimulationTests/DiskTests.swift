import Foundation
import Simulator
import TestSupport
import Testing

/// A few places of a laptop's day at which its disk or its memory fails; `Scripts/simulate --disk` takes
/// all of them.
@Suite struct `A disk that fails` {
    private let seed = UInt64.random(in: 1...1_000_000)

    @Test func `keeps what was called saved when the power goes`() throws {
        let length = try DiskScript.length().changes
        let first = Int64(seed % 11) + 1
        for change in stride(from: first, through: length, by: 11) {
            let fault = DiskScript.Fault.power(change: change, seed: seed)
            #expect(DiskScript.run(fault) == nil, "\(fault)")
        }
    }

    @Test(arguments: [false, true])
    func `keeps what was called saved when calls are refused`(isLasting: Bool) throws {
        let length = try DiskScript.length().calls
        let first = Int64(seed % 17) + 1
        for call in stride(from: first, through: length, by: 17) {
            let fault = DiskScript.Fault.refusal(call: call, isLasting: isLasting)
            #expect(DiskScript.run(fault) == nil, "\(fault)")
        }
    }

    @Test(arguments: [false, true])
    func `keeps what was called saved when there is no memory`(isLasting: Bool) throws {
        let program = try BuiltProgram("simulate").file
        let whole = try MemoryScript.run(failAt: 0, isLasting: false, program: program)
        #expect(whole.wrong == nil)
        #expect(whole.allocations > 0)
        let step = max(1, whole.allocations / 12)
        let first = Int64(seed) % step + 1
        for call in stride(from: first, through: whole.allocations, by: Int(step)) {
            let outcome = try MemoryScript.run(failAt: call, isLasting: isLasting, program: program)
            #expect(outcome.wrong == nil, "allocation \(call), lasting: \(isLasting)")
        }
    }

    @Test func `keeps the promises of a whole county`() {
        for seed in Seeds.first(12) {
            let outcome = Simulation.run(seed: seed, on: .disk)
            #expect(outcome.violations.isEmpty, "seed \(seed): \(outcome.violations)")
        }
    }
}
