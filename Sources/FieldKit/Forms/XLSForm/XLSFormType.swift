/// What a cell of the column type says.
enum XLSFormType: Equatable {
    /// Something is asked; a question of choices names where they come from.
    case question(QuestionType, list: String?, hasOther: Bool)
    /// A group or a repeat begins.
    case begin(XLSFormBlock)
    /// A group or a repeat ends.
    case end(XLSFormBlock)
    /// A question of choices that names no list.
    case withoutList
    /// No question, but the name of a table that `instance()` reads.
    case table
    /// A type that XLSForm has and we have not; with what may stand in its place.
    case unsupported(instead: String)
    /// No type.
    case unknown

    /// Reads a type, in any of the spellings that pyxform takes.
    init(_ text: String) {
        if let block = Self.block(text) {
            self = block
        } else if let block = Self.end(text) {
            self = .end(block)
        } else if let select = Self.select(text) {
            self = select
        } else if let type = Self.names[text] {
            self = .question(type, list: nil, hasOther: false)
        } else if text == "csv-external" {
            self = .table
        } else if let instead = Self.unsupported(text) {
            self = .unsupported(instead: instead)
        } else {
            self = Self.selects.contains { $0.key == text } ? .withoutList : .unknown
        }
    }

    /// The types that messages name.
    static let usual =
        "text, integer, decimal, date, time, dateTime, select_one, select_multiple, rank, range, note, "
        + "calculate, acknowledge, geopoint, image, audio, video, file, barcode, hidden, begin_group, "
        + "begin_repeat"

    private static func block(_ text: String) -> XLSFormType? {
        guard let word = ["begin ", "begin_"].first(where: text.hasPrefix) else { return nil }
        let rest = text.dropFirst(word.count)
        if let block = XLSFormBlock.spellings[String(rest)] { return .begin(block) }
        return rest.hasPrefix("loop") ? .unsupported(instead: "begin_repeat") : nil
    }

    private static func end(_ text: String) -> XLSFormBlock? {
        guard let word = ["end ", "end_"].first(where: text.hasPrefix) else { return nil }
        return XLSFormBlock.spellings[String(text.dropFirst(word.count))]
    }

    private static func select(_ text: String) -> XLSFormType? {
        for (command, type) in selects where text.hasPrefix(command + " ") {
            let words = text.dropFirst(command.count + 1).split(separator: " ").map(String.init)
            let rest = words.dropFirst().joined(separator: " ")
            guard let list = words.first else { continue }
            if rest.isEmpty { return .question(type, list: list, hasOther: false) }
            if ["or specify other", "or_other", "or other"].contains(rest) {
                return .question(type, list: list, hasOther: true)
            }
        }
        let isExternal = text.hasPrefix("select_one_external ")
        return isExternal ? .unsupported(instead: "select_one_from_file") : nil
    }

    /// Whether the words of a type say that its choices are in a file.
    static func isFromFile(_ text: String) -> Bool {
        text.hasPrefix("select_one_from_file ") || text.hasPrefix("select_multiple_from_file ")
            || text.hasPrefix("select one from file ")
            || text.hasPrefix("select multiple from file ")
    }

    private static func unsupported(_ text: String) -> String? {
        if let instead = replaced[text] { return instead }
        if text.hasPrefix("osm ") { return "geoshape" }
        if ["end loop", "end_loop"].contains(text) { return "end_repeat" }
        return text.hasPrefix("uri:") ? "deviceid, username" : nil
    }

    private static let selects: KeyValuePairs<String, QuestionType> = [
        "add select one prompt using": .selectOne, "select one from": .selectOne,
        "select1": .selectOne, "select_one": .selectOne, "select one": .selectOne,
        "select_one_from_file": .selectOne, "select one from file": .selectOne,
        "add select multiple prompt using": .selectMultiple,
        "select all that apply from": .selectMultiple, "select_multiple": .selectMultiple,
        "select all that apply": .selectMultiple, "select_multiple_from_file": .selectMultiple,
        "select multiple from file": .selectMultiple, "rank": .rank,
    ]

