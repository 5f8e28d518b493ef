/// The texts of a form that are written by language, apart from where they are shown.
struct XFormTexts {
    /// One text: what it says in a language, by form; the plain words have no form.
    typealias Forms = [(form: String, value: String)]

    /// The languages, the form's own first where it names none of them.
    let languages: [String]
    /// The language that is shown at first.
    let own: String?
    /// The texts by id, in the order in which they were added.
    private(set) var entries:
        [(id: String, byLanguage: [String: Forms], owner: XFormPaths.Place?)] = []

    /// The name under which texts go that name no language.
    static let unnamed = "default"

    init(_ form: FormDefinition) {
        own = form.defaultLanguage ?? Self.unnamed
        languages = form.languages
    }

    /// Adds a text with its media.
    mutating func add(
        _ id: String,
        _ text: FormText,
        media: [String: FormText] = [:],
        guidance: FormText = [:],
        owner: XFormPaths.Place?
    ) {
        var byLanguage: [String: Forms] = [:]
        func put(_ text: FormText, _ form: String, _ change: (String) -> String = { $0 }) {
            for (language, words) in text.sorted(by: { $0.key < $1.key }) {
                let name = language.isEmpty ? own ?? Self.unnamed : language
                byLanguage[name, default: []].append((form, change(words)))
            }
        }
        put(text, "")
        for kind in ["image", "audio", "video", "big-image"] {
            let folder = kind == "audio" || kind == "video" ? kind : "images"
            put(media[kind] ?? [:], kind) { $0.hasPrefix("jr://") ? $0 : "jr://\(folder)/\($0)" }
        }
        put(guidance, "guidance")
        entries.append((id, byLanguage, owner))
    }

    /// Every language that a text is in.
    var used: [String] {
        let found = Set(entries.flatMap(\.byLanguage.keys))
        return languages + found.subtracting(languages).sorted()
    }

    /// What a text says in a language; a hyphen in place of words that only others have.
    static func forms(_ byLanguage: [String: Forms], in language: String) -> Forms {
        let own = byLanguage[language] ?? []
        let missing = ["", "guidance"].filter { form in
            !own.contains { $0.form == form }
                && byLanguage.values.contains { $0.contains { $0.form == form } }
        }
        return own + missing.map { ($0, "-") }
    }
}

extension FormNode {
    /// Whether the label needs to be written by language: it is in several, or has media.
    var labelNeedsText: Bool { !media.isEmpty || label.keys.contains { !$0.isEmpty } }

    /// Whether the hint needs to be written by language.
    var hintNeedsText: Bool { !guidance.isEmpty || hint.keys.contains { !$0.isEmpty } }
}

extension FormText {
    /// Whether the text names languages, or refers to answers, which an attribute cannot.
    var needsText: Bool { keys.contains { !$0.isEmpty } || values.contains { $0.contains("${") } }
}

extension [FormChoice] {
    /// Whether the labels of the list need to be written by language.
    var needTexts: Bool {
        contains { !$0.media.isEmpty || $0.label.needsText }
    }
}
