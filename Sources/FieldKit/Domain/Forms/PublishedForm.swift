/// A form that the county has published: what a list of forms says of it.
public struct PublishedForm: Sendable, Hashable {
    /// The record that carries it.
    public let record: RecordID
    /// The form's id, the same in all its versions.
    public let id: String
    /// The version; a text without an order.
    public let version: String
    /// What people read as its name.
    public let title: String
    /// Counted up with each publication at the county.
    public let number: Int64
    /// How many questions it has.
    public let questions: Int
    /// Whether nobody is to begin it any more.
    public let isWithdrawn: Bool
    /// Whether it is the newest version of its form, the one that is filled in.
    public internal(set) var isNewest: Bool
}
