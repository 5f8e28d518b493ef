extension Edit {
    /// The edit that makes a draft's record, under the draft's own id.
    public init(_ draft: RecordDraft) {
        let changes: [Change] =
            draft.buckets.map { .enter($0) }
            + draft.fields.map { .set($0.name, $0.value) }
            + draft.sets.flatMap { set in set.elements.map { .add(set.name, $0) } }
        self.init(type: draft.type, id: draft.id, changes: changes, isNew: true)
    }

    /// The edit that brings a record up to a roster.
    init(_ change: RosterChange) {
        let changes: [Change] =
            change.addedBuckets.map { .enter($0) }
            + change.removedBuckets.map { .leave($0) }
            + change.fields.map { .set($0.name, $0.value) }
            + change.added.flatMap { set in set.elements.map { .add(set.name, $0) } }
        self.init(type: change.type, id: change.id, changes: changes)
    }
}
