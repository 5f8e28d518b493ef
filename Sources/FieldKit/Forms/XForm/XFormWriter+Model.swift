// The model: instances and binds.

extension XFormWriter {
    /// The instance that answers go into.
    func primaryInstance() {
        out.element("instance") {
            out.element(root, rootAttributes) {
                data(form.nodes, .once, below: top)
                meta()
            }
        }
    }

    /// Which form and version it is that the answers answer.
    var rootAttributes: [(name: String, value: String)] {
        var attributes = [("id", form.id)]
        if !form.version.isEmpty { attributes.append(("version", form.version)) }
        if let prefix = form.settings["prefix"] { attributes.append(("odk:prefix", prefix)) }
        if let space = form.settings["instance_xmlns"] { attributes.append(("xmlns", space)) }
        for (name, value) in form.settings.sorted(by: { $0.key < $1.key })
        where name.hasPrefix("attribute::") {
            attributes.append((String(name.dropFirst(11)), value))
        }
        return attributes
    }

    /// Where in the instance a row stands: a repeat has a template beside its first instance, and
    /// within these two nothing is there twice.
    private enum Standing {
        case once
        case inTemplate
        case inInstance
    }

    private func data(
        _ nodes: [FormNode],
        _ standing: Standing,
        below parent: XFormPaths.Place
    ) {
        for node in nodes {
            let place = XFormPaths.place(of: node, below: parent)
            func rows(_ standing: Standing) {
                data(node.children, standing, below: place)
                if let entity = entity(in: place) {
                    out.element("meta") { data(of: entity) }
                }
            }
            switch node.kind {
            case .question:
                let tags = node.extra.sorted { $0.key < $1.key }.filter {
                    $0.key.hasPrefix("instance::")
                }
                let attributes = tags.map { (String($0.key.dropFirst(10)), $0.value) }
                let value = node.isDefaultDynamic ? nil : node.defaultValue
                out.element(node.name, attributes) { if let value { out.text(value) } }
            case .group: out.element(node.name) { rows(standing) }
            case .repeat:
                if standing != .inInstance {
                    out.element(node.name, [("jr:template", "")]) { rows(.inTemplate) }
                }
                if standing != .inTemplate {
                    out.element(node.name) { rows(.inInstance) }
                }
            }
        }
    }

    private func meta() {
        let hasInstanceID = !form.omitsInstanceID
        let entity = entity(in: top)
        guard hasInstanceID || form.settings["instance_name"] != nil || entity != nil
        else { return }
        out.element("meta") {
            if let entity { data(of: entity) }
            if hasInstanceID { out.element("instanceID") }
            if form.settings["instance_name"] != nil { out.element("instanceName") }
        }
    }

    private func data(of entity: FormEntity) {
        var attributes = [("dataset", entity.list)]
        if entity.id == nil || entity.createIf != nil { attributes.append(("create", "1")) }
        if entity.id != nil {
            attributes.append(("update", "1"))
            attributes += ["baseVersion", "trunkVersion", "branchId"].map { ($0, "") }
        }
        attributes.append(("id", ""))
        out.element("entity", attributes) { if entity.label != nil { out.element("label") } }
    }

    /// The lists of choices, and the files that are looked into.
    func secondaryInstances() {
        for (name, choices) in form.lists.sorted(by: { $0.key < $1.key }) {
            out.element("instance", [("id", name)]) {
                out.element("root") {
                    // A list in which nothing has a label would be refused.
                    let hasLabels = choices.contains { !$0.label.isEmpty }
                    for (index, choice) in choices.enumerated() {
                        var choice = choice
                        if !hasLabels, !choices.needTexts { choice.label = ["": choice.name] }
                        item(choice, needsText: choices.needTexts, id: "\(name)-\(index)")
                    }
                }
            }
        }
        var seen = Set(form.lists.keys)
        if readsLastSaved(form.nodes) {
            let source = "jr://instance/last-saved"
            out.element("instance", [("id", FormTable.lastSaved), ("src", source)])
        }
        let declared = (form.tables ?? [:]).sorted { $0.key < $1.key }.map {
            FormInstanceSource.table($0.key, row: $0.value, column: "name")
        }
        for source in FormInstanceSource.all(in: form.nodes) + declared
        where seen.insert(source.name).inserted {
            out.element("instance", [("id", source.name), ("src", source.address)])
        }
        for entity in form.entities where entity.id != nil && seen.insert(entity.list).inserted {
            out.element(
                "instance",
                [("id", entity.list), ("src", "jr://file-csv/\(entity.list).csv")]
            )
        }
    }

