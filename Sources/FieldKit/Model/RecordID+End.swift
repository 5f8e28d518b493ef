/// The end of an id, by which people tell records apart and type them.
extension RecordID {
    /// Characters of the end that is shown.
    private static let endLength = 6
    /// Characters of the end that somebody must type at least.
    public static let endLengthMin = 3

    /// The end of the id, as lists and papers show it.
    public var end: String { String("\(self)".suffix(Self.endLength)) }

    /// Whether the id ends as somebody typed it, in capitals or not; a whole id ends as itself.
    ///
    /// - Parameter typed: The characters; fewer than ``endLengthMin`` mean nothing.
    /// - Returns: Whether it does.
    public func ends(as typed: String) -> Bool {
        typed.count >= Self.endLengthMin && "\(self)".hasSuffix(typed.lowercased())
    }
}
