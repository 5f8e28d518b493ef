/// The records of this store as the tables that `pulldata` and `instance()` read.
///
/// A table is named as a type of records. Its columns are `id`, `name`, `label` and the fields.
public struct FormLookup: FormTables {
    private let replica: Replica

    /// The records of a replica.
    public init(_ replica: Replica) {
        self.replica = replica
    }

    /// The records of a type; nil if there is no such type.
    public func table(named name: String) -> FormTable? { nil }
}