    private func readsLastSaved(_ nodes: [FormNode]) -> Bool {
        nodes.contains { node in
            let text = node.isDefaultDynamic ? node.defaultValue ?? "" : ""
            return text.contains("${" + FormReference.lastSavedMark)
                || readsLastSaved(node.children)
        }
    }

    private func item(_ choice: FormChoice, needsText: Bool, id: String) {
        out.element("item") {
            if needsText { out.element("itextId", text: id) }
            out.element("name", text: choice.name)
            if !needsText, let label = choice.label[""] { out.element("label", text: label) }
            for (column, value) in choice.columns.sorted(by: { $0.key < $1.key }) {
                out.element(column, text: value)
            }
        }
    }

    /// What is said of each row beside its place.
    func binds(_ nodes: [FormNode], below parent: XFormPaths.Place) {
        for node in nodes {
            let place = XFormPaths.place(of: node, below: parent)
            let attributes = bind(node, place)
            if !attributes.isEmpty {
                out.element("bind", [("nodeset", place.absolute)] + attributes)
            }
            if node.isDefaultDynamic, let value = node.defaultValue {
                setValue(place, "odk-instance-first-load", value)
            }
            binds(node.children, below: place)
        }
    }

    /// Sets a row when something happens.
    func setValue(
        _ place: XFormPaths.Place,
        _ event: String,
        _ value: String?,
        seenFrom context: XFormPaths.Place? = nil
    ) {
        var attributes = [("ref", place.absolute), ("event", event)]
        if let value { attributes.append(("value", paths.resolve(value, from: context ?? place))) }
        out.element("setvalue", attributes)
    }

    private func bind(
        _ node: FormNode,
        _ place: XFormPaths.Place
    ) -> [(name: String, value: String)] {
        var attributes: [(name: String, value: String)] = []
        if case .question(let type) = node.kind { attributes = type.bind(node.parameters) }
        func put(_ name: String, _ value: String?) {
            guard let value else { return }
            attributes.removeAll { $0.name == name }
            attributes.append((name, value))
        }
        func put(_ name: String, expression: String?) {
            put(name, expression.map { paths.resolve($0, from: place) })
        }
        put("readonly", expression: node.readOnly)
        put("relevant", expression: node.relevant)
        put("constraint", expression: node.constraint)
        put("required", expression: node.required)
        put("calculate", expression: node.triggers.isEmpty ? node.calculation : nil)
        put(
            "jr:constraintMsg",
            message(node.constraintMessage, "\(place.absolute):jr:constraintMsg")
        )
        put("jr:requiredMsg", message(node.requiredMessage, "\(place.absolute):jr:requiredMsg"))
        put("entities:saveto", node.saveTo.map { String($0.split(separator: "#").last ?? "") })
        for (name, value) in node.extra.sorted(by: { $0.key < $1.key })
        where name.hasPrefix("bind::") {
            put(String(name.dropFirst(6)), expression: value)
        }
        return attributes
    }

    private func message(_ text: FormText, _ id: String) -> String? {
        text.needsText ? "jr:itext('\(id)')" : text.values.first
    }

    /// The rows that bear the names and ids of a submission.
    func metaBinds() {
        let meta = XFormPaths.Place(path: [root, "meta"], repeats: [])
        func bind(_ path: String, _ attributes: [(name: String, value: String)]) {
            out.element("bind", [("nodeset", "\(meta.absolute)/\(path)")] + attributes)
        }
        for (entity, container) in zip(form.entities, places.containers) {
            binds(of: entity, in: place(of: container))
        }
        if !form.omitsInstanceID {
            bind(
                "instanceID",
                [
                    ("type", "string"), ("readonly", "true()"),
                    ("jr:preload", form.settings["instance_id"] ?? "uid"),
                ]
            )
        }
        if let name = form.settings["instance_name"] {
            bind(
                "instanceName",
                [("type", "string"), ("calculate", paths.resolve(name, from: top))]
            )
        }
    }

    // MARK: Entities

