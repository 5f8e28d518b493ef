import CXML

/// The XML of a part, taken apart as a stream: nothing is kept but where it stands.
final class XMLStream {
    /// What the stream stands on.
    enum Event {
        case start
        case end
        case text
        case finish
    }

    private let reader: xmlTextReaderPtr
    private let part: ZipPart
    private var endOfEmptyIsDue = false
    /// Whether libxml2 gave up because a text or an attribute is longer than it reads.
    private var isTooLong = false

    /// Begins to read a part.
    ///
    /// Entities are not expanded and nothing is fetched, so that a small part stays a small one.
    init(_ part: ZipPart) throws(Problem) {
        let options =
            XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue
            | XML_PARSE_NOWARNING.rawValue | XML_PARSE_COMPACT.rawValue
        let reader = xmlReaderForIO(
            { context, buffer, count in
                guard let context, let buffer else { return -1 }
                let part = Unmanaged<ZipPart>.fromOpaque(context).takeUnretainedValue()
                return Int32(part.read(into: buffer, count: Int(count)))
            },
            { _ in 0 },
            Unmanaged.passUnretained(part).toOpaque(),
            nil,
            nil,
            Int32(options)
        )
        guard let reader else {
            throw Problem(.workbookDamaged, ["file": part.fileName, "reason": part.name])
        }
        self.reader = reader
        self.part = part
        // Without it libxml2 prints what it stumbles over, and with it what stands in the workbook.
        xmlTextReaderSetStructuredErrorHandler(
            reader,
            { context, error in
                guard let context, let words = error?.pointee.message else { return }
                let stream = Unmanaged<XMLStream>.fromOpaque(context).takeUnretainedValue()
                let message = String(cString: words).lowercased()
                // It has no code of its own for this.
                if ["huge text", "huge input", "too long"].contains(where: message.contains) {
                    stream.isTooLong = true
                }
            },
            Unmanaged.passUnretained(self).toOpaque()
        )
    }

    deinit { xmlFreeTextReader(reader) }

    /// A name as this stream has it: equal names are one pointer.
    func name(_ text: String) -> UnsafePointer<xmlChar>? { xmlTextReaderConstString(reader, text) }

    /// The local name of the element that the stream stands on.
    var element: UnsafePointer<xmlChar>? { xmlTextReaderConstLocalName(reader) }

    /// The text that the stream stands on.
    var text: String { xmlTextReaderConstValue(reader).map { String(cString: $0) } ?? "" }

    /// An attribute of the element that the stream stands on; nil if it has none of that name.
    func attribute(_ name: String) -> String? {
        guard xmlTextReaderMoveToAttribute(reader, name) == 1 else { return nil }
        defer { _ = xmlTextReaderMoveToElement(reader) }
        return xmlTextReaderConstValue(reader).map { String(cString: $0) }
    }

    /// The attributes by local name, the names of namespaces left out.
    func attributes() -> [String: String] {
        var found: [String: String] = [:]
        while xmlTextReaderMoveToNextAttribute(reader) == 1 {
            guard let name = element, let value = xmlTextReaderConstValue(reader) else { continue }
            found[String(cString: name)] = String(cString: value)
        }
        _ = xmlTextReaderMoveToElement(reader)
        return found
    }

    /// Goes on to the next element's start or end, or text.
    ///
    /// - Throws: What went wrong in the part, else `workbook_damaged` where it is no XML.
    func next() throws(Problem) -> Event {
        if endOfEmptyIsDue {
            endOfEmptyIsDue = false
            return .end
        }
        while true {
            let state = xmlTextReaderRead(reader)
            if let problem = part.problem { throw problem }
            guard state == 1 else {
                if state == 0 { return .finish }
                if isTooLong {
                    let limit = Limits.workbookTextBytesMax
                    throw Problem.tooLarge(part.fileName, part.name, above: limit)
                }
                let line = xmlTextReaderGetParserLineNumber(reader)
                throw damaged("\(part.name): XML, \(line)")
            }
            switch xmlTextReaderNodeType(reader) {
            case Self.element:
                endOfEmptyIsDue = xmlTextReaderIsEmptyElement(reader) == 1
                return .start
            case Self.endElement: return .end
            case Self.text, Self.cdata, Self.blank: return .text
            case Self.documentType: throw damaged("\(part.name): DTD")
            default: continue
            }
        }
    }

    /// That the part is not what it should be.
    func damaged(_ reason: String) -> Problem {
        Problem(.workbookDamaged, ["file": part.fileName, "reason": reason])
    }

    private static let element = Int32(XML_READER_TYPE_ELEMENT.rawValue)
    private static let endElement = Int32(XML_READER_TYPE_END_ELEMENT.rawValue)
    private static let text = Int32(XML_READER_TYPE_TEXT.rawValue)
    private static let cdata = Int32(XML_READER_TYPE_CDATA.rawValue)
    private static let blank = Int32(XML_READER_TYPE_SIGNIFICANT_WHITESPACE.rawValue)
    private static let documentType = Int32(XML_READER_TYPE_DOCUMENT_TYPE.rawValue)
}
