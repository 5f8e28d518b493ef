/// Which field holds which list.
///
/// The lists are those of the county's field list, in `CodeList+Lists.swift`. A record may hold a word
/// that no list has: it is shown as it stands.
extension CodeList {
    /// The list whose codes a field holds.
    ///
    /// - Parameters:
    ///   - field: The field's name.
    ///   - type: The record's type.
    /// - Returns: The list; nil for a field of free text.
    public static func of(_ field: String, of type: String) -> CodeList? {
        byField["\(type).\(field)"]
    }

    private static let byField: [String: CodeList] = [
        "household.residence_status": residence,
        "household.tags": groups,
        "person.relation": relation,
        "student.sex": sex,
        "student.nation": nation,
        "student.stage": stage,
        "student.grade": grade,
        "student.boarding": boarding,
        "student.left_behind": leftBehind,
        "student.enrolment_status": enrolment,
        "student.groups": groups,
        "identity.document_kind": document,
        "identity.tags": groups,
        "visit.kind": visitKind,
        "visit.purposes": purpose,
        "teacher.roles": role,
        "school.kind": school,
        "division.level": level,
        "daily_check.mood": mood,
        "aid_policy.stages": stage,
        "aid_policy.grades": grade,
        "aid_policy.boarding": boarding,
        "aid_policy.tags": groups,
        "dropout_case.suspected_reason": dropoutReason,
        "dropout_case.confirmed_reason": dropoutReason,
        "event.status": enrolment,
        "event.cause_side": causeSide,
        "issue.category": issue,
        "notice.kind": notice,
    ]

    /// A value of a field in words.
    ///
    /// - Parameters:
    ///   - text: What the record holds.
    ///   - field: The field's name.
    ///   - type: The record's type.
    ///   - language: The language of the words.
    /// - Returns: The words of the code; the text itself if it is none.
    public static func words(
        _ text: String,
        field: String,
        of type: String,
        _ language: Language
    ) -> String {
        of(field, of: type)?.label(text, language) ?? text
    }

    /// What a record is to hold for a value as a person types it.
    ///
    /// - Parameters:
    ///   - typed: A code or words.
    ///   - field: The field's name.
    ///   - type: The record's type.
    /// - Returns: The code; what was typed for a field without codes, or if it fits none.
    public static func value(_ typed: String, field: String, of type: String) -> String {
        of(field, of: type)?.code(for: typed) ?? typed
    }
}
