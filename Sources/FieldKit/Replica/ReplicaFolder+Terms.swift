import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension ReplicaFolder {
    /// Writes that are read into the index in one step.
    private static let stepWrites = 4_096

    /// Does something with the index for finding, after it has caught up with the store.
    ///
    /// An index that is damaged, or is some other file, is made anew.
    ///
    /// - Parameters:
    ///   - rule: What can be found.
    ///   - body: What to do.
    /// - Returns: What `body` returns.
    /// - Throws: What the file system says, and what `body` throws.
    package func withTerms<Result>(
        by rule: TermRule,
        _ body: (TermSource) throws -> Result
    ) throws -> Result {
        do {
            return try openTerms(termsPath, rule, body)
        } catch let problem as Problem where isAboutTerms(problem) {
            if problem.code == .storeDamaged {
                for suffix in ["", "-wal", "-shm"] { unlink(termsPath + suffix) }
                do {
                    return try openTerms(termsPath, rule, body)
                } catch let problem as Problem where isAboutTerms(problem) {}
            }
            // Where nothing can be written, it is made in memory: slower, but everything is found.
            return try openTerms(Self.memory, rule, body)
        }
    }

    private static let memory = ":memory:"
    private var termsPath: String { Files(url).terms }

    private func isAboutTerms(_ problem: Problem) -> Bool {
        [.storeDamaged, .homeReadOnly, .diskFull].contains(problem.code)
            && problem.details["path"] == termsPath
    }

    /// Whether the index for finding is damaged; it is made anew by whoever uses it next.
    ///
    /// - Throws: `home_read_only`, `disk_full`, `home_busy`.
    public func isFindingDamaged() throws -> Bool {
        guard FolderFiles.status(termsPath) != nil else { return false }
        do {
            let index = try FindIndex(path: termsPath)
            defer { try? index.close() }
            return try !index.integrityProblems().isEmpty
        } catch let problem as Problem where problem.code == .storeDamaged {
            return true
        }
    }

    private func openTerms<Result>(
        _ path: String,
        _ rule: TermRule,
        _ body: (TermSource) throws -> Result
    ) throws -> Result {
        if path != Self.memory, FolderFiles.status(path) == nil {
            // Its companions take its mode from it: names in it are the owner's alone.
            try FolderFiles.replace(path) { _ in Data() }
        }
        let index = try FindIndex(path: path)
        defer { try? index.close() }
        let source = TermSource(index)
        try catchUp(source, rule)
        return try body(source)
    }

    private func catchUp(_ source: TermSource, _ rule: TermRule) throws {
        let index = source.index
        let (name, evictions, head) = try replica.read { reader in
            (
                "\(try reader.epoch().bytes.hexadecimal) \(rule.name)",
                try reader.evictions(), try reader.store.head()
            )
        }
        var found = try index.mark()
        if found?.source != name || found.map({ $0.sequence > head }) == true {
            found = FindIndex.Mark(source: name, evictions: evictions, sequence: 0)
            if let found { try index.restart(at: found) }
        }
        guard var mark = found else { return }
        while mark.sequence < head {
            let (part, last) = try step(after: mark.sequence, source, rule, head)
            var next = mark
            next.sequence = last
            try index.add(part, from: mark, to: next)
            // Another process may have gone further meanwhile, or begun anew.
            guard let now = try index.mark(), now.source == name else { return }
            mark = now
        }
        guard mark.evictions != evictions else { return }
        mark.evictions = evictions
        try replica.read { reader in
            // What an eviction has left in the own log may come back under its old number.
            try index.drop(to: mark) {
                try reader.store.record($0) != nil || !reader.store.writes(record: $0).isEmpty
            }
        }
    }

    private func step(
        after sequence: UInt64,
        _ source: TermSource,
        _ rule: TermRule,
        _ head: UInt64
    ) throws -> (part: FindIndex.Part, last: UInt64) {
        try replica.read { reader in
            var part = FindIndex.Part()
            let writes = try reader.store.writes(after: sequence, limit: Self.stepWrites)
            for stored in writes {
                let signed = try WriteCodec.decode(body: stored.body, signature: stored.signature)
                for text in try rule.terms(signed.write, source) {
                    part.terms.append((text, signed.write.record))
                }
            }
            part.readings = source.takeNewReadings()
            let last = writes.last?.sequence ?? head
            return (part, writes.count < Self.stepWrites ? max(head, last) : last)
        }
    }
}

extension ReplicaReader {
    /// How many records have been evicted here so far.
    func evictions() throws -> UInt64 {
        try store.value(Keys.evictions)?.number ?? 0
    }
}

extension ReplicaWriter {
    /// Counts an eviction, so that the index for finding drops what is gone.
    func noteEviction() throws {
        let count = try evictions() + 1
        try setValue(Keys.evictions, Data(number: count))
    }
}

extension Keys {
    /// How many records have been evicted.
    fileprivate static let evictions = "find/evictions"
}
