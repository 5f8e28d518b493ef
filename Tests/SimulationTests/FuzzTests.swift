import Fuzzing
import TestSupport
import Testing

/// What strangers send is refused, or harmless: a few inputs for every reader; `Scripts/fuzz` reads
/// millions.
@Suite struct `Spoilt inputs` {
    private static let inputs: UInt64 = 150

    @Test(arguments: FuzzTarget.all.map(\.name))
    func `are refused or harmless`(_ name: String) throws {
        let target = try #require(FuzzTarget.all.first { $0.name == name })
        let outcome = FuzzRun(target).read(1..<1 + Self.inputs)
        #expect(outcome.violations.isEmpty, "\(name): \(outcome.violations)")
        #expect(outcome.inputs == Int(Self.inputs))
    }
}
