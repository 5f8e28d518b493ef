/// The name of one register of a record: a field, or one element of a set field.
public struct RegisterKey: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The field's name, at most ``Limits/nameBytesMax`` bytes.
    public let name: String
    /// Of a set: which element this register says to be in or out of the set, at most
    /// ``Limits/elementBytesMax`` bytes; nil for a plain field.
    public let element: String?

    /// Names a field's register, or with `element` that of one element of a set; limits are checked
    /// where a write is signed or read.
    public init(_ name: String, element: String? = nil) {
        self.name = name
        self.element = element
    }

    /// The register that says whether the record is in a bucket; the code is not checked here.
    public static func bucket(_ code: String) -> RegisterKey {
        RegisterKey(bucketName, element: code)
    }

    /// The register that says whether the record is deleted.
    public static let deleted = RegisterKey("@deleted")

    /// The name of the set of buckets; names that begin with `@` are the protocol's own.
    public static let bucketName = "@bucket"

    /// True for registers of the protocol, which are no field of a form.
    public var isProtocol: Bool { name.hasPrefix("@") }

    /// Whether a text can be a bucket's code: ASCII letters and digits.
    package static func isBucketCode(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= Limits.bucketBytesMax
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }

    /// `name`, or `name[element]`.
    public var description: String { element.map { "\(name)[\($0)]" } ?? name }

    /// Equal when the bytes are: what is written in another form is another register, everywhere.
    public static func == (left: Self, right: Self) -> Bool {
        guard left.name == right.name, left.element == right.element else { return false }
        return left.name.utf8.elementsEqual(right.name.utf8)
            && (left.element ?? "").utf8.elementsEqual((right.element ?? "").utf8)
    }

    /// Orders by the bytes of the name, then of the element; a field comes before its elements.
    public static func < (left: Self, right: Self) -> Bool {
        if left.name != right.name {
            return left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
        }
        switch (left.element, right.element) {
        case (nil, nil): return false
        case (nil, _): return true
        case (_, nil): return false
        case (let one?, let other?): return one.utf8.lexicographicallyPrecedes(other.utf8)
        }
    }
}
