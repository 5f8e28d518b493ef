/// A set of dots of one register: what an author had read when choosing a value.
///
/// An exact version vector with exceptions (Malkhi and Terry, 2005): for each replica the counters
/// as ascending, disjoint, non-adjacent runs. Counters run over all records, so the gaps between
/// runs are what must not be claimed.
public struct CausalContext: Hashable, Sendable {
    /// For each replica its runs, ascending, never adjacent, never empty.
    public private(set) var runs: [ReplicaID: [ClosedRange<UInt64>]]

    /// The context of an author who had read nothing.
    public init() { runs = [:] }

    /// The context of exactly these dots, in any order and with repeats.
    ///
    /// Counters start at 1: a dot with counter 0 is a mistake of the caller and ends the program.
    public init(_ dots: some Sequence<Dot>) {
        self.init()
        for dot in dots { insert(dot) }
    }

    /// Takes runs over that are known to be ascending, not adjacent and not empty.
    init(ascending runs: [ReplicaID: [ClosedRange<UInt64>]]) { self.runs = runs }

    /// True if nothing is contained.
    public var isEmpty: Bool { runs.isEmpty }

    /// How many runs there are over all replicas: what encoding it costs.
    public var runCount: Int { runs.values.reduce(0) { $0 + $1.count } }

    /// Whether the dot had been read.
    public func contains(_ dot: Dot) -> Bool {
        guard let list = runs[dot.replica] else { return false }
        var low = 0
        var high = list.count
        while low < high {
            let middle = (low + high) / 2
            if list[middle].upperBound < dot.counter { low = middle + 1 } else { high = middle }
        }
        return low < list.count && list[low].contains(dot.counter)
    }

    /// Whether every dot of `other` is contained.
    public func isSuperset(of other: CausalContext) -> Bool {
        other.runs.allSatisfy { replica, list in
            guard let mine = runs[replica] else { return false }
            return list.allSatisfy { run in
                mine.contains {
                    $0.lowerBound <= run.lowerBound && run.upperBound <= $0.upperBound
                }
            }
        }
    }

    /// Adds one dot, whose counter is at least 1; one that is contained changes nothing.
    public mutating func insert(_ dot: Dot) { insert(dot.replica, dot.counter...dot.counter) }

    /// Adds a run of one replica's dots, joining it with those that it overlaps or touches.
    ///
    /// - Parameters:
    ///   - replica: The replica whose dots they are.
    ///   - run: The counters, both ends included, from 1: 0 is a mistake of the caller and ends the
    ///     program.
    public mutating func insert(_ replica: ReplicaID, _ run: ClosedRange<UInt64>) {
        precondition(run.lowerBound > 0, "counters start at 1")
        var joined = run
        var list: [ClosedRange<UInt64>] = []
        var placed = false
        for other in runs[replica] ?? [] {
            if other.upperBound < joined.lowerBound - 1 {
                list.append(other)
            } else if joined.upperBound < UInt64.max, other.lowerBound > joined.upperBound + 1 {
                if !placed { list.append(joined) }
                placed = true
                list.append(other)
            } else {
                joined =
                    min(
                        joined.lowerBound,
                        other.lowerBound
                    )...max(
                        joined.upperBound,
                        other.upperBound
                    )
            }
        }
        if !placed { list.append(joined) }
        runs[replica] = list
    }

    /// Adds all dots of another context.
    public mutating func formUnion(_ other: CausalContext) {
        if isEmpty {
            self = other
            return
        }
        for (replica, list) in other.runs { for run in list { insert(replica, run) } }
    }

    /// A context with the dots of both; neither is changed.
    public func union(_ other: CausalContext) -> CausalContext {
        var result = self
        result.formUnion(other)
        return result
    }

    /// The replicas in ascending order, each with its runs; the order in which it is encoded.
    public var sortedRuns: [(replica: ReplicaID, runs: [ClosedRange<UInt64>])] {
        runs.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
