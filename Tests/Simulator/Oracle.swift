import FieldKit
import Foundation

/// The naive model: every write that was ever made, and what its author had been shown.
///
/// It reads decoded writes and nothing else of the engine; it does not know how writes are merged,
/// only that a write is live in a register if no other write of it has its dot in its context.
final class Oracle {
    /// A write, and of each of its registers the writes that its author had read there.
    struct Known {
        let hash: WriteHash
        let write: Write
        var seen: [RegisterKey: Set<Int>]
    }

    struct Register: Hashable {
        let record: RecordID
        let key: RegisterKey
    }

    private(set) var known: [Known] = []
    private(set) var violations: [String] = []
    private var numbers: [Data: Int] = [:]
    private var byHash: [WriteHash: Int] = [:]
    private(set) var byDot: [Dot: [Int]] = [:]
    private(set) var reissues: [WriteHash: [Int]] = [:]
    private var byRegister: [Register: [Int]] = [:]
    private(set) var groups: [Identifier16: [Int]] = [:]
    let county: DeviceID

    init(county: DeviceID) { self.county = county }

    func object(_ text: String) {
        if violations.count < 20, !violations.contains(text) { violations.append(text) }
    }

    /// The number of a write that was met before.
    func number(of body: Data) -> Int? { numbers[body] }

    /// The number of a write that was met before, by its hash.
    func number(of hash: WriteHash) -> Int? { byHash[hash] }

    func name(_ number: Int) -> String {
        let item = known[number]
        let registers = item.write.registers.map { "\($0.key)=\($0.value.text)" }
        return "#\(number) \(item.write.type) \(registers.joined(separator: " "))"
    }

    // MARK: Meeting writes

    /// Takes a write in that was made with this reading; what was made without a person is judged by
    /// what it says.
    func learn(body: Data, signature: Data, reading: Reading?) throws -> Int {
        if let number = numbers[body] { return number }
        let signed = try WriteCodec.decode(body: body, signature: signature)
        let number = known.count
        let write = signed.write
        var item = Known(hash: signed.hash, write: write, seen: [:])
        for register in write.registers {
            item.seen[register.key] = seen(by: write, register, reading)
        }
        known.append(item)
        numbers[body] = number
        byHash[signed.hash] = number
        byDot[write.dot, default: []].append(number)
        if let old = write.reissueOf { reissues[old, default: []].append(number) }
        if let group = write.group { groups[group.id, default: []].append(number) }
        for register in write.registers {
            check(number, register)
            byRegister[Register(record: write.record, key: register.key), default: []]
                .append(number)
        }
        return number
    }

    private func seen(
        by write: Write,
        _ register: RegisterWrite,
        _ reading: Reading?
    ) -> Set<Int> {
        if let reading {
            return reading.mayCover(register.key).reduce(into: []) { all, number in
                all.insert(number)
                all.formUnion(known[number].seen[register.key] ?? [])
            }
        }
        if let old = write.reissueOf.flatMap({ byHash[$0] }) {
            let before = (known[old].seen[register.key] ?? []).union([old])
            return before.union(before.flatMap { reissues[known[$0].hash] ?? [] })
        }
        guard write.dot.replica.device == county else {
            object("a write that nobody made: \(write.type)")
            return []
        }
        let others = byRegister[Register(record: write.record, key: register.key)] ?? []
        return Set(others.filter { register.context.contains(known[$0].write.dot) })
    }

    /// No context covers what its author had not read; a forked dot covers all that bear it.
    private func check(_ number: Int, _ register: RegisterWrite) {
        let item = known[number]
        let place = Register(record: item.write.record, key: register.key)
        for other in byRegister[place] ?? [] {
            let theirs = known[other]
            if register.context.contains(theirs.write.dot),
                !hasSeen(number, other, register.key)
            {
                object("\(name(number)) covers \(name(other)), which its author had not read")
            }
            if theirs.write.register(register.key)?.context.contains(item.write.dot) == true,
                !hasSeen(other, number, register.key)
            {
                object("\(name(other)) covers \(name(number)), which its author had not read")
            }
        }
    }

    private func hasSeen(_ later: Int, _ earlier: Int, _ key: RegisterKey) -> Bool {
        guard let seen = known[later].seen[key] else { return false }
        return byDot[known[earlier].write.dot, default: []].contains(where: seen.contains)
    }

    /// Whether a write's author had read exactly this other one in a register.
    func hasRead(_ later: Int, _ earlier: Int, _ key: RegisterKey) -> Bool {
        known[later].seen[key]?.contains(earlier) ?? false
    }

    // MARK: The rule

    /// The live writes of each register among some writes of one record.
    func live(_ numbers: [Int]) -> [RegisterKey: Set<Int>] {
        var live: [RegisterKey: Set<Int>] = [:]
        for number in numbers {
            let write = known[number].write
            for register in write.registers {
                let isCovered = numbers.contains { other in
                    other != number
                        && known[other].write.register(register.key)?
                            .context.contains(write.dot) == true
                }
                if !isCovered { live[register.key, default: []].insert(number) }
            }
        }
        return live
    }
}

extension Oracle {
    /// The registers of a record in which a person has to decide, by the rule: live values that differ,
    /// and a deletion whose author had not read all that is live.
    ///
    /// In sets adding wins.
    func conflicts(_ live: [RegisterKey: Set<Int>]) -> Set<RegisterKey> {
        func value(_ number: Int, _ key: RegisterKey) -> Value? {
            known[number].write.register(key)?.value
        }
        var keys: Set<RegisterKey> = []
        for (key, numbers) in live where !key.isProtocol && key.element == nil {
            if Set(numbers.map { value($0, key) }).count > 1 { keys.insert(key) }
        }
        let marks = live[.deleted] ?? []
        let deletions = marks.filter { value($0, .deleted) == .boolean(true) }
        guard !deletions.isEmpty else { return keys }
        let texts = live.filter { !$0.key.isProtocol }.values.joined()
        let isRead = texts.allSatisfy { number in
            deletions.contains { deletion in
                deletion == number
                    || known[deletion].write.register(.deleted)?
                        .context.contains(known[number].write.dot) == true
            }
        }
        if deletions.count < marks.count || !isRead { keys.insert(.deleted) }
        return keys
    }
}

/// What a person was shown of a record: all live writes of each register, and the value shown.
struct Reading {
    var entries: [RegisterKey: [(number: Int, value: Value)]] = [:]
    var shown: [RegisterKey: Value] = [:]
    /// Whether all entries are decided, not only the one shown.
    var decides = false

    /// The writes that an answer may cover in a register.
    func mayCover(_ key: RegisterKey) -> [Int] {
        // Who deletes a record has read all of it, and a copy may bear the dot of any write there.
        if key == .deleted { return entries.values.joined().map(\.number).sorted() }
        let all = entries[key] ?? []
        guard !decides, key.element == nil, !key.isProtocol else { return all.map(\.number) }
        return all.filter { $0.value == shown[key] }.map(\.number)
    }
}
