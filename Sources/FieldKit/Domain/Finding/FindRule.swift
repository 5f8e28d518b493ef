import Foundation

/// What is found, and by which of its fields.
enum FindRule {
    /// Types that are found by name; those after the first four are places.
    static let types: Set<String> = [
        "student", "household", "teacher", "person", "school", "division",
    ]
    /// The field with the code of a place, whose buckets begin with it.
    static let placeCodes = ["school": "school_code", "division": "code"]
    static let nameFields: Set<String> = ["name", "head_name"]
    static let phoneFields: Set<String> = ["phone", "phones"]
    /// The field with the name of whoever answers for a pupil.
    static let guardianField = "guardian"
    /// The type that holds a pupil's numbers, apart from the pupil.
    static let identityType = "identity"
    /// Characters at the end of a telephone or identity number by which it is found.
    static let endLength = 4
    /// What the term of a place's name begins with: places are few, and looked for by themselves.
    static let placeMark = "#"

    /// What the term of a guardian's name begins with: it finds the pupil, after those of that name.
    static let guardianMark = "@"

    /// What the term of a record that is named by another begins with.
    private static let namingMark = ">"

    /// The term of every event of the kind `return`, by which a visit is sent back.
    static let returning = "!return"
    /// The term of every event by which an assignment's teacher is said to have left.
    static let orphaning = "!orphan"

    /// The term of every event by which something is handed over to a person.
    static func handing(to name: String) -> String { "!hand_over \(name)" }

    /// The term of a grant by a policy in a semester.
    static func granting(_ policy: String, in semester: String) -> String {
        "\(partlyGranting) \(semester) \(policy)"
    }

    /// The term of a grant whose policy or semester was written without the other.
    static let partlyGranting = "!grant"

    /// The term of whatever names a record in one of its fields.
    static func naming(_ id: RecordID) -> String { naming("\(id)") }

    /// The term of an assignment of a subject: a record's id or a village's code.
    static func naming(_ subject: String) -> String { "\(namingMark)\(subject)" }

    /// The terms of writes; another name for another rule.
    static let terms = TermRule("8") { write, source in
        if write.type == "event" { return eventTerms(write) }
        if write.type == "aid_grant" { return grantTerms(write) }
        if write.type == "visit" {
            // By which a visit is known to have been replaced.
            let old = write.register(RegisterKey("supersedes"))?.value.text
            return old.flatMap { RecordID($0) }.map { [naming($0)] } ?? []
        }
        if write.type == "assignment" {
            return ["teacher", "subject"].compactMap { write.register(RegisterKey($0))?.value.text }
                .filter { !$0.isEmpty }.map { naming($0) }
        }
        if write.type == identityType {
            let number = write.register(RegisterKey("national_number"))?.value.text
            return number.flatMap(end(of:)).map { [$0] } ?? []
        }
        guard types.contains(write.type) else { return [] }
        var terms: [String] = []
        for register in write.registers {
            if names(register, of: write.type), let id = RecordID(register.value.text) {
                terms.append(naming(id))
            }
            if nameFields.contains(register.key.name), case .text(let name) = register.value {
                let reading = try NameReading(name, source)
                terms += reading.terms
                if placeCodes[write.type] != nil { terms += reading.terms.map { placeMark + $0 } }
            } else if register.key.name == placeCodes[write.type] {
                terms.append(placeMark + register.value.text)
            } else if phoneFields.contains(register.key.name) {
                terms += end(of: register.key.element ?? register.value.text).map { [$0] } ?? []
            } else if register.key.name == guardianField, case .text(let name) = register.value {
                terms += try NameReading(name, source).wholeTerms.map { guardianMark + $0 }
            }
        }
        return terms
    }

    private static func grantTerms(_ write: Write) -> [String] {
        let texts = ["policy", "semester"].compactMap {
            write.register(RegisterKey($0))?.value.text
        }
        switch texts.count {
        case 0: return []
        case 1: return [partlyGranting]
        default: return [granting(texts[0], in: texts[1])]
        }
    }

    private static func eventTerms(_ write: Write) -> [String] {
        switch write.register(RegisterKey("kind"))?.value.text {
        case "return": [returning]
        case "orphan": [orphaning]
        case "hand_over":
            [handing(to: write.register(RegisterKey("addressee"))?.value.text ?? "")]
        default: []
        }
    }

    /// Whether a register holds another record's id; what lives with its subject is found without.
    private static func names(_ register: RegisterWrite, of type: String) -> Bool {
        let policies = PolicyTable.county
        return policies.field(register.key.name, of: type)?.kind == .record
            && policies.subjectField(of: type) != register.key.name
    }

    /// The end of a number, by which it is found; nil for what has none.
    static func end(of number: String) -> String? {
        let end = number.suffix(endLength).lowercased()
        return end.count == endLength && isEnd(end) ? end : nil
    }

    /// Whether a text may be the end of a number: digits, the last of which may be the check X.
    static func isEnd(_ text: String) -> Bool {
        PlainText.isDigits(text.hasSuffix("x") ? text.dropLast() : text[...])
    }

    /// The name that people know a record by.
    static func name(of view: RecordView) -> String {
        (view.values["name"] ?? view.values["head_name"])?.text ?? ""
    }

    /// That name of a record that is held; nil for one that is not found by name.
    static func name(of id: RecordID, _ reader: ReplicaReader) throws -> String? {
        guard let state = try reader.state(id), types.contains(state.type) else { return nil }
        let shown = ["name", "head_name"].lazy.compactMap {
            state.shown(RegisterKey($0), reader.policies)?.value.text
        }
        return shown.first ?? ""
    }

    /// The telephone numbers of a record.
    static func phones(of view: RecordView) -> [String] {
        (view.values["phone"].map { [$0.text] } ?? []) + (view.sets["phones"] ?? [])
    }
}
