/// Which formats of a workbook show a number as a date or time.
struct NumberFormats {
    private var isDate: [Bool] = []

    /// No formats: every number is one.
    init() {}

    /// Reads the part of styles.
    init(_ part: ZipPart) throws(Problem) {
        let stream = try XMLStream(part)
        var codes: [Int: String] = [:]
        var isInCells = false
        var event = try stream.next()
        while event != .finish {
            if event == .start, let name = stream.element.map({ String(cString: $0) }) {
                switch name {
                case "numFmt":
                    if let id = stream.attribute("numFmtId").flatMap({ Int($0) }) {
                        codes[id] = stream.attribute("formatCode") ?? ""
                    }
                case "cellXfs": isInCells = true
                case "xf" where isInCells:
                    let id = stream.attribute("numFmtId").flatMap { Int($0) } ?? 0
                    isDate.append(codes[id].map(Self.showsDate) ?? Self.builtIn.contains(id))
                default: break
                }
            } else if event == .end, stream.element.map({ String(cString: $0) }) == "cellXfs" {
                isInCells = false
            }
            event = try stream.next()
        }
    }

    /// Whether cells of a style show dates.
    func showsDate(style: Int) -> Bool { isDate.indices.contains(style) && isDate[style] }

    /// The formats that every workbook has and none spells out; 27 to 36 and 50 to 58 are those of
    /// East Asia.
    private static let builtIn: Set<Int> = Set(14...22).union(27...36).union(45...47).union(50...58)

    /// Whether a format such as `yyyy"年"m"月"` shows a date.
    ///
    /// It does if outside of quotation marks, brackets and escapes it has a letter for a part of
    /// one; hours that count on past a day are no time.
    static func showsDate(_ code: String) -> Bool {
        var isQuoted = false
        var bracket: String?
        var skipsNext = false
        for character in code.prefix(while: { $0 != ";" }) {
            if skipsNext {
                skipsNext = false
            } else if isQuoted {
                isQuoted = character != "\""
            } else if let text = bracket {
                guard character == "]" else {
                    bracket = text + String(character)
                    continue
                }
                if !text.isEmpty, text.allSatisfy({ "hms".contains($0.lowercased()) }) {
                    return false
                }
                bracket = nil
            } else {
                switch character {
                case "\"": isQuoted = true
                case "[": bracket = ""
                case "\\", "_", "*": skipsNext = true
                case "y", "Y", "m", "M", "d", "D", "h", "H", "s", "S": return true
                default: break
                }
            }
        }
        return false
    }
}

/// The days that a workbook counts from.
enum SheetCalendar {
    /// From the last day of 1899, with a 29 February 1900 that never was.
    case from1900
    /// From 1904, as on old Macintoshes.
    case from1904

    /// A count of days as a date, a time, or both; nil if it is none.
    func text(_ number: String) -> String? {
        guard let days = Double(number), days >= 0, days < 2_958_466 else { return nil }
        var day = Int(days)
        var second = Int(((days - Double(day)) * 86_400).rounded())
        if second == 86_400 {
            second = 0
            day += 1
        }
        let time = [second / 3600, second / 60 % 60, second % 60]
            .map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
        if day == 0, self == .from1900 { return time }
        let shift = self == .from1904 ? 24_107 : day < 60 ? 25_568 : 25_569
        guard let date = BusinessDay(dayNumber: day - shift) else { return nil }
        return second == 0 ? "\(date)" : "\(date) \(time)"
    }
}
