extension RecordState {
    /// The entry whose value is shown: a view over the live entries, never a write.
    package func shown(_ key: RegisterKey, _ policies: PolicyTable) -> LiveEntry? {
        Self.shown(entries(key), policies.policy(key, of: type))
    }

    static func shown(_ entries: [LiveEntry], _ policy: FieldPolicy) -> LiveEntry? {
        if policy.kind == .set {
            let members = entries.filter { $0.value == .boolean(true) }
            return (members.isEmpty ? entries : members).max { $0.isEarlier(than: $1) }
        }
        guard policy.view == .mostSevere else { return entries.max { $0.isEarlier(than: $1) } }
        return entries.max { left, right in
            let order = left.value.severity(against: right.value)
            return order == 0 ? left.isEarlier(than: right) : order < 0
        }
    }

    /// The shown values of all fields that are not sets; cleared ones are left out.
    package func values(_ policies: PolicyTable) -> [String: Value] {
        var values: [String: Value] = [:]
        for (key, entries) in entriesByRegister where !key.isProtocol && key.element == nil {
            guard let entry = Self.shown(entries, policies.policy(key, of: type)),
                entry.value != .cleared
            else { continue }
            values[key.name] = entry.value
        }
        return values
    }

    /// The members of all set fields, each in the order of its bytes.
    package func sets(_ policies: PolicyTable) -> [String: [String]] {
        var sets: [String: [String]] = [:]
        for (key, entries) in entriesByRegister where !key.isProtocol {
            guard let element = key.element else { continue }
            if entries.contains(where: { $0.value == .boolean(true) }) {
                sets[key.name, default: []].append(element)
            }
        }
        return sets.mapValues { $0.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }
    }

    /// The registers with several live entries of different values, except sets, whose rule is that
    /// adding wins.
    ///
    /// Equal values are no conflict.
    package func conflicts(_ policies: PolicyTable) -> [RegisterKey] {
        var keys = entriesByRegister.filter { key, entries in
            !key.isProtocol && key.element == nil && Set(entries.map(\.value)).count > 1
        }.map(\.key)
        #if PLANTED_BUGS
        if Planted.current == .equalValuesInConflict {
            keys = entriesByRegister.filter { key, entries in
                !key.isProtocol && key.element == nil && entries.count > 1
            }.map(\.key)
        }
        if Planted.current == .deletionUnopposed { return keys.sorted() }
        #endif
        if isDeleteContested { keys.append(.deleted) }
        return keys.sorted()
    }

    /// Whether the record is deleted: somebody deleted it who had read all that is live in it.
    package var isDeleted: Bool {
        let deletions = entries(.deleted).filter { $0.value == .boolean(true) }
        guard !deletions.isEmpty else { return false }
        return entries(.deleted).allSatisfy { $0.value == .boolean(true) }
            && unreadBy(deletions).isEmpty
    }

    /// Whether somebody deleted the record while somebody else wrote into it, neither knowing of the
    /// other: it stays visible until a person decides.
    package var isDeleteContested: Bool {
        let marks = entries(.deleted)
        let deletions = marks.filter { $0.value == .boolean(true) }
        guard !deletions.isEmpty else { return false }
        return deletions.count < marks.count || !unreadBy(deletions).isEmpty
    }

    /// The live writes that none of the deletions had read.
    package func unreadBy(_ deletions: [LiveEntry]) -> [LiveWrite] {
        live.filter { write in
            let dot = write.signed.write.dot
            // By its hash: another branch of a fork may bear the deletion's own dot.
            return write.registers.contains { !$0.key.isProtocol }
                && !deletions.contains {
                    $0.signed.hash == write.signed.hash || $0.register.context.contains(dot)
                }
        }
    }
}

extension LiveEntry {
    /// The order of the shown value: stamp, then replica, then identity.
    func isEarlier(than other: LiveEntry) -> Bool {
        let mine = signed.write
        let theirs = other.signed.write
        if mine.stamp != theirs.stamp { return mine.stamp < theirs.stamp }
        if mine.dot.replica != theirs.dot.replica {
            return mine.dot.replica < theirs.dot.replica
        }
        return signed.hash < other.signed.hash
    }
}

extension Value {
    /// Below zero if less severe than the other, above if more: by number, above all that is no
    /// number; that by its text's bytes.
    func severity(against other: Value) -> Int {
        switch (self, other) {
        case (.integer(let one), .integer(let two)): one < two ? -1 : (one > two ? 1 : 0)
        case (.integer, _): 1
        case (_, .integer): -1
        default:
            text.utf8.elementsEqual(other.text.utf8)
                ? 0 : (text.utf8.lexicographicallyPrecedes(other.text.utf8) ? -1 : 1)
        }
    }
}
