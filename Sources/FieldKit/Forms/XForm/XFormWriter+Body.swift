// The body: what a person sees.

extension XFormWriter {
    /// The controls of the rows, in their order.
    func controls(_ nodes: [FormNode], below parent: XFormPaths.Place) {
        for node in nodes {
            let place = XFormPaths.place(of: node, below: parent)
            switch node.kind {
            case .question(let type): control(node, type, place)
            case .group where node.isSeen: group(node, place)
            case .group: continue
            case .repeat: repeatGroup(node, place)
            }
        }
    }

    private func group(_ node: FormNode, _ place: XFormPaths.Place) {
        var attributes = body(node)
        if let appearance = node.appearance {
            let words = appearance.split(separator: " ").map {
                $0 == "table-list" ? "field-list" : $0
            }
            attributes.append(("appearance", words.joined(separator: " ")))
        }
        out.element("group", attributes + [("ref", place.absolute)]) {
            if !node.label.isEmpty || !node.media.isEmpty { label(node, place) }
            controls(node.children, below: place)
        }
    }

    private func repeatGroup(_ node: FormNode, _ place: XFormPaths.Place) {
        out.element("group", [("ref", place.absolute)]) {
            label(node, place)
            var attributes = [("nodeset", place.absolute)]
            if let count = node.repeatCount {
                attributes.append(("jr:count", paths.resolve(count, from: place)))
            }
            if let appearance = node.appearance { attributes.append(("appearance", appearance)) }
            out.element("repeat", attributes + body(node)) {
                controls(node.children, below: place)
                newRepeatDefaults(node.children, below: place)
                newEntities(in: place)
            }
        }
    }

    /// Dynamic defaults are computed again in each new instance; nested repeats have their own.
    private func newRepeatDefaults(_ nodes: [FormNode], below parent: XFormPaths.Place) {
        for node in nodes where node.kind != .repeat {
            let place = XFormPaths.place(of: node, below: parent)
            if node.isDefaultDynamic, let value = node.defaultValue {
                setValue(place, "odk-new-repeat", value)
            }
            newRepeatDefaults(node.children, below: place)
        }
    }

    private func control(_ node: FormNode, _ type: QuestionType, _ place: XFormPaths.Place) {
        guard let element = type.control else { return }
        var attributes = [("ref", place.absolute)]
        if let kind = type.mediaType { attributes.append(("mediatype", kind)) }
        if let appearance = node.appearance { attributes.append(("appearance", appearance)) }
        for (parameter, name) in Self.parameters {
            guard let value = node.parameters[parameter] else { continue }
            if parameter == "rows", type != .text { continue }
            attributes.append((name, value))
        }
        out.element(element, attributes + body(node)) {
            label(node, place)
            hint(node, place)
            choices(node, place)
            for target in triggered[node.name] ?? [] {
                guard let targetPlace = paths.place(named: target.name) else { continue }
                // As seen from the trigger, which pyxform takes too.
                setValue(targetPlace, "xforms-value-changed", target.calculation, seenFrom: place)
            }
        }
    }

    /// The parameters that a control bears, with the names of its attributes.
    private static let parameters = [
        ("start", "start"), ("end", "end"), ("step", "step"),
        ("tick_interval", "odk:tick-interval"),
        ("placeholder", "odk:placeholder"), ("rows", "rows"),
        ("capture-accuracy", "accuracyThreshold"),
        ("warning-accuracy", "unacceptableAccuracyThreshold"), ("incremental", "incremental"),
        ("app", "intent"),
    ]

    /// What columns such as `body::accuracyThreshold` say.
    private func body(_ node: FormNode) -> [(name: String, value: String)] {
        node.extra.sorted { $0.key < $1.key }.compactMap { name, value in
            if name == "intent" { return ("intent", value) }
            return name.hasPrefix("body::") ? (String(name.dropFirst(6)), value) : nil
        }
    }

    private func label(_ node: FormNode, _ place: XFormPaths.Place) {
        if node.labelNeedsText {
            out.element("label", [("ref", "jr:itext('\(place.absolute):label')")])
        } else {
            out.element("label") { words(node.label[""] ?? "", of: place) }
        }
    }

    private func hint(_ node: FormNode, _ place: XFormPaths.Place) {
        if node.hintNeedsText {
            out.element("hint", [("ref", "jr:itext('\(place.absolute):hint')")])
        } else if let text = node.hint[""] {
            out.element("hint") { words(text, of: place) }
        }
    }

    private func choices(_ node: FormNode, _ place: XFormPaths.Place) {
        var filter = node.choiceFilter.map { paths.resolve($0, from: place, isInItemset: true) }
        var nodeset: String
        var value = "name"
        var label = "label"
        switch node.choices {
        case .list(let list)?:
            nodeset = "instance('\(list)')/root/item"
            if form.lists[list]?.needTexts == true { label = "jr:itext(itextId)" }
        case .file(let file, let valueColumn, let labelColumn)?:
            let name = file.split(separator: ".").dropLast().joined(separator: ".")
            nodeset = "instance('\(name)')/root/item"
            (value, label) = (valueColumn, labelColumn)
        case .repeat(let name)?:
            guard let target = paths.place(named: name), let holder = target.repeats.last else {
                return
            }
            // From the instance of the repeat: a group in it would not be taken for one.
            nodeset = "/" + target.path[..<holder].joined(separator: "/")
            value = target.path[holder...].joined(separator: "/")
            label = value
            filter = filter ?? "./\(value) != ''"
        case nil:
            guard let list = node.parameters["tick_labelset"] else { return }
            nodeset = "instance('\(list)')/root/item"
            if form.lists[list]?.needTexts == true { label = "jr:itext(itextId)" }
        }
        if let filter { nodeset += "[\(filter)]" }
        if node.parameters["randomize"] == "true" {
            let seed = node.parameters["seed"].map { ", " + paths.resolve($0, from: place) } ?? ""
            nodeset = "randomize(\(nodeset)\(seed))"
        }
        out.element("itemset", [("nodeset", nodeset)]) {
            out.element("value", [("ref", value)])
            out.element("label", [("ref", label)])
        }
    }
}

extension QuestionType {
    /// The element of a question that is seen; nil for one that is not.
    var control: String? {
        switch self {
        case .text, .integer, .decimal, .date, .time, .dateTime, .note, .geopoint, .geotrace,
            .geoshape, .barcode:
            "input"
        case .acknowledge: "trigger"
        case .image, .audio, .video, .file: "upload"
        case .selectOne: "select1"
        case .selectMultiple: "select"
        case .rank: "odk:rank"
        case .range: "range"
        case .calculate, .hidden, .start, .end, .today, .deviceid, .username, .phonenumber, .email:
            nil
        }
    }

    /// The kind of file that a question takes.
    var mediaType: String? {
        switch self {
        case .image: "image/*"
        case .audio: "audio/*"
        case .video: "video/*"
        case .file: "application/*"
        default: nil
        }
    }
}

extension FormNode {
    /// Whether a person sees anything of it; ODK refuses a group with nothing in it.
    fileprivate var isSeen: Bool {
        switch kind {
        case .question(let type): type.control != nil
        case .group: children.contains(where: \.isSeen)
        case .repeat: true
        }
    }
}
