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
    /// Digits at the end of a telephone number.
    static let phoneDigits = 4
    /// What the term of a place's name begins with: places are few, and looked for by themselves.
    static let placeMark = "#"

    /// What the term of a record that is named by another begins with.
    private static let namingMark = ">"

    /// The term of every event of the kind `return`, by which a visit is sent back.
    static let returning = "!return"
    /// The term of every event by which an assignment's teacher is said to have left.
    static let orphaning = "!orphan"

    /// The term of every event by which something is handed over to a person.
    static func handing(to name: String) -> String { "!hand_over \(name)" }

    /// The term of whatever names a record in one of its fields.
    static func naming(_ id: RecordID) -> String { naming("\(id)") }

    /// The term of an assignment of a subject: a record's id or a village's code.
    static func naming(_ subject: String) -> String { "\(namingMark)\(subject)" }

    /// The terms of writes; another name for another rule.
    static let terms = TermRule("4") { write, source in
        if write.type == "event" { return eventTerms(write) }
        if write.type == "assignment" {
            return ["teacher", "subject"].compactMap { write.register(RegisterKey($0))?.value.text }
                .filter { !$0.isEmpty }.map { naming($0) }
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
                terms += phoneTerm(register.key.element ?? register.value.text).map { [$0] } ?? []
            }
        }
        return terms
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

    private static func phoneTerm(_ number: String) -> String? {
        let end = String(number.suffix(phoneDigits))
        return end.count == phoneDigits && PlainText.isDigits(end) ? end : nil
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