    private func place(of container: EntityPlaces.Container) -> XFormPaths.Place {
        container.steps.reduce(top) { place, step in
            let path = place.path + [step.name]
            return XFormPaths.Place(
                path: path,
                repeats: place.repeats + (step.isRepeat ? [path.count] : [])
            )
        }
    }

    /// The entity that stands in a group, a repeat or the form; each holds one at most.
    private func entity(in place: XFormPaths.Place) -> FormEntity? {
        zip(form.entities, places.containers).first {
            self.place(of: $1).path == place.path
        }?.0
    }

    /// A part of an entity, as the place that expressions are seen from.
    private func part(_ name: String, of container: XFormPaths.Place) -> XFormPaths.Place {
        XFormPaths.Place(
            path: container.path + ["meta", "entity", name],
            repeats: container.repeats
        )
    }

    private func binds(of entity: FormEntity, in container: XFormPaths.Place) {
        let fixed = [("readonly", "true()"), ("type", "string")]
        func calculate(_ name: String, _ expression: String) {
            let place = part(name, of: container)
            let value = paths.resolve(expression, from: place)
            out.element("bind", [("nodeset", place.absolute), ("calculate", value)] + fixed)
        }
        if let condition = entity.createIf { calculate("@create", condition) }
        if let condition = entity.updateIf { calculate("@update", condition) }
        if let id = entity.id {
            let record = "instance('\(entity.list)')/root/item[name=\(id)]"
            calculate("@baseVersion", "\(record)/__version")
            calculate("@trunkVersion", "\(record)/__trunkVersion")
            calculate("@branchId", "\(record)/__branchId")
            calculate("@id", id)
        } else {
            let place = part("@id", of: container)
            out.element("bind", [("nodeset", place.absolute)] + fixed)
            setValue(place, "odk-instance-first-load", "uuid()")
        }
        if let label = entity.label { calculate("label", label) }
    }

    /// What a new instance of a repeat makes has an id of its own.
    func newEntities(in place: XFormPaths.Place) {
        for (entity, container) in zip(form.entities, places.containers) where entity.id == nil {
            guard self.place(of: container.scope).path == place.path else { continue }
            setValue(
                part("@id", of: self.place(of: container)),
                "odk-new-repeat",
                "uuid()"
            )
        }
    }
}

extension QuestionType {
    /// The attributes of a bind that the type brings along.
    func bind(_ parameters: [String: String]) -> [(name: String, value: String)] {
        switch self {
        case .text, .calculate, .hidden, .acknowledge, .selectOne, .selectMultiple:
            [("type", "string")]
        case .note: [("readonly", "true()"), ("type", "string")]
        case .integer: [("type", "int")]
        case .decimal, .date, .time, .dateTime, .geopoint, .geotrace, .geoshape, .barcode:
            [("type", rawValue)] + Self.accuracy(parameters)
        case .range: [("type", Self.isWhole(parameters) ? "int" : "decimal")]
        case .rank: [("type", "odk:rank")]
        case .image:
            [("type", "binary")]
                + (parameters["max-pixels"].map { [("orx:max-pixels", $0)] } ?? [])
        case .audio:
            [("type", "binary")] + (parameters["quality"].map { [("odk:quality", $0)] } ?? [])
        case .video, .file: [("type", "binary")]
        case .start, .end: Self.preload("timestamp", "dateTime", rawValue)
        case .today: Self.preload("date", "date", "today")
        case .deviceid, .username, .phonenumber, .email:
            Self.preload("property", "string", rawValue)
        }
    }

    private static func preload(
        _ kind: String,
        _ type: String,
        _ what: String
    ) -> [(name: String, value: String)] {
        [("jr:preload", kind), ("type", type), ("jr:preloadParams", what)]
    }

    private static func accuracy(_ parameters: [String: String]) -> [(name: String, value: String)]
    {
        parameters["allow-mock-accuracy"].map { [("odk:allow-mock-accuracy", $0)] } ?? []
    }

    /// Whether a range goes over whole numbers.
    private static func isWhole(_ parameters: [String: String]) -> Bool {
        ["start", "end", "step", "tick_interval", "placeholder"].allSatisfy { name in
            guard let value = parameters[name].flatMap({ Double($0) }) else { return true }
            return value == value.rounded()
        }
    }
}
