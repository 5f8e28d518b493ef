/// The forms that the county has published, as far as this store holds them.
///
/// Only what the county's own device wrote is read.
public struct FormShelf: Sendable {
    private let replica: Replica

    /// The forms in a replica.
    public init(_ replica: Replica) {
        self.replica = replica
    }

    /// All forms with all their versions, by id, the newest version of each first.
    public func forms() throws -> [PublishedForm] {
        []
    }

    /// The newest version of a form, also if it was withdrawn.
    ///
    /// - Throws: `form_not_published`.
    public func newest(_ id: String) throws -> PublishedForm {
        throw Problem(.internalError)
    }

    /// One version of a form.
    ///
    /// - Throws: `form_not_published`.
    public func form(_ id: String, version: String) throws -> PublishedForm {
        throw Problem(.internalError)
    }

    /// What a form asks.
    ///
    /// - Throws: `form_unreadable` if parts of it are not here, or say something that this version
    ///   does not know.
    public func definition(of form: PublishedForm) throws -> FormDefinition {
        throw Problem(.internalError)
    }
}
