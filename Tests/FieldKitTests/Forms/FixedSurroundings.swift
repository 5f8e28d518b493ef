import FieldKit
import Foundation
import TestSupport

/// Surroundings that a test sets: a clock that stands, chance from a seed.
struct FixedSurroundings: FormSurroundings {
    var now: Int64 = 1_790_000_000_000
    var timeZone = TimeZone(identifier: "Asia/Shanghai") ?? .gmt
    var properties: [String: String] = [:]
    let chance = SeededRandom(seed: 1)

    func milliseconds() -> Int64 { now }
    func random() -> Double { Double(chance.next() >> 11) / 9_007_199_254_740_992 }
    func uuid() -> String { "00000000-0000-4000-8000-\(chance.below(900_000_000_000) + 100)" }
    func property(_ name: String) -> String? { properties[name] }
}

/// Tables that a test sets.
struct FixedTables: FormTables {
    var tables: [String: FormTable]

    func table(named name: String) -> (any FormRows)? { tables[name] }
}
