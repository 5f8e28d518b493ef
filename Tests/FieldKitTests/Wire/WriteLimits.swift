import FieldKit
import Foundation
import Testing

/// A write that is at a limit, and, with one more, above it.
struct Excess: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let make: @Sendable (ReplicaID, Int) -> Write

    static let all: [Excess] = [
        Excess("bytes of a value") { replica, more in
            write(replica, [register("f", .text(text(Limits.valueBytesMax + more)))])
        },
        Excess("bytes of a value of an unknown kind") { replica, more in
            var bytes = ProtobufBytes()
            // Tag and length take four bytes.
            bytes.bytes(9, Data(count: Limits.valueBytesMax - 4 + more))
            return write(replica, [register("f", .unknown(bytes.data))])
        },
        Excess("bytes of an element") { replica, more in
            let key = RegisterKey("f", element: text(Limits.elementBytesMax + more))
            return write(replica, [register(key, .boolean(true))])
        },
        Excess("bytes of a register's name") { replica, more in
            write(replica, [register(text(Limits.nameBytesMax + more), .cleared)])
        },
        Excess("bytes of a bucket's code") { replica, more in
            let code = String(repeating: "1", count: Limits.bucketBytesMax + more)
            return write(replica, [register(RegisterKey.bucket(code), .boolean(true))])
        },
        Excess("bytes of a type") { replica, more in
            write(replica, type: text(Limits.nameBytesMax + more))
        },
        Excess("bytes of an author's name") { replica, more in
            write(replica, author: text(Limits.authorBytesMax + more))
        },
        Excess("registers") { replica, more in
            write(
                replica,
                (0..<Limits.registersPerWriteMax + more).map { register("f\($0)", .cleared) }
            )
        },
        Excess("runs of a context") { replica, more in
            let dots = (0..<Limits.contextRunsMax + more).map { Dot(replica, UInt64($0) * 2 + 1) }
            return write(
                replica,
                [
                    RegisterWrite(
                        key: RegisterKey("f"),
                        value: .cleared,
                        context: CausalContext(dots)
                    )
                ]
            )
        },
        Excess("writes of a group") { replica, more in
            write(replica, group: Limits.groupWritesMax + more)
        },
        Excess("writes of a group, at least two") { replica, more in
            write(replica, group: 2 - more)
        },
        Excess("digits after the point") { replica, more in
            write(replica, [register("f", .decimal(unscaled: 1, scale: UInt32(9 + more)))])
        },
        Excess("a generation") { replica, more in
            write(replica, generation: Limits.counterEnd - 1 + UInt64(more))
        },
        Excess("registers, at least one") { replica, more in
            write(replica, more == 0 ? [register("f", .cleared)] : [])
        },
        Excess("one form of a name") { replica, more in
            write(replica, [register(more == 0 ? "\u{E9}" : "e\u{301}", .cleared)])
        },
    ]

    private init(_ name: String, _ make: @escaping @Sendable (ReplicaID, Int) -> Write) {
        testDescription = name
        self.make = make
    }

    private static func text(_ bytes: Int) -> String { String(repeating: "x", count: bytes) }

    private static func register(_ name: String, _ value: Value) -> RegisterWrite {
        register(RegisterKey(name), value)
    }

    private static func register(_ key: RegisterKey, _ value: Value) -> RegisterWrite {
        RegisterWrite(key: key, value: value, context: CausalContext())
    }

    private static func write(
        _ replica: ReplicaID,
        _ registers: [RegisterWrite] = [register("f", .cleared)],
        type: String = "t",
        author: String = "An",
        generation: UInt64 = 1,
        group: Int? = nil
    ) -> Write {
        Write(
            dot: Dot(replica, 1),
            previous: nil,
            type: type,
            record: RecordID(Identifier16(high: 5, low: 6)),
            stamp: 0,
            generation: generation,
            author: author,
            group: group.map { WriteGroup(id: Identifier16(high: 1, low: 1), size: $0) },
            registers: registers
        )
    }
}

/// One way to spoil a write that is well formed.
struct Spoilt: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let spoil: @Sendable (inout HandmadeWrite) -> Void

    private init(_ name: String, _ spoil: @escaping @Sendable (inout HandmadeWrite) -> Void) {
        testDescription = name
        self.spoil = spoil
    }

    private static func context(_ name: String, _ numbers: [UInt64]) -> Spoilt {
        Spoilt(name) { $0.contexts = [HandmadeWrite.context(numbers)] }
    }

    static let all: [Spoilt] = parts + contexts

    private static let contexts: [Spoilt] = [
        context("a run that begins at zero", [0, 0]),
        context("a run that touches the one before", [1, 0, 1, 0]),
        context("a run that overlaps the one before", [5, 4, 0, 0]),
        context("a run without a length", [1, 0, 2]),
        context("no runs", []),
        context("a run beyond the last counter", [1, 1 << 62]),
        context("a start beyond the last counter", [1 << 62, 0]),
        context("runs that overflow", [1, (1 << 62) - 3, (1 << 62) - 1, 1]),
        context("a number as large as can be", [.max, .max]),
        Spoilt("a replica twice in a context") {
            let replica = Data(repeating: 3, count: 16)
            $0.contexts = [HandmadeWrite.context([(replica, [1, 0]), (replica, [3, 0])])]
        },
        Spoilt("a replica of fifteen bytes in a context") {
            $0.contexts = [HandmadeWrite.context([1, 0], replica: Data(count: 15))]
        },
        Spoilt("too many runs over all replicas") {
            let numbers = [UInt64](repeating: 2, count: 1_640)
            let entries = (0..<5).map { (Data(repeating: UInt8($0), count: 16), numbers) }
            $0.contexts = [HandmadeWrite.context(entries)]
        },
        Spoilt("a context that is not there") {
            $0.registers = [HandmadeWrite.register("note", text: "x", context: 1)]
        },
    ]

    private static let parts: [Spoilt] = [
        Spoilt("a replica of fifteen bytes") { $0.replica.removeLast() },
        Spoilt("a record of seventeen bytes") { $0.record.append(0) },
        Spoilt("counter zero") { $0.counter = 0 },
        Spoilt("a counter that is too high") {
            $0.counter = 1 << 62
            $0.previous = Data(count: 32)
        },
        Spoilt("a first write with one before it") { $0.previous = Data(count: 32) },
        Spoilt("a second write with none before it") { $0.counter = 2 },
        Spoilt("a hash of thirty-one bytes") {
            $0.counter = 2
            $0.previous = Data(count: 31)
        },
        Spoilt("a type with a zero byte") { $0.type = "a\0b" },
        Spoilt("no type") { $0.type = "" },
        Spoilt("a generation without a successor") { $0.generation = .max },
        Spoilt("a group of fifteen bytes") {
            $0.group = Data(count: 15)
            $0.groupSize = 2
        },
        Spoilt("a register twice") { $0.registers += $0.registers },
        Spoilt("no registers") { $0.registers = [] },
        Spoilt("a register without a name") { $0.registers = [HandmadeWrite.register("")] },
        Spoilt("a bucket that would be counted as a type") {
            $0.registers = [HandmadeWrite.register("@bucket", element: "~household", text: "")]
        },
        Spoilt("a bucket without a code") { $0.registers = [HandmadeWrite.register("@bucket")] },
        Spoilt("text that is no UTF-8") {
            $0.registers = [HandmadeWrite.register("note", value: Data([0x0A, 1, 0xFF]))]
        },
        Spoilt("a register that is no message") { $0.registers = [Data([0xFF])] },
    ]
}
