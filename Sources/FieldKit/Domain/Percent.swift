/// A share as reports show it: cut off behind two digits, never rounded up, so that 100.00 % is only what is
/// whole.
///
/// The rule is the county's: a target of zero dropouts is not reached by rounding.
public struct Percent: Hashable, Sendable, CustomStringConvertible {
    private let part: Int
    private let whole: Int

    /// States a share.
    ///
    /// - Parameters:
    ///   - part: How many; not negative.
    ///   - whole: Of how many; of none there is no share.
    public init(_ part: Int, of whole: Int) {
        self.part = part
        self.whole = whole
    }

    /// `99.99%`; `—` of nothing.
    public var description: String {
        guard whole > 0 else { return "—" }
        let hundredths = part * 10_000 / whole
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)%"
    }
}
