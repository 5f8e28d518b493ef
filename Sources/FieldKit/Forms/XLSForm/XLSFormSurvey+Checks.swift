import Foundation

// What has to be true of a question beside the others.

extension XLSFormSurvey {
    /// Checks what a question needs by its type.
    mutating func check(_ node: FormNode, _ type: QuestionType, _ row: XLSFormSheet.Row) {
        if type == .calculate, node.calculation == nil, !node.isDefaultDynamic {
            note(
                .formValueMissing,
                row,
                "calculate",
                ["heading": "calculation", "name": node.name]
            )
        }
        if let search = XLSFormSearch(node.appearance ?? "") {
            let isOne = type == .selectOne
            let instead = search.instead(isOne: isOne, choices: chosen(node))
            let details = ["function": "search()", "instead": instead]
            note(.formFunctionUnsupported, row, "appearance", details)
        }
        let isAsked = !Self.silent.contains(type)
        if isAsked, node.label.isEmpty, node.hint.isEmpty, node.media.isEmpty {
            note(.formLabelMissing, row, "label", ["name": node.name])
        }
        if node.media["big-image"] != nil, node.media["image"] == nil {
            note(.formValueMissing, row, "media", ["heading": "media::image", "name": node.name])
        }
        guard let field = node.saveTo else { return }
        if let reason = XLSFormEntities.fault(inField: field, of: entities) {
            note(.formEntityWrong, row, "entities:saveto", ["reason": reason])
        } else if let line = fields.updateValue(row.number, forKey: field) {
            note(.formEntityWrong, row, "entities:saveto", ["reason": "\(field): \(line)"])
        }
    }

    private func chosen(_ node: FormNode) -> [FormChoice] {
        if case .list(let name)? = node.choices { lists[name] ?? [] } else { [] }
    }

    /// Types of which a person sees nothing.
    private static let silent: Set<QuestionType> = [
        .calculate, .hidden, .start, .end, .today, .deviceid, .username, .phonenumber, .email,
    ]

    /// Checks the parameters of a question, and fills in those of a range.
    mutating func checkParameters(
        _ node: inout FormNode,
        _ type: QuestionType,
        isFromFile: Bool,
        _ row: XLSFormSheet.Row
    ) {
        guard let names = XLSFormParameters.names(of: type, isFromFile: isFromFile) else {
            for name in node.parameters.keys.sorted() {
                note(.formParameterUnknown, row, "parameters", unknown(name, []), .warning)
            }
            return
        }
        for name in node.parameters.keys.sorted() where !names.contains(name) {
            note(.formParameterUnknown, row, "parameters", unknown(name, names))
        }
        for (name, expected, isGood) in Self.rules {
            guard names.contains(name), let value = node.parameters[name], !isGood(value) else {
                continue
            }
            wrong("\(name)=\(value)", expected, row)
        }
        switch type {
        case .selectOne, .selectMultiple, .rank:
            if node.parameters["seed"] != nil, node.parameters["randomize"] == nil {
                wrong("seed", "randomize=true", row)
            }
        case .range: checkRange(&node, row)
        default: break
        }
    }

    private func unknown(_ name: String, _ names: [String]) -> [String: String] {
        ["parameter": name, "known": names.isEmpty ? "-" : names.joined(separator: ", ")]
    }

    private mutating func wrong(_ value: String, _ expected: String, _ row: XLSFormSheet.Row) {
        note(.formValueWrong, row, "parameters", ["value": value, "expected": expected])
    }

    /// What the values of parameters have to be.
    private static let rules:
        [(name: String, expected: String, isGood: @Sendable (String) -> Bool)] =
            [
                ("rows", "1, 2, 3 …", { Int($0) != nil }),
                ("max-pixels", "1, 2, 3 …", { Int($0) != nil }),
                (
                    "quality", "voice-only, low, normal, external",
                    { ["voice-only", "low", "normal", "external"].contains($0) }
                ),
                ("capture-accuracy", "1.5", { Double($0) != nil }),
                ("warning-accuracy", "1.5", { Double($0) != nil }),
                ("allow-mock-accuracy", "true, false", { ["true", "false"].contains($0) }),
                ("incremental", "true", { ["true", "yes", "true()"].contains($0) }),
                ("randomize", "true, false", { ["true", "false"].contains($0) }),
                ("seed", "1.5, ${name}", { Double($0) != nil || FormReference($0) != nil }),
                ("value", "name", { XMLName.isName($0) }),
                ("label", "name", { XMLName.isName($0) }),
            ]

    /// A range goes from start to end in steps that fit.
    private mutating func checkRange(_ node: inout FormNode, _ row: XLSFormSheet.Row) {
        for (name, value) in [("start", "1"), ("end", "10"), ("step", "1")]
        where node.parameters[name] == nil {
            node.parameters[name] = value
        }
        var numbers: [String: Decimal] = [:]
        for name in ["start", "end", "step", "tick_interval", "placeholder"] {
            guard let value = node.parameters[name] else { continue }
            guard Double(value) != nil, let number = Decimal(string: value) else {
                return wrong("\(name)=\(value)", "\(name)=1, \(name)=0.5 …", row)
            }
            numbers[name] = number
        }
        guard let start = numbers["start"], let end = numbers["end"], let step = numbers["step"]
        else { return }
        let width = abs(end - start)
        for name in ["step", "tick_interval"] {
            guard let number = numbers[name] else { continue }
            if number == 0 || number > width {
                let expected = "0 < \(name) ≤ \(width) (start=\(start) end=\(end))"
                return wrong("\(name)=\(number)", expected, row)
            }
        }
        if let ticks = numbers["tick_interval"], !Self.divides(step, ticks) {
            wrong("tick_interval=\(ticks)", "tick_interval = n × \(step) (step=\(step))", row)
        }
        if let placeholder = numbers["placeholder"] {
            let isInside = placeholder >= min(start, end) && placeholder <= max(start, end)
            if !isInside || !Self.divides(step, placeholder - start) {
                let next = start <= end ? start + step : start - step
                wrong("placeholder=\(placeholder)", "\(start), \(next) … \(end)", row)
            }
        }
        checkTicks(node, start, end, numbers["tick_interval"] ?? step, row)
    }

    private mutating func checkTicks(
        _ node: FormNode,
        _ start: Decimal,
        _ end: Decimal,
        _ step: Decimal,
        _ row: XLSFormSheet.Row
    ) {
        let ticks = ["tick_interval", "placeholder", "tick_labelset"].filter {
            node.parameters[$0] != nil
        }
        let appearance = node.appearance ?? ""
        let isBare = appearance.contains("no-ticks")
        if let first = ticks.first, !appearance.isEmpty, !appearance.contains("vertical"), !isBare {
            return wrong(first, "appearance: vertical, no-ticks", row)
        }
        guard let list = node.parameters["tick_labelset"] else { return }
        guard let choices = lists[list] else { return wrong(list, "choices: list_name", row) }
        let values = choices.map { Double($0.name) == nil ? nil : Decimal(string: $0.name) }
        let areGood = values.allSatisfy { value in
            guard let value else { return false }
            return value >= min(start, end) && value <= max(start, end)
                && Self.divides(step, value - start)
        }
        if !areGood || (isBare && Set(values) != [start, end]) {
            wrong(list, "\(start) … \(end), n × \(step)", row)
        }
    }

    private static func divides(_ step: Decimal, _ number: Decimal) -> Bool {
        guard step != 0 else { return false }
        var quotient = number / step
        var whole = Decimal()
        NSDecimalRound(&whole, &quotient, 0, .plain)
        return whole * step == number
    }
}
