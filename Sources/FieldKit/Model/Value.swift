public import Foundation

/// What a register holds.
///
/// No floating point: a decimal is a scaled integer.
public enum Value: Hashable, Sendable {
    /// Text in NFC, at most ``Limits/valueBytesMax`` bytes of UTF-8; normalised before the write is
    /// made, never in merge.
    case text(String)
    /// A signed 64-bit integer.
    case integer(Int64)
    /// True or false; also the membership of a set's element.
    case boolean(Bool)
    /// Bytes, at most ``Limits/valueBytesMax``.
    case data(Data)
    /// A business day, `YYYY-MM-DD`; merge and codec take any text for one.
    case date(String)
    /// `unscaled` divided by ten to the power of `scale`, which is at most 9.
    case decimal(unscaled: Int64, scale: UInt32)
    /// The register was cleared; shown as absent.
    case cleared
    /// A kind that this version does not know, as it was encoded; kept, compared by its bytes.
    case unknown(Data)

    /// Equal when kind and bytes are: a comparison that folded forms of a letter into one would find
    /// other conflicts than another peer does.
    public static func == (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.text(let one), .text(let two)), (.date(let one), .date(let two)):
            one.utf8.elementsEqual(two.utf8)
        case (.integer(let one), .integer(let two)): one == two
        case (.boolean(let one), .boolean(let two)): one == two
        case (.data(let one), .data(let two)), (.unknown(let one), .unknown(let two)): one == two
        case (.decimal(let one, let scale), .decimal(let two, let other)):
            one == two && scale == other
        case (.cleared, .cleared): true
        default: false
        }
    }

    /// The form that people see and that `NAME=VALUE` reads: bytes in base64, empty when cleared,
    /// `?` and hexadecimal digits for a kind that this version does not know.
    public var text: String {
        switch self {
        case .text(let text): text
        case .integer(let number): String(number)
        case .boolean(let flag): flag ? "true" : "false"
        case .data(let data): data.base64EncodedString()
        case .date(let day): day
        case .decimal(let unscaled, let scale): Self.point(unscaled, scale)
        case .cleared: ""
        case .unknown(let data): "?" + data.hexadecimal
        }
    }

    private static func point(_ unscaled: Int64, _ scale: UInt32) -> String {
        guard scale > 0 else { return String(unscaled) }
        var digits = String(unscaled.magnitude)
        while digits.count <= Int(scale) { digits = "0" + digits }
        digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -Int(scale)))
        return (unscaled < 0 ? "-" : "") + digits
    }
}
