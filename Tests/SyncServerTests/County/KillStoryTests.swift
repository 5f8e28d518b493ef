import TestSupport
import Testing

@Suite("A county in which anybody may be killed at any moment", .timeLimit(.minutes(10)))
struct KillStoryTests {
    /// How often each victim is killed.
    private static let deaths = 3

    @Test(
        "kill -9 and lines that cut and corrupt lose nothing, and all end equal and sealed",
        arguments: Seeds.first(1)
    )
    func soak(seed: UInt64) async throws {
        try await onThread {
            let town = try KilledTown(seed: seed)
            do {
                try town.rehearse()
                let order = SeededRandom(seed: seed).shuffled(
                    (0..<Self.deaths).flatMap { _ in KilledTown.Victim.allCases }
                )
                for (index, victim) in order.enumerated() { try town.round(index + 1, victim) }
                try town.settle()
                try town.check()
                #expect(["cut", "corrupted", "delayed"].allSatisfy { town.fates[$0] ?? 0 > 0 })
            } catch {
                Issue.record("\(error)\n\(town)")
            }
        }
    }
}
