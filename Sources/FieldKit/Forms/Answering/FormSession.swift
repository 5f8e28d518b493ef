/// A form that is being filled in: the answers so far and all that follows from them.
public struct FormSession: Sendable {
    /// The form.
    public let form: CompiledForm

    /// A session without answers, with its defaults set.
    public init(
        _ form: CompiledForm,
        surroundings: any FormSurroundings,
        tables: any FormTables = NoFormTables()
    ) {
        self.form = form
    }
}
