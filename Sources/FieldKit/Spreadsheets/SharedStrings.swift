/// The strings that the sheets of a workbook share, in one stretch of memory.
struct SharedStrings {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    /// No strings.
    init() {}

    /// Reads the part that holds them.
    ///
    /// - Throws: `workbook_damaged`, or `workbook_too_large` above
    ///   ``Limits/workbookStringsBytesMax``.
    init(_ part: ZipPart) throws(Problem) {
        let stream = try XMLStream(part)
        let item = stream.name("si")
        var text = RichText(stream)
        while true {
            switch try stream.next() {
            case .start where stream.element == item: text.clear()
            case .start: text.start()
            case .text: try text.add()
            case .end where stream.element == item:
                bytes.append(contentsOf: text.text.utf8)
                ends.append(bytes.count)
                guard bytes.count <= Limits.workbookStringsBytesMax else {
                    let limit = Limits.workbookStringsBytesMax
                    throw Problem.tooLarge(part.fileName, part.name, above: limit)
                }
            case .end: text.end()
            case .finish: return
            }
        }
    }

    /// The string of a number; nil if there is none.
    subscript(index: Int) -> String? {
        guard ends.indices.contains(index) else { return nil }
        let start = index == 0 ? 0 : ends[index - 1]
        return String(decoding: bytes[start..<ends[index]], as: UTF8.self)
    }
}

/// A text of several runs, without how they sound.
struct RichText {
    /// The runs so far, together.
    private(set) var text = ""
    private let stream: XMLStream
    private let run: UnsafePointer<UInt8>?
    private let phonetic: UnsafePointer<UInt8>?
    private var isInRun = false
    private var phoneticDepth = 0

    init(_ stream: XMLStream) {
        self.stream = stream
        run = stream.name("t")
        phonetic = stream.name("rPh")
    }

    /// Forgets the text before.
    mutating func clear() {
        text = ""
        isInRun = false
        phoneticDepth = 0
    }

    /// An element has begun.
    mutating func start() {
        if stream.element == phonetic { phoneticDepth += 1 }
        isInRun = stream.element == run && phoneticDepth == 0
    }

    /// Takes the text that the stream stands on, if it is one of a run.
    ///
    /// - Throws: `workbook_damaged` above ``Limits/cellBytesMax``.
    mutating func add() throws(Problem) {
        guard isInRun else { return }
        text += Self.plain(stream.text)
        guard text.utf8.count <= Limits.cellBytesMax else {
            throw stream.damaged("> \(Limits.cellBytesMax)")
        }
    }

    /// An element has ended.
    mutating func end() {
        if stream.element == phonetic { phoneticDepth = max(0, phoneticDepth - 1) }
        isInRun = false
    }

    /// Writes `_x000D_` and the like out: so the format keeps what XML cannot.
    static func plain(_ text: String) -> String {
        guard text.contains("_x") else { return text }
        return text.replacing(/_x([0-9A-Fa-f]{4})_/) { match in
            guard let code = UInt32(match.1, radix: 16), let scalar = Unicode.Scalar(code) else {
                return String(match.0)
            }
            return String(Character(scalar))
        }
    }
}
