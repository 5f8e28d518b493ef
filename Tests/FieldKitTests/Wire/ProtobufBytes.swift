import Foundation

/// Writes protobuf by hand: what another program, or an attacker, may send.
struct ProtobufBytes {
    private(set) var data = Data()

    static func varint(_ value: UInt64) -> Data {
        var rest = value
        var data = Data()
        while rest >= 0x80 {
            data.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        data.append(UInt8(rest))
        return data
    }

    mutating func number(_ field: UInt64, _ value: UInt64) {
        data += Self.varint(field << 3) + Self.varint(value)
    }

    mutating func bytes(_ field: UInt64, _ value: Data) {
        data += Self.varint(field << 3 | 2) + Self.varint(UInt64(value.count)) + value
    }

    mutating func text(_ field: UInt64, _ value: String) { bytes(field, Data(value.utf8)) }
}

/// A write's body put together field by field, well formed until a test spoils a part of it.
struct HandmadeWrite {
    var replica = Data(repeating: 1, count: 16)
    var counter: UInt64 = 1
    var previous = Data()
    var type = "household"
    var record = Data(repeating: 2, count: 16)
    var generation: UInt64 = 1
    var author = "An"
    var group = Data()
    var groupSize: UInt64 = 0
    var contexts: [Data] = []
    var registers = [Self.register("note", text: "x")]

    static func register(
        _ name: String,
        element: String? = nil,
        value: Data? = nil,
        text: String? = nil,
        context: UInt64 = 0
    ) -> Data {
        var register = ProtobufBytes()
        register.text(1, name)
        if let element { register.text(2, element) }
        if let text {
            var value = ProtobufBytes()
            value.text(1, text)
            register.bytes(3, value.data)
        } else if let value {
            register.bytes(3, value)
        }
        if context > 0 { register.number(4, context) }
        return register.data
    }

    /// A context of one replica.
    static func context(
        _ numbers: [UInt64],
        replica: Data = Data(repeating: 3, count: 16)
    ) -> Data {
        context([(replica, numbers)])
    }

    static func context(_ entries: [(replica: Data, numbers: [UInt64])]) -> Data {
        var context = ProtobufBytes()
        for entry in entries {
            var bytes = ProtobufBytes()
            bytes.bytes(1, entry.replica)
            bytes.bytes(2, entry.numbers.reduce(Data()) { $0 + ProtobufBytes.varint($1) })
            context.bytes(1, bytes.data)
        }
        return context.data
    }

    var body: Data {
        var write = ProtobufBytes()
        write.bytes(1, replica)
        write.number(2, counter)
        if !previous.isEmpty { write.bytes(3, previous) }
        write.text(4, type)
        write.bytes(5, record)
        write.number(6, 2)
        write.number(7, generation)
        write.text(8, author)
        if !group.isEmpty {
            write.bytes(9, group)
            write.number(10, groupSize)
        }
        for context in contexts { write.bytes(11, context) }
        for register in registers { write.bytes(12, register) }
        return write.data
    }
}
