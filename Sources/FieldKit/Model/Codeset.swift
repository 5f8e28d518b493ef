public import Foundation

/// The encoding in which a terminal speaks.
public enum Codeset: Sendable {
    /// What every program here speaks by itself.
    case utf8
    /// All of Unicode in one, two or four bytes.
    case gb18030
    /// The part of GB18030 that takes one or two bytes.
    case gbk
    /// The part of GBK that was there first.
    case gb2312

    /// GB18030, of which GBK and GB2312 are parts; the number is the one that Foundation uses on
    /// every platform for CFStringEncoding 0x0632.
    package static let foundationGB18030 = String.Encoding(rawValue: 0x8000_0632)

    /// The encoding of this run's locale.
    public static let current = spoken(ProcessInfo.processInfo.environment)

    /// The encoding of a locale.
    ///
    /// - Parameter environment: `LC_ALL`, `LC_CTYPE` and `LANG`, as the system reads them.
    /// - Returns: The encoding; UTF-8 for every other that there is.
    static func spoken(_ environment: [String: String]) -> Codeset {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }
            .first { !$0.isEmpty }
        guard let locale, !locale.lowercased().hasPrefix("c.") else { return .utf8 }
        let named = locale.split(separator: ".", maxSplits: 1).dropFirst().first.map(String.init)
        if let named, let codeset = Codeset(name: named) { return codeset }
        // A name without an encoding, such as zh_CN, has the one that the system gives it.
        guard setlocale(LC_CTYPE, locale) != nil, let name = nl_langinfo(Int32(CODESET)) else {
            return .utf8
        }
        return Codeset(name: String(cString: name)) ?? .utf8
    }

    /// Reads what a locale calls it; nil for an encoding that is none of these.
    init?(name: String) {
        let plain = name.prefix { $0 != "@" }.lowercased().filter { $0.isLetter || $0.isNumber }
        switch plain {
        case "utf8": self = .utf8
        case "gb18030": self = .gb18030
        case "gbk", "cp936": self = .gbk
        case "gb2312", "euccn": self = .gb2312
        default: return nil
        }
    }

    /// What people call it.
    public var name: String {
        switch self {
        case .utf8: "UTF-8"
        case .gb18030: "GB18030"
        case .gbk: "GBK"
        case .gb2312: "GB2312"
        }
    }

    /// The text of bytes that somebody typed; nil if they are none of this encoding.
    public func text(_ bytes: some Collection<UInt8>) -> String? {
        guard self != .utf8 else { return String(validating: bytes, as: UTF8.self) }
        return String(data: Data(bytes), encoding: Self.foundationGB18030)
    }

    /// The bytes of a text for people.
    ///
    /// What the encoding does not have is shown by a sign of the same width: nothing is left out.
    public func bytes(_ text: String) -> Data {
        guard self != .utf8 else { return Data(text.utf8) }
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return Data(text.utf8) }
        if self == .gb18030, let whole = text.data(using: Self.foundationGB18030) { return whole }
        var bytes = Data()
        for character in text { bytes += self.bytes(character) }
        return bytes
    }

    private func bytes(_ character: Character) -> Data {
        if let ascii = character.asciiValue, !character.isNewline { return Data([ascii]) }
        if character.isNewline { return Data("\(character)".utf8.filter { $0 < 0x80 }) }
        if let bytes = "\(character)".data(using: Self.foundationGB18030), holds(bytes) {
            return bytes
        }
        // 〓, the sign for a character that is not there, in all three encodings.
        return DisplayWidth.of(character) == 2 ? Data([0xA1, 0xFE]) : Data("?".utf8)
    }

    /// Whether bytes of GB18030 are one character of this encoding.
    private func holds(_ bytes: Data) -> Bool {
        let pair = Array(bytes)
        switch self {
        case .utf8, .gb18030: return true
        case .gbk: return pair.count == 2
        case .gb2312:
            return pair.count == 2 && (0xA1...0xF7).contains(pair[0]) && pair[1] >= 0xA1
        }
    }
}
