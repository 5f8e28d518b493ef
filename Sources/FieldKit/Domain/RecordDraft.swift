/// A record that is to be made: values only, before any write, author or clock.
public struct RecordDraft: Hashable, Sendable {
    /// The record's type, such as `student`.
    public var type: String
    /// The record's identity, made by whoever made the draft.
    public var id: RecordID
    /// The codes of the villages and schools that answer for it, without repeats; empty if it
    /// lives where the record lives that it names as its subject.
    public var buckets: [String]
    /// The plain fields, each once, in the order of the type's table.
    public var fields: [DraftField]
    /// The set fields, each once; empty sets are left out.
    public var sets: [DraftSet]

    /// Puts a draft together; fields without a value and empty sets should be left out.
    ///
    /// - Parameters:
    ///   - type: The record's type.
    ///   - id: The record's identity.
    ///   - buckets: The codes of the villages and schools that answer for it, without repeats.
    ///   - fields: The plain fields, each once.
    ///   - sets: The set fields, each once.
    public init(
        type: String,
        id: RecordID,
        buckets: [String],
        fields: [DraftField] = [],
        sets: [DraftSet] = []
    ) {
        self.type = type
        self.id = id
        self.buckets = buckets
        self.fields = fields
        self.sets = sets
    }

    /// The value of a plain field; nil if the draft does not have it.
    public subscript(name: String) -> Value? { fields.first { $0.name == name }?.value }

    /// The elements of a set field; empty if the draft does not have it.
    public func elements(_ name: String) -> [String] {
        sets.first { $0.name == name }?.elements ?? []
    }
}

/// One plain field of a draft.
public struct DraftField: Hashable, Sendable {
    /// The field's name.
    public var name: String
    /// The value that it takes.
    public var value: Value

    /// Gives `name` a value.
    public init(_ name: String, _ value: Value) {
        self.name = name
        self.value = value
    }

    /// Gives `name` a text.
    public init(_ name: String, _ text: String) { self.init(name, .text(text)) }
}

/// One set field of a draft.
public struct DraftSet: Hashable, Sendable {
    /// The field's name.
    public var name: String
    /// The elements that go in, without repeats.
    public var elements: [String]

    /// Puts `elements` into the set `name`.
    public init(_ name: String, _ elements: [String]) {
        self.name = name
        self.elements = elements
    }
}
