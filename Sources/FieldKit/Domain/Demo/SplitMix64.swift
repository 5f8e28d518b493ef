/// A small generator of random-looking numbers that is the same on every machine.
struct SplitMix64 {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// A stream of its own for each thing, so that one thing's numbers do not depend on how many
    /// another drew.
    init(seed: UInt64, _ topic: DemoTopic, _ ordinal: Int) {
        state = Self.mix(
            seed &+ Self.mix(UInt64(topic.rawValue) << 48 ^ UInt64(bitPattern: Int64(ordinal)))
        )
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mix(state)
    }

    /// A number from zero to `limit` - 1.
    mutating func below(_ limit: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(limit)).high)
    }

    /// True in so many of a thousand cases.
    mutating func chance(_ perMille: Int) -> Bool { below(1000) < perMille }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[below(elements.count)]
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// What a stream of random numbers, or a record, is about.
enum DemoTopic: UInt8 {
    case division = 1
    case school, teacher, household, person, student, identity, visit, planted, roster, mark
}

/// The ids of the invented county's records: the same for a seed, and known from a record's
/// ordinal alone, so that nothing has to be remembered.
struct DemoIDs {
    let seed: UInt64

    /// 2026-09-01 in UTC, in milliseconds.
    private static let base: Int64 = 1_788_220_800_000

    func callAsFunction(_ topic: DemoTopic, _ ordinal: Int) -> RecordID {
        var random = SplitMix64(seed: ~seed, topic, ordinal)
        return RecordID(
            milliseconds: Self.base + Int64(ordinal),
            random: (random.next(), random.next())
        )
    }
}

/// The part of `total` things that falls to one of `count` sharers; the parts follow each other.
func demoShare(of total: Int, _ index: Int, _ count: Int) -> Range<Int> {
    total * index / count..<total * (index + 1) / count
}
