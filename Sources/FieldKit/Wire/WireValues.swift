import Foundation
import SwiftProtobuf

extension WireValue {
    /// The message for a value; nil for a cleared register, which has none.
    init?(_ value: Value) throws {
        self.init()
        switch value {
        case .text(let text): self.text = text
        case .integer(let number): integer = number
        case .boolean(let flag): boolean = flag
        case .data(let data): self.data = data
        case .date(let day): date = day
        case .decimal(let unscaled, let scale):
            decimal.unscaled = unscaled
            decimal.scale = scale
        case .cleared: return nil
        case .unknown(let bytes): try self.init(serializedBytes: bytes)
        }
    }
}

extension Value {
    /// Reads a value; a kind of a later version is kept as its bytes.
    init(_ wire: WireValue) throws {
        switch wire.kind {
        case .text(let text): self = .text(text)
        case .integer(let number): self = .integer(number)
        case .boolean(let flag): self = .boolean(flag)
        case .data(let data): self = .data(data)
        case .date(let day): self = .date(day)
        case .decimal(let decimal):
            guard decimal.scale <= 9 else { throw WriteCodec.invalid("a decimal's scale") }
            self = .decimal(unscaled: decimal.unscaled, scale: decimal.scale)
        case nil: self = .unknown(try wire.serializedData())
        }
        guard bytes <= Limits.valueBytesMax else { throw WriteCodec.invalid("a value's length") }
    }

    /// The bytes that count against ``Limits/valueBytesMax``.
    var bytes: Int {
        switch self {
        case .text(let text), .date(let text): text.utf8.count
        case .data(let data), .unknown(let data): data.count
        case .integer, .boolean, .decimal, .cleared: 0
        }
    }
}

extension WireContext {
    /// Encodes runs as low and length less one in turn, each low counted from the high before.
    init(_ context: CausalContext) {
        self.init()
        for (replica, runs) in context.sortedRuns {
            var entry = WireContextEntry()
            entry.replica = replica.bytes
            var last: UInt64 = 0
            for run in runs {
                entry.runs.append(run.lowerBound - last)
                entry.runs.append(run.upperBound - run.lowerBound)
                last = run.upperBound
            }
            entries.append(entry)
        }
    }
}

extension CausalContext {
    /// Reads runs; refuses what is out of order, overlapping, adjacent, empty or too long.
    init(_ wire: WireContext) throws {
        var runs: [ReplicaID: [ClosedRange<UInt64>]] = [:]
        var count = 0
        for entry in wire.entries {
            guard let replica = ReplicaID(bytes: entry.replica), runs[replica] == nil,
                !entry.runs.isEmpty, entry.runs.count.isMultiple(of: 2)
            else { throw WriteCodec.invalid("a context") }
            count += entry.runs.count / 2
            guard count <= Limits.contextRunsMax else { throw WriteCodec.invalid("a long context") }
            runs[replica] = try Self.runs(entry.runs)
        }
        self.init(ascending: runs)
    }

    private static func runs(_ numbers: [UInt64]) throws -> [ClosedRange<UInt64>] {
        let limit = Limits.counterEnd
        var runs: [ClosedRange<UInt64>] = []
        var last: UInt64 = 0
        for index in stride(from: 0, to: numbers.count, by: 2) {
            let gap = numbers[index]
            let length = numbers[index + 1]
            guard gap >= (last == 0 ? 1 : 2), gap < limit, length < limit, last < limit - gap,
                last + gap < limit - length
            else { throw WriteCodec.invalid("a context's runs") }
            runs.append(last + gap...last + gap + length)
            last += gap + length
        }
        return runs
    }
}
