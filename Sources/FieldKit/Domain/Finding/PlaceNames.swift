extension ReplicaFolder {
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
    /// The name of the place with a code; nil if that is not known here.
    func placeName(_ code: String, _ source: TermSource) throws -> String? {
        for id in try source.records(term: FindRule.placeMark + code, isWhole: true, limit: 1) {
            guard let view = try FindWord.held(id, self) else { continue }
            let name = FindRule.name(of: view)
            if !name.isEmpty { return name }
        }
        return nil
    }
}
