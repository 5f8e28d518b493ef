extension Limits {
    /// Parts into which a published form may be cut, each a value.
    public static let formPartsMax = 32
    /// Bytes of a published form's definition, unpacked.
    public static let formBytesMax = 16_777_216
}
