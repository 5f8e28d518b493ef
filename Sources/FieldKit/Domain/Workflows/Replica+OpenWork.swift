extension ReplicaReader {
    /// The cases of a pupil who may have dropped out in which something is left to be done.
    func openDropoutCases(of student: RecordID, today: BusinessDay) throws -> [WorkRecord] {
        try open(try dependents(Workflow.dropoutCase.type, of: student).map { try view($0) }, today)
    }

    fileprivate func open(_ views: [RecordView], _ today: BusinessDay) throws -> [WorkRecord] {
        try views.compactMap { try workRecord($0, today: today) }.filter(\.status.isOpen)
    }
}

extension Replica {
    /// The cases of a pupil who may have dropped out in which something is left to be done.
    ///
    /// - Parameters:
    ///   - student: The pupil.
    ///   - today: Today.
    /// - Returns: The records with their states.
    /// - Throws: What the store meets.
    public func openDropoutCases(
        of student: RecordID,
        today: BusinessDay
    ) throws -> [WorkRecord] {
        try read { try $0.openDropoutCases(of: student, today: today) }
    }

    /// What a visit has begun beside itself and is still open: tasks, and cases of pupils not at school.
    ///
    /// They were written in one group with it.
    ///
    /// - Parameters:
    ///   - visit: The visit.
    ///   - today: Today.
    /// - Returns: The records with their states.
    /// - Throws: What the store meets.
    public func openConsequences(of visit: RecordID, today: BusinessDay) throws -> [WorkRecord] {
        try read { reader in
            let view = try reader.view(visit, type: "visit")
            let family = view.values["household"].flatMap { RecordID($0.text) }
            let pupils = view.sets["students"] ?? []
            let groups = Set(
                try reader.state(visit)?.live.compactMap { $0.signed.write.group?.id } ?? []
            )
            let subjects = pupils.compactMap { RecordID($0) } + [family].compactMap(\.self)
            let begun = try subjects.flatMap { subject in
                try ["dropout_case", "task"].flatMap { try reader.dependents($0, of: subject) }
            }
            .filter { state in
                state.live.contains { $0.signed.write.group.map { groups.contains($0.id) } == true }
            }
            return try reader.open(begun.map { try reader.view($0) }, today)
        }
    }
}
