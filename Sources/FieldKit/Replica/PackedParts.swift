package import Foundation

/// Bytes that are too many for one value: packed, and cut into values.
package enum PackedParts {
    /// The parts of some bytes, each small enough for a value; at least one.
    ///
    /// - Throws: `internal_error` without memory.
    package static func cut(_ bytes: Data) throws(Problem) -> [Data] {
        let packed = try Compression.compress(bytes, .zstd)
        return stride(from: 0, to: max(1, packed.count), by: Limits.valueBytesMax).map { start in
            Data(packed.dropFirst(start).prefix(Limits.valueBytesMax))
        }
    }

    /// The bytes that were cut.
    ///
    /// - Parameters:
    ///   - parts: All parts, in order.
    ///   - limit: Bytes that there may be; it is given up as soon as there are more.
    /// - Returns: The bytes as they were.
    /// - Throws: `message_too_large`, or `message_undecodable` for what was never cut that way.
    package static func join(_ parts: [Data], limit: Int) throws(Problem) -> Data {
        try Compression.decompress(Data(parts.joined()), encoding: .zstd, limit: limit)
    }
}
