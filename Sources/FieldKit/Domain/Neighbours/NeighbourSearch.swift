/// A village next door whose roster may have a family that seems new here.
public struct NeighbourHint: Sendable {
    /// The village's code.
    public let code: String
    /// Its name; the code where that is not known here.
    public let village: String
    /// What agrees, in the order of the cases.
    public let reasons: [LikelyFamily.Reason]
}

extension Replica {
    /// The villages of the township, other than those held here, whose rosters may have a family.
    ///
    /// - Parameter family: What was told.
    /// - Returns: By code; none where only a name agrees, or the county has sent nothing about them.
    /// - Throws: `store_damaged`.
    public func neighbours(like family: NewFamily) throws -> [NeighbourHint] {
        let told = Self.stubs(of: family)
        let own = Set(try villages().map(\.code))
        var found: [String: Set<LikelyFamily.Reason>] = [:]
        try list("neighbours") { view in
            guard let code = view.values["village"]?.text, !own.contains(code) else { return }
            let known = view.values["stubs"]?.text ?? ""
            for (stub, reason) in told where Self.contains(stub, in: known) {
                found[code, default: []].insert(reason)
            }
        }
        let known = try knownVillages()
        let names = Dictionary(known.map { ($0.code, $0.name) }) { first, _ in first }
        return found.sorted { $0.key < $1.key }.compactMap { code, reasons in
            guard Self.isEnough(reasons) else { return nil }
            return NeighbourHint(
                code: code,
                village: names[code] ?? code,
                reasons: LikelyFamily.Reason.allCases.filter(reasons.contains)
            )
        }
    }

    /// A namesake alone is none.
    private static func isEnough(_ reasons: Set<LikelyFamily.Reason>) -> Bool {
        reasons.contains(.samePhone) || reasons.contains(.sameBirth)
            || reasons.isSuperset(of: [.sameHead, .sameChild])
    }

    private static func stubs(of family: NewFamily) -> [(String, LikelyFamily.Reason)] {
        var stubs: [(String?, LikelyFamily.Reason)] = [
            (NeighbourStub.head(family.head), .sameHead),
            (NeighbourStub.phone(family.phone), .samePhone),
        ]
        for child in family.children {
            stubs.append((NeighbourStub.child(child.name), .sameChild))
            guard let birth = child.birth else { continue }
            stubs.append((NeighbourStub.child(child.name, born: birth), .sameBirth))
        }
        return stubs.compactMap { stub, reason in stub.map { ($0, reason) } }
    }

    /// Looks in stubs that stand one after the other in ascending order.
    private static func contains(_ stub: String, in stubs: String) -> Bool {
        let (stubs, stub) = (Array(stubs.utf8), Array(stub.utf8))
        var range = 0..<(stubs.count / NeighbourStub.length)
        while !range.isEmpty {
            let middle = (range.lowerBound + range.upperBound) / 2
            let start = middle * NeighbourStub.length
            let found = stubs[start..<(start + NeighbourStub.length)]
            if found.elementsEqual(stub) { return true }
            range =
                found.lexicographicallyPrecedes(stub)
                ? (middle + 1)..<range.upperBound : range.lowerBound..<middle
        }
        return false
    }
}
