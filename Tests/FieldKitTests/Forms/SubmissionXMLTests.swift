import FieldKit
import Foundation
import TestSupport
import Testing

#if canImport(FoundationXML)
import FoundationXML
#endif

@Suite("Answers are written as ODK submissions")
struct SubmissionXMLTests {
    /// The names of elements in the order in which they begin, each below those around it, with their texts.
    private final class Outline: NSObject, XMLParserDelegate {
        var lines: [String] {
            zip(paths, texts).map { path, text in
                let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
                return text.isEmpty ? path : "\(path)=\(text)"
            }
        }
        private var paths: [String] = []
        private var texts: [String] = []
        var attributes: [String: String] = [:]
        private var names: [String] = []

        func parser(
            _ parser: XMLParser,
            didStartElement name: String,
            namespaceURI: String?,
            qualifiedName: String?,
            attributes: [String: String]
        ) {
            if names.isEmpty { self.attributes = attributes }
            names.append(name)
            paths.append(names.joined(separator: "/"))
            texts.append("")
        }

        func parser(
            _ parser: XMLParser,
            didEndElement name: String,
            namespaceURI: String?,
            qualifiedName: String?
        ) {
            names.removeLast()
        }

        func parser(_ parser: XMLParser, foundCharacters text: String) {
            texts[texts.count - 1] += text
        }

        init(_ xml: String) {
            super.init()
            let parser = XMLParser(data: Data(xml.utf8))
            parser.delegate = self
            _ = parser.parse()
        }
    }

    private static let form: FormDefinition = {
        var form = FormDefinition.of([
            .ask("a"), .ask("note", .note),
            .holding(
                .repeat,
                "r",
                [.ask("b", .integer), .holding(.group, "g", [.ask("day", .date)])]
            ),
            .holding(.repeat, "counted", [.ask("c")]) { $0.repeatCount = "1 + 1" },
        ])
        form.id = "visit"
        form.version = "3"
        form.settings["instance_name"] = "concat(${a}, ' - ', sum(${b}))"
        return form
    }()

    @Test("with the elements of the form's own instance, in its order, and the answers in them")
    func instance() throws {
        let xform = try XForm.xml(of: Self.form)
        let start = try #require(xform.range(of: "<data id"))
        let end = try #require(xform.range(of: "</data>"))
        let template = #/<(r|counted) jr:template="">.*?</\1>\s*/#.dotMatchesNewlines()
        let model = String(xform[start.lowerBound..<end.upperBound]).replacing(template, with: "")
        var session = Self.form.session()
        try session.answer("a", .text("<1> & \"2\""))
        try session.answer("r[1]/b", .integer(7))
        try session.answer("r[1]/g/day", .date(1_788_192_000_000))
        let xml = try XForm.submission(
            session.answers,
            of: Self.form,
            instance: "uuid:1",
            zone: FixedSurroundings().timeZone
        )
        let written = Outline(xml)
        #expect(
            written.lines == [
                "data", "data/a=<1> & \"2\"", "data/note", "data/r", "data/r/b=7", "data/r/g",
                "data/r/g/day=2026-09-01", "data/counted_count=2", "data/counted",
                "data/counted/c", "data/counted", "data/counted/c", "data/meta",
                "data/meta/instanceID=uuid:1", "data/meta/instanceName=<1> & \"2\" - 7",
            ]
        )
        #expect(written.attributes["id"] == "visit" && written.attributes["version"] == "3")
        // The model has one instance of each repeat; apart from that both are the same.
        var elements: [String] = []
        for line in written.lines {
            let name = String(line.prefix { $0 != "=" })
            if name.hasPrefix("data/counted/") || !elements.contains(name) { elements.append(name) }
        }
        elements = elements.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        #expect(Outline(model).lines.map { String($0.prefix { $0 != "=" }) } == elements)
    }

    @Test("and JavaRosa reads every answer of a submission back")
    func readBack() throws {
        var session = Self.form.session()
        try session.addInstance(of: "r")
        let answers: [(FormPath, AnswerValue)] = [
            ("a", .text("<1> & \"2\"")), ("r[1]/b", .integer(7)), ("r[2]/b", .integer(8)),
            ("r[2]/g/day", .date(1_788_192_000_000)), ("counted[2]/c", .text("二")),
        ]
        for (path, value) in answers { try session.answer(path, value) }
        let xml = try XForm.submission(
            session.answers,
            of: Self.form,
            instance: "uuid:1",
            zone: FixedSurroundings().timeZone
        )
        let folder = try TemporaryFolder()
        let files = (form: folder.path("form.xml"), instance: folder.path("instance.xml"))
        try Data(try XForm.xml(of: Self.form).utf8).write(to: URL(filePath: files.form))
        try Data(xml.utf8).write(to: URL(filePath: files.instance))
        let reply = try ReferenceEngine().ask([
            "op": "resume", "xform": files.form, "instance": files.instance,
        ])
        let nodes = try #require(reply["nodes"] as? [[Any]], "\(reply)")
        for (path, value) in answers {
            let node = nodes.first { $0.first as? String == path.description }
            let text = value.text(in: FixedSurroundings().timeZone)
            #expect(node?[1] as? String == text, "\(path): \(String(describing: node))")
        }
        let name = try #require(nodes.first { $0.first as? String == "meta/instanceName" })
        #expect(name[1] as? String == "<1> & \"2\" - 15")
        #expect(session.answers.instanceName == "<1> & \"2\" - 15")
    }
}
