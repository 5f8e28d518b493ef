/// The end of an id, by which people tell records apart and type them.
extension RecordID {
    /// Characters of the end that is shown.
    private static let endLength = 6
    /// Characters of the end that somebody must type at least.
    public static let endLengthMin = 3

    /// The end of the id, as lists and papers show it.
    public var end: String { end(Self.endLength) }

    /// Whether the id ends as somebody typed it, in capitals or not; a whole id ends as itself.
    ///
    /// - Parameter typed: The characters; fewer than ``endLengthMin`` mean nothing.
    /// - Returns: Whether it does.
    public func ends(as typed: String) -> Bool {
        typed.count >= Self.endLengthMin && "\(self)".hasSuffix(typed.lowercased())
    }
}

extension RecordID {
    /// When the id was made, in milliseconds since 1970 by the clock of whoever made it.
    public var made: Int64 { Int64(raw.high >> 16) }

    fileprivate func end(_ length: Int) -> String { String("\(self)".suffix(length)) }

    fileprivate static let length = 36
    fileprivate static var usualEnd: Int { endLength }
}

extension [RecordID] {
    /// The ends of the ids, all of one length: as lists show them, and longer where two would look alike.
    public var ends: [String] {
        let all = Set(self).count
        var length = RecordID.usualEnd
        while length < RecordID.length, Set(map { $0.end(length) }).count < all { length += 1 }
        return map { $0.end(length) }
    }
}
