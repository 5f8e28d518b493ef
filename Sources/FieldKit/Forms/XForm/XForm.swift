public import Foundation

/// Writes a form as an ODK XForm, which ODK, Kobo and other collectors read.
///
/// https://getodk.github.io/xforms-spec
public enum XForm {
    /// Writes a form without errors.
    ///
    /// - Returns: The XML.
    /// - Throws: `internal_error` without memory.
    public static func xml(of form: FormDefinition) throws(Problem) -> String {
        let out = try XMLDocumentWriter()
        XFormWriter(form, out).write()
        return out.finish()
    }

    /// Writes answers as an ODK submission: the form's instance, filled in.
    ///
    /// Every question has its element, an empty one where it was not answered; of a repeat there are
    /// as many as there are instances.
    ///
    /// - Parameters:
    ///   - answers: What was answered.
    ///   - form: The form, of the version that was answered.
    ///   - instance: The `instanceID`.
    ///   - zone: The zone in which days and times are told.
    /// - Returns: The XML.
    /// - Throws: `internal_error` without memory.
    public static func submission(
        _ answers: FormAnswers,
        of form: FormDefinition,
        instance: String,
        zone: TimeZone
    ) throws(Problem) -> String {
        let out = try XMLDocumentWriter()
        XFormWriter(form, out).writeSubmission(answers, instance: instance, zone: zone)
        return out.finish()
    }
}

/// Writes one form.
struct XFormWriter {
    let form: FormDefinition
    let out: XMLDocumentWriter
    let root: String
    let paths: XFormPaths
    /// The rows whose change computes others anew, by name.
    let triggered: [String: [FormNode]]
    /// Where the entities stand.
    let places: EntityPlaces

    init(_ form: FormDefinition, _ out: XMLDocumentWriter) {
        var form = form
        form.nodes = Self.withCounts(form.nodes)
        self.form = form
        self.out = out
        places = EntityPlaces(form)
        root = form.settings["name"] ?? "data"
        paths = XFormPaths(form.nodes, root: root, hasInstanceID: !form.omitsInstanceID)
        var triggered: [String: [FormNode]] = [:]
        func note(_ nodes: [FormNode]) {
            for node in nodes {
                for name in node.triggers { triggered[name, default: []].append(node) }
                note(node.children)
            }
        }
        note(form.nodes)
        self.triggered = triggered
    }

    /// The place of the root.
    var top: XFormPaths.Place { XFormPaths.Place(path: [root], repeats: []) }

    func write() {
        out.element("h:html", namespaces) {
            out.element("h:head") {
                out.element("h:title", text: form.title.values.sorted().first ?? form.id)
                out.element("model", modelAttributes) {
                    submission()
                    texts()
                    primaryInstance()
                    secondaryInstances()
                    binds(form.nodes, below: top)
                    metaBinds()
                }
            }
            out.element("h:body", form.settings["style"].map { [("class", $0)] } ?? []) {
                controls(form.nodes, below: top)
            }
        }
    }

    /// A count of a repeat that is no row of its own needs one, as pyxform makes it.
    private static func withCounts(_ nodes: [FormNode]) -> [FormNode] {
        nodes.flatMap { node -> [FormNode] in
            var node = node
            node.children = withCounts(node.children)
            guard let count = node.repeatCount, FormReference(count) == nil else { return [node] }
            var counter = FormNode(
                name: "\(node.name)_count",
                kind: .question(.calculate),
                row: node.row
            )
            counter.calculation = count
            counter.readOnly = "true()"
            node.repeatCount = "${\(counter.name)}"
            return [counter, node]
        }
    }

    private var hasEntities: Bool { !form.entities.isEmpty }

