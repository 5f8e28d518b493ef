import FieldKit
import Foundation
import TestSupport
import Testing

@Suite("The two stores do the same")
struct StoreAgreementTests {
    private struct Spoilt: Error {}

    @Test("whatever is written, every reading method answers alike", arguments: Seeds.first(5))
    func agree(seed: UInt64) throws {
        let random = SeededRandom(seed: seed)
        let folder = try TemporaryFolder()
        let memory = MemoryStore()
        let file = try SQLiteStore(
            path: folder.path("store.sqlite"),
            isConcurrent: !seed.isMultiple(of: 2)
        )
        var sequence: UInt64 = 0
        for round in 1...12 {
            let spoils = random.percent(20)
            let before = try memory.read { try $0.text() }
            let changes = (0...random.below(14)).map { _ in change(random, &sequence) }
            for store: any Store in [memory, file] {
                do {
                    try store.write { store in
                        for change in changes { try change(store) }
                        if spoils { throw Spoilt() }
                    }
                } catch is Spoilt {}
            }
            let texts = try [memory.read { try $0.text() }, file.read { try $0.text() }]
            #expect(firstDifference(texts[0], texts[1]) == nil, "SEED=\(seed) round \(round)")
            if spoils { #expect(texts[0] == before, "SEED=\(seed) round \(round)") }
        }
        let text = try memory.read { try $0.text() }
        try file.close()
        let again = try SQLiteStore(path: folder.path("store.sqlite"))
        #expect(try again.read { try $0.text() } == text, "SEED=\(seed)")
        #expect(try again.integrityProblems() == [])
        #expect(try memory.copy().read { try $0.text() } == text)
    }

    @Test("within a transaction both see their own changes at once")
    func ownChanges() throws {
        let folder = try TemporaryFolder()
        let stores: [any Store] = [
            MemoryStore(), try SQLiteStore(path: folder.path("store.sqlite")),
        ]
        for seed in UInt64(1)...2 {
            let random = SeededRandom(seed: seed)
            var sequence = seed * 1_000
            let changes = (0...20).map { _ in change(random, &sequence) }
            let texts = try stores.map { store in
                try store.write { store in
                    try changes.map { change in
                        try change(store)
                        return try store.text()
                    }
                }
            }
            for (one, other) in zip(texts[0], texts[1]) {
                #expect(firstDifference(one, other) == nil)
            }
        }
    }

    private func firstDifference(_ one: String, _ other: String) -> String? {
        zip(one.split(separator: "\n"), other.split(separator: "\n"))
            .first { $0 != $1 }.map { "memory: \($0)\nfile:   \($1)" }
    }

    private func change(
        _ random: SeededRandom,
        _ sequence: inout UInt64
    ) -> (any StoreWriter) throws -> Void {
        sequence += 1
        let number = sequence
        let id = random.pick(StoreNames.records)
        let bucket = random.pick(StoreNames.buckets)
        switch random.below(14) {
        case 0...3: return insertion(random, number, id)
        case 4, 5: return putting(random, number, id)
        case 6:
            let keepsEven = random.percent(50)
            return { store in
                // As the replica does it: first its places, then the record.
                for (bucket, _) in try store.places(of: id) {
                    try store.removePlace(of: id, bucket: bucket)
                }
                let kept = try store.writes(record: id).map(\.sequence)
                    .filter { keepsEven && $0.isMultiple(of: 2) }
                try store.evict(id, keeping: Set(kept))
            }
        case 7:
            let entered = UInt64(random.below(Int(number)))
            return {
                try $0.setPlace(
                    FeedEntry(record: id, latest: number, entered: entered),
                    bucket: bucket
                )
            }
        case 8: return { try $0.removePlace(of: id, bucket: bucket) }
        case 9:
            let dots = random.bytes(random.below(3))
            return {
                try $0.setLeft(LeftEntry(record: id, sequence: number, dots: dots), bucket: bucket)
            }
        case 10: return { try $0.removeLeft(id, bucket: bucket) }
        case 12:
            let place = UInt64(random.below(Int(number)))
            let signature = random.bytes(2)
            return { try $0.setSignature(signature, sequence: place) }
        case 11:
            let isEmpty = random.percent(40)
            let total = BucketTotal(
                sum: isEmpty ? Data(count: 32) : random.bytes(32),
                count: isEmpty ? 0 : 3
            )
            return { try $0.setSum(total, bucket: bucket) }
        default:
            let key = random.pick(StoreNames.keys)
            let value = random.percent(30) ? nil : random.bytes(random.below(4))
            return {
                try $0.setHead(number)
                try $0.setValue(key, value)
            }
        }
    }

    private func insertion(
        _ random: SeededRandom,
        _ number: UInt64,
        _ id: RecordID
    ) -> (any StoreWriter) throws -> Void {
        let dot = Dot(random.pick(StoreNames.replicas), UInt64(1 + random.below(6)))
        let source = random.percent(50) ? DeviceID(random.next()) : nil
        let write = StoredWrite(
            sequence: number,
            body: random.bytes(random.below(5)),
            signature: random.bytes(2),
            source: source
        )
        return { try $0.insert(write, dot: dot, record: id) }
    }

    private func putting(
        _ random: SeededRandom,
        _ number: UInt64,
        _ id: RecordID
    ) -> (any StoreWriter) throws -> Void {
        var marks: [String: Data] = [:]
        if random.percent(40) { marks[random.pick(StoreNames.buckets)] = random.bytes(3) }
        let record = StoredRecord(
            id: id,
            type: random.pick(StoreNames.types),
            subject: random.percent(50) ? random.pick(StoreNames.records) : nil,
            live: (0..<random.below(3)).map { (number << (20 * $0), Array(0..<random.below(3))) },
            marks: marks
        )
        return { try $0.put(record) }
    }
}
