/// Three replicas and two fields of one record, as a few bits: what was written, and what each
/// replica and its backup hold.
struct SmallWorld: Hashable {
    static let replicas = 3
    static let fields = 2
    static let writesMax = 5
    /// Which of the writes, a bit for each.
    typealias Writes = UInt8

    /// A write, with the writes of its field that its author had read.
    struct Made: Hashable {
        var replica: Int
        /// 1 once its author was restored, else 0.
        let incarnation: Int
        var field: Int
        let seen: Writes

        static let bits = 9

        init(replica: Int, incarnation: Int, field: Int, seen: Writes) {
            self.replica = replica
            self.incarnation = incarnation
            self.field = field
            self.seen = seen
        }

        init(packed: UInt64) {
            replica = Int(packed & 3)
            incarnation = Int(packed >> 2 & 1)
            field = Int(packed >> 3 & 1)
            seen = Writes(packed >> 4 & 31)
        }

        var packed: UInt64 {
            UInt64(replica) | UInt64(incarnation) << 2 | UInt64(field) << 3 | UInt64(seen) << 4
        }
    }

    /// One replica's store.
    struct Store: Hashable {
        var held: Writes = 0
        var backup: Writes = 0
        var isRestored = false

        static let bits = 11

        init() {}

        init(packed: UInt64) {
            held = Writes(packed & 31)
            backup = Writes(packed >> 5 & 31)
            isRestored = packed >> 10 & 1 == 1
        }

        var packed: UInt64 { UInt64(held) | UInt64(backup) << 5 | (isRestored ? 1 << 10 : 0) }
    }

    /// All writes in the order in which they were made, behind a 1 that says where they end.
    private(set) var history: UInt64 = 1
    private var stores: UInt64 = 0

    /// How many writes were made.
    var count: Int { (UInt64.bitWidth - 1 - history.leadingZeroBitCount) / Made.bits }

    func made(_ number: Int) -> Made {
        Made(packed: history >> UInt64((count - 1 - number) * Made.bits))
    }

    mutating func append(_ made: Made) { history = history << UInt64(Made.bits) | made.packed }

    subscript(replica: Int) -> Store {
        get { Store(packed: stores >> UInt64(replica * Store.bits)) }
        set {
            let shift = UInt64(replica * Store.bits)
            stores = stores & ~(0x7FF << shift) | newValue.packed << shift
        }
    }

    /// Whether any replica has gone back to its backup.
    var isRestored: Bool { (0..<Self.replicas).contains { self[$0].isRestored } }

    // MARK: Worlds that are alike

    private static let orders = [
        [0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0],
    ]

    /// The one that stands for all worlds that differ from this only by the names of replicas and
    /// fields.
    var representative: SmallWorld {
        var least = self
        for order in Self.orders {
            for swapsFields in [false, true] {
                let other = renamed(order, swapsFields: swapsFields)
                if (other.history, other.stores) < (least.history, least.stores) { least = other }
            }
        }
        return least
    }

    private func renamed(_ order: [Int], swapsFields: Bool) -> SmallWorld {
        var other = SmallWorld()
        for number in 0..<count {
            var made = made(number)
            made.replica = order[made.replica]
            if swapsFields { made.field = 1 - made.field }
            other.append(made)
        }
        for replica in 0..<Self.replicas { other[order[replica]] = self[replica] }
        return other
    }

    // MARK: The rule

    /// The live writes of a field among those held, by the rule as it is said.
    func live(_ held: Writes, _ field: Int) -> Writes {
        var covered: Writes = 0
        var here: Writes = 0
        for number in 0..<count where held >> Writes(number) & 1 == 1 {
            let made = made(number)
            guard made.field == field else { continue }
            covered |= made.seen
            here |= 1 << Writes(number)
        }
        return here & ~covered
    }

    /// Of a set of writes, all and what their authors had read.
    func closed(_ writes: Writes) -> Writes {
        (0..<count).reduce(writes) { all, number in
            writes >> Writes(number) & 1 == 1 ? all | made(number).seen : all
        }
    }
}
