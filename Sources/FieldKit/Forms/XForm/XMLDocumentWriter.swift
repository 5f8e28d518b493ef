import CXML

/// Writes an XML document in memory with libxml2, which escapes what has to be.
final class XMLDocumentWriter {
    private let buffer: xmlBufferPtr
    private let writer: xmlTextWriterPtr

    /// Begins a document in UTF-8, indented.
    ///
    /// - Throws: `internal_error` without memory.
    init() throws(Problem) {
        guard let buffer = xmlBufferCreate() else {
            throw Problem(.internalError, ["reason": "xmlBufferCreate"])
        }
        guard let writer = xmlNewTextWriterMemory(buffer, 0) else {
            xmlBufferFree(buffer)
            throw Problem(.internalError, ["reason": "xmlNewTextWriterMemory"])
        }
        self.buffer = buffer
        self.writer = writer
        xmlTextWriterSetIndent(writer, 1)
        xmlTextWriterSetIndentString(writer, "  ")
        xmlTextWriterStartDocument(writer, "1.0", "UTF-8", nil)
    }

    deinit {
        xmlFreeTextWriter(writer)
        xmlBufferFree(buffer)
    }

    /// Writes an element with what `content` writes in it.
    func element(
        _ name: String,
        _ attributes: [(name: String, value: String)] = [],
        _ content: () -> Void = {}
    ) {
        xmlTextWriterStartElement(writer, name)
        for (name, value) in attributes {
            xmlTextWriterWriteAttribute(writer, name, Self.sound(value))
        }
        content()
        xmlTextWriterEndElement(writer)
    }

    /// Writes an element that holds a text; none of it is for the eye only.
    func element(_ name: String, _ attributes: [(name: String, value: String)] = [], text: String) {
        element(name, attributes) { self.text(text) }
    }

    /// Writes text between elements.
    func text(_ text: String) { xmlTextWriterWriteString(writer, Self.sound(text)) }

    /// Ends the document.
    ///
    /// - Returns: All of it.
    func finish() -> String {
        xmlTextWriterEndDocument(writer)
        xmlTextWriterFlush(writer)
        return xmlBufferContent(buffer).map { String(cString: $0) } ?? ""
    }

    /// The text without signs that no XML may hold.
    private static func sound(_ text: String) -> String {
        let isSound = text.unicodeScalars.allSatisfy(isAllowed)
        return isSound
            ? text : String(String.UnicodeScalarView(text.unicodeScalars.filter(isAllowed)))
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }
}
