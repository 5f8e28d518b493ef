extension ReplicaFolder {
    /// What people call places, for those who read them: a name where it is known here, else the code.
    ///
    /// - Parameter codes: Codes of villages and schools, or what codes begin with.
    /// - Returns: One a code, in their order.
    /// - Throws: What the store meets.
    public func placeLabels(_ codes: some Collection<String>) throws -> [String] {
        let names = try placeNames(codes)
        return codes.map { names[$0] ?? $0 }
    }

    /// What places are called, by the codes of villages and schools; codes that nobody names here are
    /// left out.
    func placeNames(_ codes: some Sequence<String>) throws -> [String: String] {
        try withTerms(by: FindRule.terms) { source in
            try replica.read { reader in
                try Set(codes).reduce(into: [:]) { $0[$1] = try reader.placeName($1, source) }
            }
        }
    }
}

extension ReplicaReader {
    /// The name of the place with a code, nil if that is not known here: of a village or school, or of a
    /// township or county by what its codes begin with, which has noughts behind it in the list of divisions
    /// (GB/T 10114).
    func placeName(_ code: String, _ source: TermSource) throws -> String? {
        let noughts = String(repeating: "0", count: max(0, Self.villageDigits - code.count))
        let isTownship = code.count <= Self.townshipDigits
        for code in isTownship ? [code, code + noughts] : [code] {
            for id in try source.records(term: FindRule.placeMark + code, isWhole: true, limit: 1) {
                guard let view = try FindWord.held(id, self) else { continue }
                let name = FindRule.name(of: view)
                if !name.isEmpty { return name }
            }
        }
        return nil
    }

    /// Digits of the codes of divisions: six of a county, three more of a township, three more of a village.
    private static let townshipDigits = 9
    private static let villageDigits = 12
}
