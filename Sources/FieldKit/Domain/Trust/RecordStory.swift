/// Everything that is known here of how a record came to be what it is.
public struct RecordStory: Sendable {
    /// How safe a write is, as far as this laptop knows.
    public enum Safety: String, Sendable {
        /// Written here, and the county's seal proves that it holds it.
        case sealed
        /// Written here and handed over to a server; the county has not sealed it.
        case offered
        /// Written here, and nowhere else yet.
        case waiting
        /// It came from a server.
        case received
    }

    /// One register in one write.
    public struct Change: Sendable {
        /// The register.
        public let key: RegisterKey
        /// What its author had read there; nil for nothing, or if that is not held here.
        public let before: Value?
        /// What was written.
        public let value: Value
    }

    /// One write.
    public struct Step: Sendable {
        /// The identity of the write.
        public let write: WriteHash
        /// Who wrote.
        public let author: String
        /// When, in milliseconds since 1970, by the writer's corrected clock.
        public let stamp: Int64
        /// The version that it made.
        public let generation: UInt64
        /// How safe it is.
        public let safety: Safety
        /// What it wrote, in the order of the registers.
        public let changes: [Change]
    }

    /// What was decided about a field.
    public struct Decision: Sendable {
        /// The record of the decision.
        public let id: RecordID
        /// The field.
        public let field: String
        /// What was taken.
        public let value: Value
        /// Why.
        public let reason: String
        /// Who decided.
        public let decider: String
        /// Whether that was the county.
        public let isCounty: Bool
        /// When, in milliseconds since 1970.
        public let stamp: Int64
    }

    /// What is seen of the record.
    public let view: RecordView
    /// Whom it is about; empty if that is not known here.
    public let name: String
    /// The writes, by stamp.
    public let steps: [Step]
    /// The decisions, by stamp.
    public let decisions: [Decision]

    /// How safe a write of the record is.
    public func safety(of write: WriteHash) -> Safety {
        steps.first { $0.write == write }?.safety ?? .received
    }
}

extension Replica {
    /// How a record came to be what it is.
    ///
    /// - Parameters:
    ///   - type: The type that it must be of.
    ///   - id: The record.
    /// - Returns: Its writes and what was decided about it.
    /// - Throws: `record_not_held`, also if the record is of another type.
    public func story(_ type: String, _ id: RecordID) throws -> RecordStory {
        try read { try $0.story(type, id) }
    }

    /// The name of whom a record is about; empty if that is not known here.
    ///
    /// - Parameters:
    ///   - type: The type that it must be of.
    ///   - id: The record.
    /// - Returns: The name.
    /// - Throws: `record_not_held`, also if the record is of another type.
    public func subjectName(_ type: String, _ id: RecordID) throws -> String {
        try read { try $0.subjectName(of: $0.view(id, type: type)) }
    }
}

extension ReplicaReader {
    fileprivate func story(_ type: String, _ id: RecordID) throws -> RecordStory {
        let view = try view(id, type: type)
        let lines = try OwnLineStandings(self)
        let own = Set(try ownReplicas())
        let writes = try writes(of: id)
        let steps = writes.map { line in
            let isOwn = own.contains(line.write.dot.replica)
            return RecordStory.Step(
                write: line.signed.hash,
                author: line.write.author,
                stamp: line.write.stamp,
                generation: line.write.generation,
                safety: isOwn ? lines.safety(of: line) : .received,
                changes: line.write.registers.map { register in
                    RecordStory.Change(
                        key: register.key,
                        before: Self.value(
                            of: register.key,
                            read: register.context,
                            among: writes
                        ),
                        value: register.value
                    )
                }
            )
        }
        return RecordStory(
            view: view,
            name: try subjectName(of: view),
            steps: steps.sorted { ($0.stamp, $0.write) < ($1.stamp, $1.write) },
            decisions: try decisions(about: id)
        )
    }

    private func decisions(about id: RecordID) throws -> [RecordStory.Decision] {
        try dependents("decision", of: id).compactMap { state in
            guard let write = state.live.first?.signed.write else { return nil }
            let view = try view(state)
            let certificate = try certificate(of: write.dot.replica.device)
            return RecordStory.Decision(
                id: state.id,
                field: view.values["field"]?.text ?? "",
                value: view.values["value"] ?? .cleared,
                reason: view.values["reason"]?.text ?? "",
                decider: certificate?.name ?? write.author,
                isCounty: certificate?.role.decidesForCounty ?? false,
                stamp: write.stamp
            )
        }
        .sorted { ($0.stamp, $0.id) < ($1.stamp, $1.id) }
    }
}

extension OwnLineStandings {
    fileprivate func safety(of line: NumberedWrite) -> RecordStory.Safety {
        switch standing(of: line.write, sequence: line.sequence) {
        case .sealed: .sealed
        case .offered: .offered
        case .waiting: .waiting
        }
    }
}
