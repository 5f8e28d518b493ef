/// The column parameters: `start=1 end=10; step=1`.
enum XLSFormParameters {
    /// The parameters by name; nil if the text is none of such pairs.
    static func read(_ text: String) -> [String: String]? {
        var tokens: [String] = []
        for piece in text.split(whereSeparator: { $0.isWhitespace || $0 == "," || $0 == ";" }) {
            var word = ""
            for character in piece {
                if character == "=" {
                    if !word.isEmpty { tokens.append(word) }
                    tokens.append("=")
                    word = ""
                } else {
                    word.append(character)
                }
            }
            if !word.isEmpty { tokens.append(word) }
        }
        guard tokens.count.isMultiple(of: 3) else { return nil }
        var found: [String: String] = [:]
        for start in stride(from: 0, to: tokens.count, by: 3) {
            let (key, value) = (tokens[start].lowercased(), tokens[start + 2])
            guard tokens[start + 1] == "=", key != "=", value != "=" else { return nil }
            // Files are named by people who care for capitals.
            found[key] = key == "label" || key == "value" ? value : value.lowercased()
        }
        return found
    }

    /// What is meant by a text that is none of such pairs, where a comma stands in a number or around
    /// an equals sign of full width; nil where that does not mend it.
    static func corrected(_ text: String) -> String? {
        let plain = PlainText.halfWidth(text)
            .replacing(#/(\d),(\d)/#) { "\($0.output.1).\($0.output.2)" }
        return read(plain) == nil ? nil : plain
    }

    /// The parameters that a question may have; nil if its type takes none.
    static func names(of type: QuestionType, isFromFile: Bool) -> [String]? {
        switch type {
        case .text: ["rows"]
        case .image: ["app", "max-pixels"]
        case .audio: ["quality"]
        case .geopoint:
            ["allow-mock-accuracy", "capture-accuracy", "reference-geometry", "warning-accuracy"]
        case .geotrace, .geoshape: ["allow-mock-accuracy", "incremental", "reference-geometry"]
        case .range: ["end", "placeholder", "start", "step", "tick_interval", "tick_labelset"]
        case .selectOne, .selectMultiple, .rank:
            isFromFile ? ["label", "randomize", "seed", "value"] : ["randomize", "seed"]
        default: nil
        }
    }
}
