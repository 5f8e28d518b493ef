/// What a heading of a form's sheet means, by the rules of pyxform.
///
/// A heading is a path: `label::中文 (zh)` is `label`, `中文 (zh)`; `relevant` is `bind`, `relevant`.
struct XLSFormHeading: Hashable {
    /// The heading as it is written, with blanks single.
    let written: String
    /// What it means.
    let path: [String]
    /// Whether it is one that the sheet is known to have.
    let isKnown: Bool

    /// The headings that a sheet may have.
    struct Vocabulary {
        /// Those that mean themselves.
        let columns: Set<String>
        /// Those that mean others.
        let aliases: [String: [String]]
    }

    /// Reads a heading; one colon parts it only where no heading of the sheet has two.
    init(_ written: String, _ vocabulary: Vocabulary, hasDoubleColon: Bool) {
        self.written = written
        for name in [written, Self.snake(written)]
        where vocabulary.columns.contains(name) && vocabulary.aliases[name] == nil {
            path = [name]
            isKnown = true
            return
        }
        var parts =
            hasDoubleColon
            ? Self.split(written, "::")
            : written.split(separator: ":", omittingEmptySubsequences: false).map(Self.trim)
        if !hasDoubleColon, let prefix = parts.firstIndex(of: "jr"), prefix + 1 < parts.count {
            parts.replaceSubrange(prefix...prefix + 1, with: ["jr:\(parts[prefix + 1])"])
        }
        let first = Self.snake(parts[0])
        if let meant = vocabulary.aliases[first] {
            path = meant + parts.dropFirst()
            isKnown = true
        } else if vocabulary.columns.contains(first) {
            path = [first] + parts.dropFirst()
            isKnown = true
        } else {
            path = parts
            isKnown = false
        }
    }

    /// `List Name` as `list_name`.
    static func snake(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: "_").lowercased()
    }

    private static func split(_ text: String, _ separator: String) -> [String] {
        text.split(separator: separator, omittingEmptySubsequences: false).map(trim)
    }

    private static func trim(_ text: Substring) -> String {
        String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}

extension XLSFormHeading.Vocabulary {
    private static let media = [
        "image": ["media", "image"], "big-image": ["media", "big-image"],
        "audio": ["media", "audio"], "video": ["media", "video"],
    ]

    /// The headings of the sheet survey.
    static let survey = Self(
        columns: [
            "type", "name", "label", "hint", "guidance_hint", "media", "bind", "control", "default",
            "choice_filter", "parameters", "trigger", "instance", "actions", "choices", "itemset",
            "list_name", "query", "sms_field", "disabled", "intent",
        ],
        aliases: media.merging([
            "sms_option": ["sms_option"], "sms_separator": ["sms_separator"],
            "sms_allow_media": ["sms_allow_media"], "sms_date_format": ["sms_date_format"],
            "sms_datetime_format": ["sms_datetime_format"], "sms_response": ["sms_response"],
            "compact_tag": ["instance", "odk:tag"], "read_only": ["bind", "readonly"],
            "readonly": ["bind", "readonly"], "relevant": ["bind", "relevant"],
            "relevance": ["bind", "relevant"], "required": ["bind", "required"],
            "caption": ["label"], "appearance": ["control", "appearance"],
            "constraint": ["bind", "constraint"],
            "constraining_message": ["bind", "jr:constraintMsg"],
            "constraint_message": ["bind", "jr:constraintMsg"],
            "calculation": ["bind", "calculate"], "calculate": ["bind", "calculate"],
            "command": ["type"], "tag": ["name"], "value": ["name"],
            "count": ["control", "jr:count"], "repeat_count": ["control", "jr:count"],
            "jr:count": ["control", "jr:count"], "autoplay": ["control", "autoplay"],
            "rows": ["control", "rows"], "noapperrorstring": ["bind", "jr:noAppErrorString"],
            "no_app_error_string": ["bind", "jr:noAppErrorString"],
            "requiredmsg": ["bind", "jr:requiredMsg"],
            "required_message": ["bind", "jr:requiredMsg"], "body": ["control"],
            "save_to": ["bind", "entities:saveto"],
        ]) { first, _ in first }
    )

    /// The headings of the sheet choices; any other fills a column for filters.
    static let choices = Self(
        columns: ["name", "label", "media", "list name", "sms_option"],
        aliases: media.merging([
            "caption": ["label"], "list_name": ["list name"], "value": ["name"],
        ]) { first, _ in first }
    )

    /// The headings of the sheet settings.
    static let settings = Self(
        columns: [
            "id_string", "title", "version", "default_language", "style", "instance_name", "name",
            "allow_choice_duplicates", "clean_text_values", "public_key", "submission_url",
            "auto_send", "auto_delete", "client_editable", "namespaces", "omit_instanceID",
            "instance_xmlns", "instance_id", "attribute", "prefix", "delimiter", "sms_keyword",
            "sms_separator", "sms_allow_media", "sms_date_format", "sms_datetime_format",
            "sms_response", "add_none_option", "flat", "entity_version",
        ],
        aliases: [
            "form_title": ["title"], "set_form_title": ["title"], "form_id": ["id_string"],
            "set_form_id": ["id_string"],
        ]
    )

    /// The headings of the sheet entities.
    static let entities = Self(
        columns: ["dataset", "entity_id", "create_if", "update_if", "repeat", "label"],
        aliases: ["list_name": ["dataset"]]
    )
}
