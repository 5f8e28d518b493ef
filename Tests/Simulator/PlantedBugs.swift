#if PLANTED_BUGS
import FieldKit
import Synchronization

/// How soon the simulator finds each planted bug.
package struct PlantedBug {
    /// The name of the switch.
    package let name: String
    /// What is wrong with it.
    package let mistake: String
    /// Whether another net holds it, and nothing need be found.
    package let isHarmlessAlone: Bool
    /// Of each attempt, how many seeds it took; nil if none of them found it.
    package let seeds: [UInt64?]
    /// What the first attempt saw.
    package let symptom: String

    package static let names = Planted.allCases.map { "\($0)" }

    /// The middle one of all attempts; nil if that one found nothing.
    package var median: UInt64? {
        seeds.sorted { ($0 ?? .max) < ($1 ?? .max) }[seeds.count / 2]
    }

    /// Looks for one bug, several times from different seeds.
    ///
    /// - Parameters:
    ///   - name: The name of its switch.
    ///   - attempts: How often it is looked for.
    ///   - limit: After how many seeds an attempt gives up.
    ///   - run: Runs seeds at once, and gives back what came of each, in order.
    /// - Returns: What came of it; nil if no bug bears this name.
    package static func hunt(
        _ name: String,
        attempts: Int,
        limit: UInt64,
        run: (ClosedRange<UInt64>) -> [Simulation.Outcome]
    ) -> PlantedBug? {
        guard let planted = Planted.allCases.first(where: { "\($0)" == name }) else { return nil }
        Planted.current = planted
        defer { Planted.current = nil }
        var seeds: [UInt64?] = []
        var symptom = ""
        for attempt in 0..<UInt64(attempts) {
            let first = 1 + attempt * 1_000_000
            var found: UInt64?
            for start in stride(from: first, to: first + limit, by: 16) where found == nil {
                guard let broken = run(start...start + 15).first(where: { !$0.violations.isEmpty })
                else { continue }
                found = broken.seed - first + 1
                if symptom.isEmpty { symptom = broken.violations[0] }
            }
            seeds.append(found)
        }
        return PlantedBug(
            name: name,
            mistake: planted.rawValue,
            isHarmlessAlone: planted.isHarmlessAlone,
            seeds: seeds,
            symptom: symptom
        )
    }
}
#endif
