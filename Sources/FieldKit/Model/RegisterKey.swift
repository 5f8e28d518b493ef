/// The name of one register of a record: a field, or one element of a set field.
public struct RegisterKey: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The field.
    public let name: String
    /// Of a set: which element this register says to be in or out of the set.
    public let element: String?

    /// Names a field's register, or with `element` that of one element of a set.
    public init(_ name: String, element: String? = nil) {
        self.name = name
        self.element = element
    }

    /// The register that says whether the record is in a bucket.
    public static func bucket(_ code: String) -> RegisterKey {
        RegisterKey(bucketName, element: code)
    }

    /// The register that says whether the record is deleted.
    public static let deleted = RegisterKey("@deleted")

    /// The name of the set of buckets; names that begin with `@` are the protocol's own.
    public static let bucketName = "@bucket"

    /// True for registers of the protocol, which are no field of a form.
    public var isProtocol: Bool { name.hasPrefix("@") }

    /// `name`, or `name[element]`.
    public var description: String { element.map { "\(name)[\($0)]" } ?? name }

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
