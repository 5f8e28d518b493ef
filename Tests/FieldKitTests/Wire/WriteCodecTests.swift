import FieldKit
import Foundation
import TestSupport
import Testing

@Suite("A write is read back as it was written, or refused")
struct WriteCodecTests {
    private let noSignature = Data(repeating: 0, count: 64)
    private let domain = Data("FieldKit write 1\0".utf8)

    private func decode(_ body: Data) throws -> SignedWrite {
        try WriteCodec.decode(body: body, signature: noSignature)
    }

    @Test("every part of a write survives the wire")
    func roundTrip() throws {
        let key = try Town.key(SeededRandom(seed: 1))
        let write = try sample(key)
        let signed = try WriteCodec.sign(write, with: key)
        let arrived = try WriteCodec.decode(body: signed.body, signature: signed.signature)
        #expect(arrived.write == write)
        #expect(arrived.hash == signed.hash)
        #expect(WriteCodec.isSigned(arrived, by: key.publicKey))
    }

    @Test("equal contexts of one write are sent once")
    func contextsAreShared() throws {
        let key = try Town.key(SeededRandom(seed: 1))
        let context = CausalContext((1...60).map { Dot(replica(key), $0 * 2) })
        let one = try WriteCodec.sign(
            write(key, [RegisterWrite(key: RegisterKey("a"), value: .cleared, context: context)]),
            with: key
        )
        let three = try WriteCodec.sign(
            write(
                key,
                ["a", "b", "c"].map {
                    RegisterWrite(key: RegisterKey($0), value: .cleared, context: context)
                }
            ),
            with: key
        )
        #expect(three.body.count < one.body.count + 20)
        #expect(three.write.registers.allSatisfy { $0.context == context })
    }

    @Test("a body that was cut off at any byte is refused, or fails its signature")
    func truncation() throws {
        let key = try Town.key(SeededRandom(seed: 1))
        let signed = try WriteCodec.sign(try sample(key), with: key)
        var refused = 0
        for length in 0..<signed.body.count {
            let body = signed.body.prefix(length)
            guard
                let arrived = try? WriteCodec.decode(body: body, signature: signed.signature)
            else {
                refused += 1
                continue
            }
            #expect(arrived.hash != signed.hash)
            #expect(!WriteCodec.isSigned(arrived, by: key.publicKey))
        }
        #expect(refused > signed.body.count * 9 / 10)
    }

    @Test("bytes changed at random are refused or fail their signature", arguments: Seeds.first(5))
    func damage(seed: UInt64) throws {
        let random = SeededRandom(seed: seed)
        let key = try Town.key(random)
        let signed = try WriteCodec.sign(try sample(key), with: key)
        for _ in 0..<300 {
            var body = signed.body
            for _ in 0...random.below(3) {
                body[random.below(body.count)] ^= UInt8(1 + random.below(255))
            }
            guard body != signed.body,
                let arrived = try? WriteCodec.decode(body: body, signature: signed.signature)
            else { continue }
            #expect(!WriteCodec.isSigned(arrived, by: key.publicKey), "SEED=\(seed)")
        }
    }

    @Test("a forged signature is found, and so is another device's")
    func forgery() throws {
        let random = SeededRandom(seed: 1)
        let key = try Town.key(random)
        let other = try Town.key(random)
        let signed = try WriteCodec.sign(try sample(key), with: key)
        var signature = signed.signature
        signature[5] ^= 1
        let forged = try WriteCodec.decode(body: signed.body, signature: signature)
        #expect(!WriteCodec.isSigned(forged, by: key.publicKey))
        #expect(!WriteCodec.isSigned(signed, by: other.publicKey))
        #expect(!WriteCodec.isSigned(signed, by: Data([1, 2, 3])))
        expectInvalid { try WriteCodec.decode(body: signed.body, signature: Data([1])) }
    }

    @Test("parts that a later version added survive every hop, signature and all")
    func unknownParts() throws {
        let town = try Town()
        let an = try town.laptop("An")
        let relay = try town.relay("relay", in: .file)
        let county = try town.county()
        let id = try an.create("household", in: ["610326101901"], ["note": "x"])
        var later = ProtobufBytes()
        later.text(60, "a field of version 9")
        let body = try #require(try an.writes(of: id).first).body + later.data
        let signature = try an.key.sign(domain + body)
        try relay.take(WriteCodec.decode(body: body, signature: signature))
        try county.takeAll(from: relay)
        let arrived = try #require(try county.writes(of: id).first)
        #expect(arrived.body == body)
        #expect(WriteCodec.isSigned(arrived, by: an.key.publicKey))
        #expect(try county.text(id, "note") == "x")
    }

