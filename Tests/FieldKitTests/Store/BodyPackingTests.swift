import Foundation
import TestSupport
import Testing

@testable import FieldKit

@Suite("Bodies of writes as the file has them")
struct BodyPackingTests {
    private let packing = BodyPacking()
    private let replica = ReplicaID(Identifier16(high: 3 << 60, low: 7))
    private let record = RecordID(Identifier16(high: 0x0199, low: 5))

    private func body(_ note: String, counter: UInt64 = 1) throws -> Data {
        let write = Write(
            dot: Dot(replica, counter),
            previous: counter == 1 ? nil : WriteCodec.hash(of: Data("before".utf8)),
            type: "student",
            record: record,
            stamp: 1_795_700_000_000,
            generation: 1,
            author: "An",
            registers: [
                RegisterWrite(
                    key: RegisterKey("note"),
                    value: .text(note),
                    context: CausalContext()
                )
            ]
        )
        return try WriteCodec.sign(write, with: Town.key(SeededRandom(seed: 1))).body
    }

    private func unpacked(_ stored: Data) throws -> Data {
        try BodyPacking().unpacked(stored) { (replica, record) }
    }

    @Test("a write's body is packed without the ids that its row knows, and comes back")
    func comesBack() throws {
        for counter in [1, 2, 1 << 40] as [UInt64] {
            let body = try body("走读", counter: counter)
            let stored = try packing.packed(body, replica: replica, record: record)
            #expect(stored.first == 1)
            #expect(stored.count < body.count - 32)
            #expect(try unpacked(stored) == body)
        }
    }

    @Test("another row's ids are put back into no other body than they were taken from")
    func otherIDs() throws {
        let body = try body("走读")
        let other = RecordID(Identifier16(high: 0x0199, low: 6))
        let stored = try packing.packed(body, replica: replica, record: other)
        #expect(try BodyPacking().unpacked(stored) { (replica, other) } == body)
        let random = SeededRandom(seed: 2)
        // A stranger's encoder may put the record anywhere, or name it twice.
        let idParts = [Data([0x0A, 0x10]), replica.bytes, record.bytes, random.bytes(300)]
        for parts in [idParts, idParts.reversed(), idParts + idParts, [record.bytes]] {
            let body = Data(parts.joined())
            let stored = try packing.packed(body, replica: replica, record: record)
            #expect(try unpacked(stored) == body)
        }
    }

    @Test("whatever the bytes, they come back", arguments: Seeds.first(3))
    func anyBytes(seed: UInt64) throws {
        let random = SeededRandom(seed: seed)
        for _ in 1...200 {
            var body = random.bytes(random.below(120))
            if random.percent(30) { body += Data(count: random.below(90_000)) }
            let stored = try packing.packed(body, replica: replica, record: record)
            #expect(stored.count <= body.count + 1)
            #expect(try unpacked(stored) == body, "SEED=\(seed)")
        }
    }

    @Test("a file of version 1 has bodies as they are, and they are read")
    func asTheyAre() throws {
        let body = try body("走读")
        #expect(try unpacked(body) == body)
    }

    @Test(
        "bytes that were never packed here are damaged, and nothing worse",
        arguments: Seeds.first(3)
    )
    func damaged(seed: UInt64) throws {
        let random = SeededRandom(seed: seed)
        let good = try packing.packed(try body("走读"), replica: replica, record: record)
        for round in 1...2_000 {
            var bytes = Data(good)
            switch round % 4 {
            case 0: bytes = Data([UInt8(1 + random.below(7))]) + random.bytes(random.below(60))
            case 1: bytes = bytes.prefix(1 + random.below(bytes.count - 1))
            case 2: bytes += random.bytes(1 + random.below(5))
            default: bytes[1 + random.below(bytes.count - 1)] ^= UInt8(1 + random.below(255))
            }
            do {
                let body = try unpacked(bytes)
                #expect(body.count <= Limits.writeBytesMax + 33)
            } catch let problem as Problem {
                #expect(problem.code == .storeDamaged, "SEED=\(seed)")
            }
        }
    }

    @Test("dictionary 1 is the one that files are packed with, and must be for ever")
    func dictionary() throws {
        let bytes = try #require(Data(base64Encoded: BodyDictionary1.base64))
        #expect(
            WriteCodec.hash(of: bytes).bytes.hexadecimal
                == "538e94a974f448a3b3cd9a5afc0f17e544c2b062e275211bd7905c4dae3de82d"
        )
    }
}
