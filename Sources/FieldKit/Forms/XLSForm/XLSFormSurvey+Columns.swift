// What the columns of a row say of its node.

extension XLSFormSurvey {
    /// Warns of headings that nobody knows, and refuses media of unknown kinds.
    mutating func noteHeadings() {
        for (column, heading) in sheet.headings.sorted(by: { $0.key < $1.key })
        where sheet.rows.contains(where: { $0.cells[column] != nil }) {
            let kind = heading.path.count > 1 ? heading.path[1] : ""
            let isBadMedia = heading.path[0] == "media" && !Self.media.contains(kind)
            guard isBadMedia || !heading.isKnown || Self.idle.contains(heading.path[0]) else {
                continue
            }
            problems.append(
                FormProblem(
                    isBadMedia ? .formColumnUnsupported : .formHeadingUnknown,
                    sheet: sheet.name,
                    row: 1,
                    column: heading.written,
                    details: [
                        "heading": heading.written,
                        "instead": Self.media.map { "media::\($0)" }.joined(separator: ", "),
                    ],
                    severity: isBadMedia ? .error : .warning
                )
            )
        }
    }

    private static let media = ["image", "big-image", "audio", "video"]

    /// Headings that pyxform knows for itself, or that belong to the sending of forms by SMS.
    private static let idle: Set<String> = [
        "actions", "choices", "itemset", "list_name", "query", "sms_field", "sms_option",
        "sms_separator", "sms_allow_media", "sms_date_format", "sms_datetime_format",
        "sms_response",
    ]

    /// Fills a node with what the row says under each heading.
    mutating func fill(_ node: inout FormNode, from row: XLSFormSheet.Row) {
        for (column, text) in row.cells.sorted(by: { $0.key < $1.key }) {
            guard let path = sheet.headings[column]?.path else { continue }
            let language = XLSFormLanguages.language(path, after: 1)
            switch path[0] {
            case "label": node.label[language] = text
            case "hint": node.hint[language] = text
            case "guidance_hint": node.guidance[language] = text
            case "media" where path.count > 1:
                let language = XLSFormLanguages.language(path, after: 2)
                node.media[path[1], default: [:]][language] = text
            case "bind" where path.count > 1: bind(path, text, &node)
            case "control" where path.count > 1:
                switch path[1] {
                case "appearance": node.appearance = text
                case "jr:count": node.repeatCount = text
                default: node.extra["body::\(path[1])"] = text
                }
            case "instance" where path.count > 1: node.extra["instance::\(path[1])"] = text
            case "intent": node.extra["intent"] = text
            case "choice_filter": node.choiceFilter = text
            case "default": node.defaultValue = text
            case "parameters":
                if let parameters = XLSFormParameters.read(text) {
                    node.parameters = parameters
                } else {
                    let expected = XLSFormParameters.corrected(text) ?? "key1=value1 key2=value2"
                    note(.formValueWrong, row, "parameters", ["value": text, "expected": expected])
                }
            default: continue
            }
        }
        if let text = node.defaultValue, case .question(let type) = node.kind {
            node.isDefaultDynamic = XLSFormDefault.isDynamic(text, type)
            if type == .image, !node.isDefaultDynamic, !text.contains("jr://images/") {
                node.defaultValue = "jr://images/\(text)"
            }
        }
    }

    private func bind(_ path: [String], _ text: String, _ node: inout FormNode) {
        let language = XLSFormLanguages.language(path, after: 2)
        let expression = Self.truth(text)
        switch path[1] {
        case "relevant": node.relevant = expression
        case "constraint": node.constraint = expression
        case "calculate": node.calculation = expression
        case "required": node.required = expression == "false()" ? nil : expression
        case "readonly": node.readOnly = expression == "false()" ? nil : expression
        case "jr:constraintMsg": node.constraintMessage[language] = text
        case "jr:requiredMsg": node.requiredMessage[language] = text
        case "entities:saveto": node.saveTo = text
        default: node.extra["bind::\(path[1])"] = text
        }
    }

    /// `yes` and `no` as XPath has them.
    private static func truth(_ text: String) -> String {
        switch text {
        case "yes", "Yes", "YES", "true", "True", "TRUE": "true()"
        case "no", "No", "NO", "false", "False", "FALSE": "false()"
        default: text
        }
    }

    /// Where the choices of a question come from, and whether that is there.
    mutating func setChoices(
        _ node: inout FormNode,
        list: String,
        _ text: String,
        _ row: XLSFormSheet.Row
    ) {
        let kinds = [".csv", ".xml", ".geojson"]
        let isFile = kinds.contains(where: list.hasSuffix)
        if XLSFormType.isFromFile(text), !isFile || list.split(separator: ".").count != 2 {
            let expected = kinds.joined(separator: ", ")
            return note(.formFileKind, row, "type", ["file": list, "expected": expected])
        }
        if isFile {
            let isMap = list.hasSuffix(".geojson")
            node.choices = .file(
                list,
                value: node.parameters["value"] ?? (isMap ? "id" : "name"),
                label: node.parameters["label"] ?? (isMap ? "title" : "label")
            )
        } else if let reference = FormReference(list) {
            let isKept = node.kind != .question(.selectMultiple) && !reference.isOfLastSaved
            guard isKept else {
                // Answers may have blanks in them, and what was answered the last time is one text.
                let details = ["type": text, "instead": "select_one ${\(reference.name)}"]
                return note(.formTypeUnsupported, row, "type", details)
            }
            node.choices = .repeat(reference.name)
        } else if let choices = lists[list] {
            node.choices = .list(list)
            checkBlanks(choices, node, list)
        } else {
            let known = lists.keys.sorted().joined(separator: ", ")
            note(.formListUnknown, row, "type", ["list": list, "known": known])
        }
    }

    /// Several choices are kept with blanks between them.
    private mutating func checkBlanks(_ choices: [FormChoice], _ node: FormNode, _ list: String) {
        guard node.kind != .question(.selectOne) else { return }
        for choice in choices where choice.name.contains(" ") {
            problems.append(
                FormProblem(
                    .formChoiceBlank,
                    sheet: "choices",
                    row: choice.row,
                    column: "name",
                    details: ["name": choice.name, "list": list],
                    severity: node.kind == .question(.rank) ? .warning : .error
                )
            )
        }
    }

    /// Adds the choice `other` to a list, in each language that the list speaks.
    mutating func addOther(to list: String, for node: FormNode, _ row: XLSFormSheet.Row) {
        guard node.choiceFilter == nil else { return note(.formOtherFilter, row, "choice_filter") }
        guard let choices = lists[list], !choices.isEmpty else {
            return note(.formListUnknown, row, "type", ["list": list, "known": ""])
        }
        guard !choices.contains(where: { $0.name == "other" }) else { return }
        let languages = Set(choices.flatMap(\.label.keys))
        let label = Dictionary(
            uniqueKeysWithValues: (languages.isEmpty ? [""] : languages).map { ($0, "Other") }
        )
        lists[list, default: []].append(FormChoice(name: "other", label: label, row: row.number))
    }
}