    @Test("a kind of value that this version does not know is kept, and compared by its bytes")
    func unknownKind() throws {
        var value = ProtobufBytes()
        value.text(9, "a kind of version 9")
        var made = HandmadeWrite()
        made.registers = [HandmadeWrite.register("note", value: value.data)]
        let write = try decode(made.body).write
        #expect(write.registers.first?.value == .unknown(value.data))
        let key = try Town.key(SeededRandom(seed: 1))
        let again = try WriteCodec.sign(
            Write(
                dot: Dot(replica(key), 1),
                previous: nil,
                type: "household",
                record: write.record,
                stamp: 1,
                generation: 1,
                author: "An",
                registers: write.registers
            ),
            with: key
        )
        #expect(again.write.registers == write.registers)
    }

    @Test("a write that needs a later version says so")
    func minimumVersion() throws {
        let key = try Town.key(SeededRandom(seed: 1))
        let signed = try WriteCodec.sign(
            Write(
                dot: Dot(replica(key), 1),
                previous: nil,
                type: "t",
                record: record,
                stamp: 0,
                generation: 1,
                author: "",
                registers: [.init(note, .cleared)],
                minimumVersion: 9
            ),
            with: key
        )
        #expect(try decode(signed.body).write.minimumVersion == 9)
    }

    // MARK: Limits

    @Test("what is at its limit is taken; one more is refused on writing", arguments: Excess.all)
    func limitsOnWriting(excess: Excess) throws {
        let key = try Town.key(SeededRandom(seed: 1))
        let fits = excess.make(replica(key), 0)
        #expect(try WriteCodec.sign(fits, with: key).write == fits)
        expectInvalid { try WriteCodec.sign(excess.make(replica(key), 1), with: key) }
    }

    @Test("a write made by hand and well formed is taken")
    func handmade() throws {
        var made = HandmadeWrite()
        made.contexts = [HandmadeWrite.context([1, 0, 2, 5])]
        made.registers = [HandmadeWrite.register("note", text: "x", context: 1)]
        let write = try decode(made.body).write
        let other = try #require(ReplicaID(bytes: Data(repeating: 3, count: 16)))
        #expect(write.register(note)?.context.runs == [other: [1...1, 3...8]])
        #expect(write.register(note)?.value == .text("x"))
    }

    @Test("what breaks a rule of the format is refused on reading", arguments: Spoilt.all)
    func refusedOnReading(spoilt: Spoilt) throws {
        var made = HandmadeWrite()
        spoilt.spoil(&made)
        expectInvalid { try decode(made.body) }
    }

    @Test("a version's token of malformed runs is refused")
    func malformedTokens() {
        for numbers: [UInt64] in [[], [0, 0], [1], [1, 0, 1, 0], [1, 1 << 62]] {
            let token = HandmadeWrite.context(numbers).base64EncodedString()
            #expect(throws: Problem(.invalidVersion)) { try RecordVersion(token) }
        }
        #expect(throws: Problem(.invalidVersion)) { try RecordVersion("*") }
    }

    private func expectInvalid(_ body: () throws -> SignedWrite) {
        let problem = #expect(throws: Problem.self) { _ = try body() }
        #expect(problem?.code == .writeInvalid)
    }
}

private let note = RegisterKey("note")
private let record = RecordID(Identifier16(high: 5, low: 6))

private func replica(_ key: DeviceKey) -> ReplicaID {
    ReplicaID(device: key.device, incarnation: 4)
}

private func write(_ key: DeviceKey, _ registers: [RegisterWrite]) -> Write {
    Write(
        dot: Dot(replica(key), 1),
        previous: nil,
        type: "t",
        record: record,
        stamp: 0,
        generation: 1,
        author: "An",
        registers: registers
    )
}

/// One register of each kind, with contexts, in a group, as a reissue.
private func sample(_ key: DeviceKey) throws -> Write {
    let hash = try #require(WriteHash(bytes: Data(0..<32)))
    let other = ReplicaID(Identifier16(high: 9, low: 9))
    let context = CausalContext([Dot(replica(key), 1), Dot(replica(key), 3), Dot(other, 70)])
    let values: [Value] = [
        .text("山"), .integer(-5), .boolean(false), .data(Data([0, 255])), .date("2026-09-21"),
        .decimal(unscaled: -12, scale: 3), .cleared, .text(""), .integer(0),
    ]
    var registers = values.enumerated().map { index, value in
        RegisterWrite(
            key: RegisterKey("f\(index)"),
            value: value,
            context: index.isMultiple(of: 2) ? context : CausalContext()
        )
    }
    registers.append(
        RegisterWrite(
            key: RegisterKey("groups", element: ""),
            value: .boolean(true),
            context: CausalContext([Dot(other, 1)])
        )
    )
    registers.append(RegisterWrite(.bucket("610326101901"), .boolean(true)))
    return Write(
        dot: Dot(replica(key), 300),
        previous: hash,
        type: "户",
        record: record,
        stamp: -5,
        generation: 12,
        author: "安",
        group: WriteGroup(id: Identifier16(high: 1, low: 2), size: 2),
        registers: registers,
        reissueOf: hash,
        minimumVersion: 1
    )
}

extension RegisterWrite {
    fileprivate init(_ key: RegisterKey, _ value: Value) {
        self.init(key: key, value: value, context: CausalContext())
    }
}