    private var namespaces: [(name: String, value: String)] {
        var names = [
            ("xmlns", "http://www.w3.org/2002/xforms"), ("xmlns:h", "http://www.w3.org/1999/xhtml"),
            ("xmlns:ev", "http://www.w3.org/2001/xml-events"),
            ("xmlns:xsd", "http://www.w3.org/2001/XMLSchema"),
            ("xmlns:jr", "http://openrosa.org/javarosa"),
            ("xmlns:orx", "http://openrosa.org/xforms"),
            ("xmlns:odk", "http://www.opendatakit.org/xforms"),
        ]
        if hasEntities {
            names.append(("xmlns:entities", "http://www.opendatakit.org/xforms/entities"))
        }
        let own = form.settings["namespaces"] ?? ""
        for match in own.matches(of: #/([\w.-]+)="([^"]*)"/#) {
            names.append(("xmlns:\(match.1)", String(match.2)))
        }
        return names
    }

    private var modelAttributes: [(name: String, value: String)] {
        let version = [("odk:xforms-version", "1.0.0")]
        guard hasEntities else { return version }
        let entities = places.needNewSpecification ? "2025.1.0" : "2024.1.0"
        return version + [("entities:entities-version", entities)]
    }

    private func submission() {
        var attributes: [(name: String, value: String)] = []
        if let address = form.settings["submission_url"] {
            attributes += [("action", address), ("method", "post")]
        }
        if let key = form.settings["public_key"] { attributes.append(("base64RsaPublicKey", key)) }
        if let send = form.settings["auto_send"] { attributes.append(("orx:auto-send", send)) }
        if let clear = form.settings["auto_delete"] {
            attributes.append(("orx:auto-delete", clear))
        }
        if !attributes.isEmpty { out.element("submission", attributes) }
    }

    /// The texts that are shown by language.
    private func texts() {
        let texts = XFormTexts(of: self)
        guard !texts.entries.isEmpty else { return }
        out.element("itext") {
            for language in texts.used {
                var attributes = [("lang", language)]
                if language == texts.own { attributes.append(("default", "true()")) }
                out.element("translation", attributes) {
                    for entry in texts.entries {
                        out.element("text", [("id", entry.id)]) {
                            for (kind, value) in XFormTexts.forms(entry.byLanguage, in: language) {
                                out.element("value", kind.isEmpty ? [] : [("form", kind)]) {
                                    words(value, of: entry.owner ?? top)
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// Text with the answers that it refers to.
    func words(_ text: String, of place: XFormPaths.Place) {
        var rest = text[...]
        while let start = rest.firstRange(of: "${"),
            let end = rest[start.upperBound...].firstIndex(of: "}")
        {
            if start.lowerBound > rest.startIndex { out.text(String(rest[..<start.lowerBound])) }
            let reference = String(rest[start.lowerBound...end])
            out.element("output", [("value", paths.resolve(reference, from: place))])
            rest = rest[rest.index(after: end)...]
        }
        if !rest.isEmpty { out.text(String(rest)) }
    }
}

extension XFormTexts {
    /// Gathers what a form says by language.
    init(of writer: XFormWriter) {
        self.init(writer.form)
        for (name, choices) in writer.form.lists.sorted(by: { $0.key < $1.key })
        where choices.needTexts {
            for (index, choice) in choices.enumerated() {
                add("\(name)-\(index)", choice.label, media: choice.media, owner: nil)
            }
        }
        add(writer.form.nodes, below: writer.top)
    }

    private mutating func add(_ nodes: [FormNode], below parent: XFormPaths.Place) {
        for node in nodes {
            let place = XFormPaths.place(of: node, below: parent)
            let id = place.absolute
            if node.labelNeedsText {
                add("\(id):label", node.label, media: node.media, owner: place)
            }
            if node.hintNeedsText {
                add("\(id):hint", node.hint, guidance: node.guidance, owner: place)
            }
            if node.constraintMessage.needsText {
                add("\(id):jr:constraintMsg", node.constraintMessage, owner: place)
            }
            if node.requiredMessage.needsText {
                add("\(id):jr:requiredMsg", node.requiredMessage, owner: place)
            }
            add(node.children, below: place)
        }
    }
}
