import Foundation

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
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"):
                    true
                default: false
                }
            }
    }

    /// `name`, or `name[element]`.
    public var description: String { element.map { "\(name)[\($0)]" } ?? name }

    /// Equal when the bytes are: what is written in another form is another register, everywhere.
    public static func == (left: Self, right: Self) -> Bool {
        guard left.name.compareBytes(right.name) == 0 else { return false }
        switch (left.element, right.element) {
        case (nil, nil): return true
        case (let one?, let other?): return one.compareBytes(other) == 0
        default: return false
        }
    }

    /// Hashes the bytes, as they are compared.
    public func hash(into hasher: inout Hasher) {
        name.hashBytes(into: &hasher)
        element?.hashBytes(into: &hasher)
    }

    /// Orders by the bytes of the name, then of the element; a field comes before its elements.
    public static func < (left: Self, right: Self) -> Bool {
        let order = left.name.compareBytes(right.name)
        guard order == 0 else { return order < 0 }
        switch (left.element, right.element) {
        case (nil, nil): return false
        case (nil, _): return true
        case (_, nil): return false
        case (let one?, let other?): return one.compareBytes(other) < 0
        }
    }
}

extension String {
    /// Negative, zero or positive as these bytes of UTF-8 come before the other's, are the same, or
    /// come after them.
    ///
    /// Faster than Swift's own comparison, which first brings both to one form.
    fileprivate func compareBytes(_ other: String) -> Int {
        let order = utf8.withContiguousStorageIfAvailable { mine in
            other.utf8.withContiguousStorageIfAvailable { theirs in
                let count = min(mine.count, theirs.count)
                guard count > 0, let first = mine.baseAddress, let second = theirs.baseAddress
                else { return mine.count - theirs.count }
                let order = memcmp(first, second, count)
                return order == 0 ? mine.count - theirs.count : Int(order)
            }
        }
        if let order = order ?? nil { return order }
        if utf8.elementsEqual(other.utf8) { return 0 }
        return utf8.lexicographicallyPrecedes(other.utf8) ? -1 : 1
    }

    fileprivate func hashBytes(into hasher: inout Hasher) {
        let isDone: Void? = utf8.withContiguousStorageIfAvailable {
            hasher.combine(bytes: UnsafeRawBufferPointer($0))
        }
        if isDone == nil { for byte in utf8 { hasher.combine(byte) } }
        hasher.combine(UInt8(0xFF))
    }
}
