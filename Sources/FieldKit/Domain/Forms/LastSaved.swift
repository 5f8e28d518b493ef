public import Foundation

/// Other tables, and what this store's own device answered to a form the last time.
public struct LastSavedTables: FormTables {
    private let others: any FormTables
    private let replica: Replica
    private let definition: FormDefinition
    private let zone: TimeZone

    /// Tables for filling in a form.
    ///
    /// - Parameters:
    ///   - others: The other tables.
    ///   - replica: Where submissions are.
    ///   - definition: The form that is filled in; of the last submission what it asks is read.
    ///   - zone: The zone in which days and times are told.
    public init(
        beside others: any FormTables,
        in replica: Replica,
        of definition: FormDefinition,
        zone: TimeZone
    ) {
        self.others = others
        self.replica = replica
        self.definition = definition
        self.zone = zone
    }

    /// The last submission, or one of the others.
    public func table(named name: String) -> (any FormRows)? {
        guard name == FormTable.lastSaved else { return others.table(named: name) }
        // A store that cannot be read cannot keep the next answer either, and says so there.
        guard let last = try? replica.lastSubmission(to: definition) else { return nil }
        var columns: [String] = []
        var cells: [String] = []
        func visit(_ nodes: [FormAnswers.Node]) {
            for node in nodes {
                if let value = node.value {
                    columns.append(node.name)
                    cells.append(value.text(in: zone))
                }
                visit(node.children)
            }
        }
        visit(last.answers(definition, zone: zone).root.children)
        return FormTable(columns: columns, rows: [cells])
    }
}

extension Replica {
    /// What this store's own device submitted last to a form, of whatever version; nil for nothing.
    func lastSubmission(to definition: FormDefinition) throws -> Submission? {
        let made = definition.entities.filter { $0.id == nil }.map(\.list)
        return try read { reader in
            let own = Set(try reader.ownReplicas())
            let ids = try Set(made + [Submission.recordType]).flatMap { try reader.ids(of: $0) }
            // Ids begin with the time at which they were given.
            for id in ids.sorted(by: >) {
                let state = try reader.heldState(id)
                let isOwn = state.entries(RegisterKey("form_id")).contains {
                    $0.value == .text(definition.id) && own.contains($0.dot.replica)
                }
                if isOwn, !state.isDeleted { return Submission(try reader.view(id)) }
                reader.states[id] = nil
            }
            return nil
        }
    }
}
