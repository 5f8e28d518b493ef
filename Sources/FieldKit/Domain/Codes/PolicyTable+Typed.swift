extension PolicyTable {
    /// The value that a person means by what was typed for a field.
    ///
    /// Of a field with a list of codes the code, or words that fit no other, are taken: see
    /// ``CodeList/code(for:)``. Else it is read by the field's kind: see ``FieldPolicy/value(_:)``.
    ///
    /// - Parameters:
    ///   - typed: What was typed; empty, it clears the field.
    ///   - field: The field's name; `deleted` for whether the record is deleted.
    ///   - type: The record's type.
    /// - Returns: The value, as records hold it.
    /// - Throws: `word_unknown` for what the field's list does not have, with all that it has;
    ///   `wrong_kind`, `value_too_long`. None repeats what was typed.
    public func value(typed: String, field: String, of type: String) throws -> Value {
        guard field != "deleted" else {
            return try FieldPolicy("deleted", "删除", kind: .boolean).value(typed)
        }
        let policy = policy(RegisterKey(field), of: type)
        guard !typed.isEmpty, let list = CodeList.of(field, of: type) else {
            return try policy.value(typed)
        }
        guard let code = list.code(for: typed) else {
            let chinese = list.entries.map { "\($0.code) \($0.label(.chinese))" }
            let english = list.entries.map { "\($0.code) \($0.label(.english))" }
            throw Problem(
                .wordUnknown,
                [
                    "field": policy.label, "allowed": chinese.joined(separator: "、"),
                    "words": english.joined(separator: ", "),
                ]
            )
        }
        return try policy.value(code)
    }
}
