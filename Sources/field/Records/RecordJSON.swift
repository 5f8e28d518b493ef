import FieldKit

/// Records and what stands behind them, with the keys that programs rely on.
enum RecordJSON {
    /// What is seen of a record.
    static func record(_ view: RecordView) -> JSON { record(view, outdated: nil) }

    /// What is seen of a record, and whether it answers an older version of its form; nil if it is
    /// about no form.
    static func record(_ view: RecordView, outdated: Bool?) -> JSON {
        .object(keys(view, outdated.map { ["form_outdated": .boolean($0)] } ?? [:]))
    }

    /// What is seen of a record, and its state in the workflow of its type.
    static func record(_ view: RecordView, state: String) -> JSON {
        .object(keys(view, ["state": .text(state)]))
    }

    private static func keys(_ view: RecordView, _ more: [String: JSON]) -> [String: JSON] {
        var keys: [String: JSON] = [
            "type": .text(view.type), "id": .text("\(view.id)"),
            "version": .text("\(view.version)"), "generation": .integer(view.generation),
            "buckets": .texts(view.buckets), "fields": fields(view),
            "conflicts": .texts(view.conflicts),
        ]
        if view.isDeleted { keys["deleted"] = .boolean(true) }
        return keys.merging(more) { $1 }
    }

    /// The shown values by name; a set is an array.
    static func fields(_ view: RecordView) -> JSON {
        var fields = view.values.mapValues { JSON($0) }
        for (name, elements) in view.sets { fields[name] = .texts(elements) }
        return .object(fields)
    }

    /// What became of an edit.
    static func result(_ result: EditResult) -> JSON {
        .keys([
            "type": .text(result.type), "id": .text("\(result.id)"),
            "version": .text("\(result.version)"), "generation": .integer(result.generation),
            "observations": result.observations.isEmpty
                ? nil : .texts(result.observations.map { "\($0)" }),
        ])
    }

    /// One entry behind a value.
    ///
    /// It is listed under `field`; an entry of another, as a deletion's conflict has them, says its
    /// own. `standing` adds whether it is shown, in conflict or superseded.
    static func entry(_ entry: EntryView, field: String, standing: Bool) -> JSON {
        let name = entry.key.fieldName
        var value: JSON? = entry.value == .cleared ? nil : JSON(entry.value)
        if let element = entry.key.element { value = .text(element) }
        return .keys([
            "value": value,
            "member": entry.key.element == nil ? nil : .boolean(entry.value == .boolean(true)),
            "field": name == field ? nil : .text(name),
            "replica": .text("\(entry.replica)"), "author": .text(entry.author),
            "at": .text(Moment.iso(entry.stamp)), "write": .text("\(entry.write)"),
            "state": standing ? .text(entry.standing.rawValue) : nil,
            "clockSuspect": entry.isClockSuspect ? .boolean(true) : nil,
        ])
    }
}

extension RegisterKey {
    /// What people call the register: its field, and `deleted` for the mark of a deletion.
    var fieldName: String { self == .deleted ? "deleted" : name }
}
