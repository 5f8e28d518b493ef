package import Foundation

extension Data {
    /// The eight bytes of a number, the most significant first.
    package init(number: UInt64) { self = Swift.withUnsafeBytes(of: number.bigEndian) { Data($0) } }

    /// The number of at most eight bytes, the most significant first.
    package var number: UInt64 { reduce(0) { $0 << 8 | UInt64($1) } }
}
