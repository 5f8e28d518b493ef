import FieldKit

/// Records for people.
struct RecordText {
    let policies: PolicyTable
    let language: Language

    init(_ policies: PolicyTable, _ language: Language = .current) {
        self.policies = policies
        self.language = language
    }

    /// What a type is called.
    func type(_ name: String) -> String {
        language == .chinese ? policies.type(name)?.label ?? name : name
    }

    /// What a field is called.
    func field(_ name: String, of type: String) -> String {
        guard language == .chinese else { return name }
        return name == "deleted" ? "删除" : policies.field(name, of: type)?.label ?? name
    }

    /// The fields that have a value, in the order of the table; others after them by name.
    func fields(of view: RecordView) -> [String] {
        let known = policies.type(view.type)?.fields.map(\.name) ?? []
        let held = Set(view.values.keys).union(view.sets.keys)
        return known.filter(held.contains) + held.subtracting(known).sorted()
    }

    /// A field's value in one text.
    func value(_ name: String, of view: RecordView) -> String {
        if let elements = view.sets[name] {
            let words = elements.map { CodeList.words($0, field: name, of: view.type, language) }
            return words.joined(separator: ReturnedWords.elementSign)
        }
        guard let value = view.values[name] else { return "" }
        return self.value(value, field: name, of: view.type)
    }

    /// A value in words: those of a code too.
    func value(_ value: Value, field: String, of type: String) -> String {
        if case .boolean(let flag) = value {
            return flag ? language("是", "yes") : language("否", "no")
        }
        if value == .cleared { return language("（空）", "(empty)") }
        return CodeList.words(value.text, field: field, of: type, language)
    }

    /// That a record is deleted; empty if it is not.
    func deletion(_ view: RecordView) -> String {
        view.isDeleted ? language("（已删除）", " (deleted)") : ""
    }

    /// What stands before the places to which a record belongs.
    var places: String { language("所属", "buckets") }

    /// A record on several lines.
    ///
    /// - Parameters:
    ///   - view: The record.
    ///   - heading: What stands above; nil for its whole id and version.
    ///   - buckets: What the places are called to which it belongs; nil for their codes.
    ///   - named: How a value is told, once its code is in words.
    /// - Returns: The lines.
    func whole(
        _ view: RecordView,
        heading: String? = nil,
        buckets: String? = nil,
        named: (String) -> String = { $0 }
    ) -> String {
        let heading = heading ?? "\(type(view.type)) \(view.id) v\(view.generation)"
        var lines = [heading + deletion(view)]
        let names = fields(of: view)
        let width = names.map { DisplayWidth.of(field($0, of: view.type)) }.max() ?? 0
        for name in names {
            let label = DisplayWidth.pad(field(name, of: view.type), to: width)
            let conflict =
                view.conflicts.contains(name) ? language("  ！有冲突", "  ! in conflict") : ""
            let mark = conflict + doubt(name, view)
            lines.append("  \(label)  \(named(value(name, of: view)))\(mark)")
        }
        if !view.buckets.isEmpty {
            lines.append("  \(places) \(buckets ?? view.buckets.joined(separator: " "))")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Says of a national number that fails its check that it is to be compared.
    private func doubt(_ name: String, _ view: RecordView) -> String {
        guard let text = view.values[name]?.text, let today = Moment.today(),
            NationalNumber.doubt(text, in: name, today: today) != nil
        else { return "" }
        return language("  （待核）", "  (to be checked)")
    }
}
