public import Foundation

/// Other tables, and what who works here answered to a form on this laptop the last time.
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
    /// What who works here submitted last to a form on this laptop, of whatever version.
    ///
    /// Read from the own log: the time does not grow with the county.
    ///
    /// - Parameters:
    ///   - definition: The form.
    ///   - household: The household that it must be about; nil for any or none.
    /// - Returns: The submission; nil for nothing.
    /// - Throws: What the store meets.
    public func lastSubmission(
        to definition: FormDefinition,
        about household: String? = nil
    ) throws -> Submission? {
        let made = definition.entities.filter { $0.id == nil }.map(\.list)
        let types = Set(made + [Submission.recordType])
        return try read { reader in
            let hand = try OwnHand(reader)
            var last: Submission?
            try reader.ownLinesBackwards { line in
                let write = line.write
                guard types.contains(write.type), hand.wroteHere(write),
                    write.register(RegisterKey("form_id"))?.value == .text(definition.id),
                    let state = try reader.state(write.record), !state.isDeleted
                else { return true }
                let view = try reader.view(state)
                let isAbout = household == nil || view.values["household"]?.text == household
                last = isAbout ? Submission(view) : nil
                return last == nil
            }
            return last
        }
    }
}
