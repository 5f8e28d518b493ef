import FieldKit
import Foundation
import SwiftProtobuf
import Testing

@Suite struct `Vectors of writes` {
    private let author: VectorAuthor
    private let other: VectorAuthor

    init() throws {
        author = try VectorAuthor(1)
        other = try VectorAuthor(2)
    }

    @Test func `are those of the file`() throws {
        let first = write(1, nil, [register("note", .text("来过"))])
        let signed = try WriteCodec.sign(first, with: author.key)
        let accepted: [(String, Write)] = [
            ("the first of a replica", first),
            ("the second, with contexts that are shared", second(after: signed.hash)),
            ("every kind of value", write(1, nil, everyKind)),
            ("buckets, a set and a deletion", write(1, nil, protocolRegisters)),
            (
                "part of a group",
                write(1, nil, [register("note", .text("x"))], group: 2)
            ),
        ]
        var cases = try accepted.map { name, write in try self.accepted(name, write) }
        cases.append(try unknownFieldsCase(first))
        cases += try refusals(of: first).map { name, wire -> JSON in
            let body: Data = try wire.serializedData()
            let problem = #expect(throws: Problem.self, "\(name)") {
                try WriteCodec.decode(body: body, signature: Data(count: 64))
            }
            #expect(problem?.code == .writeInvalid, "\(name)")
            return ["name": .text(name), "body": .bytes(body), "refused": true]
        }
        try VectorFile.check(
            "writes.json",
            "Bodies with their hashes and signatures, and bodies that are refused.",
            cases
        )
    }

    // MARK: Taken

    private func register(
        _ name: String,
        _ value: Value,
        _ context: CausalContext = CausalContext()
    ) -> RegisterWrite {
        RegisterWrite(key: RegisterKey(name), value: value, context: context)
    }

    private func write(
        _ counter: UInt64,
        _ previous: WriteHash?,
        _ registers: [RegisterWrite],
        group: Int = 0
    ) -> Write {
        Write(
            dot: Dot(author.replica, counter),
            previous: previous,
            type: "household",
            record: VectorAuthor.record,
            stamp: 1_790_000_000_000,
            generation: counter,
            author: "An",
            group: group > 1 ? WriteGroup(id: Identifier16(high: 7, low: 8), size: group) : nil,
            registers: registers
        )
    }

    private func second(after hash: WriteHash) -> Write {
        let read = CausalContext([Dot(author.replica, 1), Dot(other.replica, 4)])
        return write(
            2,
            hash,
            [
                register("address", .text("x"), read), register("head_name", .cleared, read),
                register("note", .text("y"), CausalContext([Dot(author.replica, 1)])),
            ]
        )
    }

    private var everyKind: [RegisterWrite] {
        [
            register("a", .text("")), register("b", .integer(-3)), register("c", .boolean(false)),
            register("d", .data(Data([0, 255]))), register("e", .date("2026-11-22")),
            register("f", .decimal(unscaled: -1_250, scale: 2)), register("g", .cleared),
            register("h", .unknown(Data([0x4A, 0x01, 0x61]))),
        ]
    }

    private var protocolRegisters: [RegisterWrite] {
        [
            RegisterWrite(
                key: .bucket("610326101901"),
                value: .boolean(true),
                context: CausalContext()
            ),
            RegisterWrite(key: .deleted, value: .boolean(true), context: CausalContext()),
            RegisterWrite(
                key: RegisterKey("phones", element: "1"),
                value: .boolean(true),
                context: CausalContext()
            ),
        ]
    }

    private func accepted(_ name: String, _ write: Write) throws -> JSON {
        let signed = try WriteCodec.sign(write, with: author.key)
        #expect(signed.write.json == write.json, "\(name)")
        return try described(name, signed)
    }

    private func described(_ name: String, _ signed: SignedWrite) throws -> JSON {
        #expect(WriteCodec.isSigned(signed, by: author.key.publicKey))
        return [
            "name": .text(name), "secret": .bytes(author.key.secret), "body": .bytes(signed.body),
            "hash": .bytes(signed.hash.bytes), "signature": .bytes(signed.signature),
            "write": signed.write.json,
        ]
    }

    /// What a later version adds is signed and kept with the rest.
    private func unknownFieldsCase(_ first: Write) throws -> JSON {
        let signed = try WriteCodec.sign(first, with: author.key)
        let body = signed.body + Data([0xFA, 0x3F, 0x01, 0x21])
        let signature = try author.key.sign(Data("FieldKit write 1\0".utf8) + body)
        return try described(
            "a field of a later version",
            WriteCodec.decode(body: body, signature: signature)
        )
    }

    // MARK: Refused

    private func refusals(of write: Write) throws -> [(String, WireWrite)] {
        let body = try WriteCodec.sign(write, with: author.key).body
        let good = try WireWrite(serializedBytes: body)
        func bad(_ name: String, _ change: (inout WireWrite) -> Void) -> (String, WireWrite) {
            var wire = good
            change(&wire)
            return (name, wire)
        }
        return [
            bad("a counter of zero") { $0.counter = 0 },
            bad("a first line with a previous one") { $0.previous = Data(count: 32) },
            bad("a second line without a previous one") { $0.counter = 2 },
            bad("a replica of 15 bytes") { $0.replica = Data(count: 15) },
            bad("a record of 17 bytes") { $0.record = Data(count: 17) },
            bad("no type") { $0.type = "" },
            bad("a type not in NFC") { $0.type = "e\u{301}" },
            bad("a generation of two to the 62nd") { $0.generation = Limits.counterEnd },
            bad("no register") { $0.registers = [] },
            bad("a register twice") { $0.registers += $0.registers },
            bad("a register without a name") { $0.registers[0].name = "" },
            bad("a context that is not there") { $0.registers[0].context = 1 },
            bad("a bucket without a code") { $0.registers[0].name = "@bucket" },
            bad("a bucket whose code is none") {
                $0.registers[0].name = "@bucket"
                $0.registers[0].element = "61-03"
            },
            bad("an element with a zero byte") { $0.registers[0].element = "a\0b" },
            bad("a decimal of ten digits after the point") {
                $0.registers[0].value.decimal.scale = 10
            },
            bad("a group of one") {
                $0.group = Data(count: 16)
                $0.groupSize = 1
            },
            bad("an author that is too long") {
                $0.author = String(repeating: "a", count: Limits.authorBytesMax + 1)
            },
        ]
    }
}

extension Write {
    /// What a body says.
    var json: JSON {
        var members: [String: JSON] = [
            "replica": .text("\(dot.replica)"), "counter": .count(dot.counter),
            "type": .text(type), "record": .text("\(record)"), "stamp": .number(stamp),
            "generation": .count(generation), "author": .text(author),
            "registers": .array(
                registers.map { register in
                    [
                        "key": .text("\(register.key)"), "value": register.value.json,
                        "context": register.context.json,
                    ]
                }
            ),
        ]
        if let previous { members["previous"] = .bytes(previous.bytes) }
        if let reissueOf { members["reissue_of"] = .bytes(reissueOf.bytes) }
        if let group {
            members["group"] = .bytes(group.id.bytes)
            members["group_size"] = .number(Int64(group.size))
        }
        return .object(members)
    }
}
