/// A form that is being filled in: the answers so far and all that follows from them.
///
/// A plain value: a copy is a state to come back to. Nothing in it waits, and nothing is random but
/// what the surroundings give.
public struct FormSession: Sendable {
    /// The form.
    public let form: CompiledForm
    var state: FormState

    /// A session without answers, with its defaults set.
    public init(
        _ form: CompiledForm,
        surroundings: any FormSurroundings,
        tables: any FormTables = NoFormTables()
    ) {
        self.form = form
        state = FormState(form.parts, surroundings, tables)
        _ = state.grow(0, below: 0, withRepeats: true)
        var changes: [FormChange] = []
        state.setDefaults(below: 0, &changes)
        settleAll(&changes)
        state.dropResting()
    }

    /// A session with answers that were kept.
    ///
    /// All calculations are computed anew. What the form no longer has is left out; what it has
    /// since then got is unanswered.
    public init(
        _ form: CompiledForm,
        resuming answers: FormAnswers,
        surroundings: any FormSurroundings,
        tables: any FormTables = NoFormTables()
    ) {
        self.form = form
        state = FormState(form.parts, surroundings, tables)
        _ = state.restore(answers.root, row: 0, below: 0)
        var changes: [FormChange] = []
        settleAll(&changes)
    }

    private mutating func settleAll(_ changes: inout [FormChange]) {
        var work = PendingWork(sites: state.form.sites.count)
        state.addAll(below: 0, to: &work)
        state.settle(&work, &changes)
    }

    /// The language in which `jr:choice-name` and texts with names in them speak; nil for the
    /// form's own.
    public var language: String? {
        get { state.language }
        set { state.language = newValue }
    }

    /// The id that the answers will bear, `uuid:…`; nil where the surroundings know none.
    public var instanceID: String? { state.surroundings.property(FormProperty.instanceID) }

    /// The answers to keep; a session can be resumed with them.
    public var answers: FormAnswers {
        FormAnswers(
            form: form.definition.id,
            version: form.definition.version,
            root: state.snapshot(of: 0),
            instanceName: state.instanceName()
        )
    }

    /// How a question or group stands; nil if there is none.
    public func nodeState(at path: FormPath) -> FormNodeState? {
        guard let node = state.node(at: path) else { return nil }
        let answer = state.tree.nodes[node]
        return FormNodeState(
            value: answer.value,
            isRelevant: state.isRelevant(node),
            isRequired: answer.isRequired,
            isReadOnly: state.isReadOnly(node)
        )
    }

    /// What the form says of a question or group; nil if there is none.
    public func row(at path: FormPath) -> FormNode? {
        state.node(at: path).flatMap { state.form.nodes[state.tree.nodes[$0].row].row }
    }

    /// The choices that a question offers now.
    ///
    /// - Throws: Why the filter could not be computed, or that the table is missing.
    public func choices(at path: FormPath) throws(FormEvaluationError) -> [FormChoice] {
        guard let node = state.node(at: path) else { return [] }
        return try state.choices(of: node)
    }

    /// A text of the form as it is shown at a question, with the answers that it names.
    public func shown(_ text: FormText, at path: FormPath) -> String {
        let words = text.inLanguage(form.definition.textKey(language))
        guard let node = state.node(at: path) else { return words }
        return (try? state.shown(words, EvaluationPlace(node))) ?? words
    }
}
