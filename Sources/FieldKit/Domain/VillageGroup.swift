/// The order in which the groups of a village follow each other: `2组` before `10组`, and `六组` beside `6组`.
struct VillageGroup: Comparable {
    private let number: Int
    private let text: String

    /// - Parameter text: The name of a group, or an address; what begins with no number comes last.
    init(_ text: String) {
        self.text = text
        let plain = PlainText.halfWidth(text)
        number = PlainText.numeral(plain.drop { $0 == "第" || $0 == " " })?.0 ?? .max
    }

    static func < (left: Self, right: Self) -> Bool {
        (left.number, left.text) < (right.number, right.text)
    }
}