    private static let names: [String: QuestionType] = {
        let spellings: [(QuestionType, [String])] = [
            (.text, ["text", "string", "q string", "add text prompt", "phone number"]),
            (
                .integer,
                [
                    "integer", "int", "q int", "add integer prompt", "percentage",
                    "number of days in last month", "number of days in last six months",
                    "number of days in last year",
                ]
            ),
            (.decimal, ["decimal", "q decimal", "add decimal prompt"]),
            (.date, ["date", "q date", "add date prompt"]), (.time, ["time"]),
            (
                .dateTime,
                [
                    "dateTime", "datetime", "q dateTime", "q date time", "date time",
                    "add date time prompt", "add dateTime prompt",
                ]
            ),
            (.note, ["note", "q note", "add note prompt"]),
            (.calculate, ["calculate", "q calculate", "add calculate prompt"]),
            (.acknowledge, ["acknowledge", "q acknowledge", "add acknowledge prompt", "trigger"]),
            (
                .geopoint,
                ["geopoint", "gps", "location", "q geopoint", "q location", "add location prompt"]
            ),
            (.geotrace, ["geotrace", "q geotrace"]), (.geoshape, ["geoshape", "q geoshape"]),
            (
                .image,
                ["image", "photo", "q picture", "q image", "add image prompt", "add photo prompt"]
            ),
            (.audio, ["audio", "q audio", "add audio prompt"]),
            (.video, ["video", "q video", "add video prompt"]),
            (.file, ["file", "add file prompt"]),
            (.barcode, ["barcode", "q barcode", "add barcode prompt"]), (.range, ["range"]),
            (.hidden, ["hidden"]), (.start, ["start", "start time", "get start time"]),
            (.end, ["end", "end time", "get end time"]), (.today, ["today", "get today"]),
            (.deviceid, ["deviceid", "imei", "device id", "get device id", "uri:deviceid"]),
            (.username, ["username", "uri:username"]), (.email, ["email", "uri:email"]),
            (.phonenumber, ["phonenumber", "get phone number", "uri:phonenumber"]),
        ]
        var names: [String: QuestionType] = [:]
        for (type, words) in spellings { for word in words { names[word] = type } }
        return names
    }()

    private static let replaced: [String: String] = [
        "audit": "start, end", "background-audio": "audio", "background-geopoint": "geopoint",
        "start-geopoint": "geopoint", "osm": "geoshape", "xml-external": "csv-external",
        "subscriberid": "deviceid",
        "subscriber id": "deviceid", "get subscriber id": "deviceid", "simserial": "deviceid",
        "sim id": "deviceid", "get sim id": "deviceid", "form_title": "settings: form_title",
        "set_form_title": "settings: form_title", "form_id": "settings: form_id",
        "set_form_id": "settings: form_id", "cascading_select": "choice_filter",
    ]

    /// What some names of types bring along: a constraint, unless the row has one, and a hint.
    static let built: [String: (constraint: String, hint: String)] = [
        "percentage": ("0 <= . and . <= 100", ""),
        "phone number": ("regex(., '^\\d*$')", "Enter numbers only."),
        "number of days in last month": ("0 <= . and . <= 31", "Enter a number 0-31."),
        "number of days in last six months": ("0 <= . and . <= 183", "Enter a number 0-183."),
        "number of days in last year": ("0 <= . and . <= 365", "Enter a number 0-365."),
    ]
}

/// What a begin and its end enclose.
enum XLSFormBlock: String {
    case group
    case `repeat`

    /// The words for it.
    static let spellings: [String: XLSFormBlock] = [
        "group": .group, "repeat": .repeat, "lgroup": .repeat, "looped group": .repeat,
    ]
}
