/// What somebody saw otherwise than a record says, for review: a record of its own, which lives where the
/// record lives.
extension Edit {
    package static let observationType = "observation"

    /// The edit that makes an observation.
    ///
    /// What differs from the roster becomes one by itself, see ``ReplicaWriter/edit(_:author:authority:)``;
    /// this is for what the author may write and does not want to write over.
    ///
    /// - Parameters:
    ///   - field: The field that says otherwise, or nothing.
    ///   - view: The record.
    ///   - value: What was seen.
    /// - Returns: The edit of a new record.
    package static func observation(
        _ field: String,
        of view: RecordView,
        seen value: Value
    ) -> Edit {
        let fields = observed(field, view.id, view.type, view.values[field], value)
        return Edit(type: observationType, changes: fields.map { .set($0.0, $0.1) })
    }

    /// The fields of an observation.
    static func observed(
        _ field: String,
        _ record: RecordID,
        _ type: String,
        _ recorded: Value?,
        _ seen: Value
    ) -> [(String, Value)] {
        [
            ("subject", .text("\(record)")), ("subject_type", .text(type)), ("field", .text(field)),
        ] + (recorded.map { [("roster_value", $0)] } ?? []) + [("seen_value", seen)]
    }
}
