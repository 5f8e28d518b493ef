/// A pupil of whom is asked every day how things are.
public struct DailyPupil: Sendable {
    /// The pupil.
    public let view: RecordView
    /// What was answered today already, 1 to 3; nil if nobody has asked.
    public let mood: Int?
}

extension ReplicaFolder {
    /// The pupils of whom the teacher of this laptop asks every day: those of the teacher's own
    /// assignments, or, without any, those of the own villages who belong to a group that needs care.
    ///
    /// - Parameters:
    ///   - day: Today.
    ///   - limit: How many at most.
    /// - Returns: The pupils, by name.
    /// - Throws: `store_damaged`, `disk_full`, `home_read_only`.
    public func dailyPupils(on day: BusinessDay, limit: Int) throws -> [DailyPupil] {
        try withTerms(by: FindRule.terms) { source in
            try replica.read { reader in
                let own = try OwnPlaces(reader, source)
                var ids = try reader.assignedPupils(of: own, on: day)
                if ids.isEmpty { ids = try reader.pupilsNeedingCare(in: own.villages) }
                return try ids.map { try reader.dailyPupil($0, on: day) }
                    .sorted { FindRule.name(of: $0.view) < FindRule.name(of: $1.view) }
                    .prefix(limit).map(\.self)
            }
        }
    }

    /// One pupil, with what was answered on a day.
    ///
    /// - Parameters:
    ///   - id: The pupil.
    ///   - day: The day.
    /// - Returns: The pupil.
    /// - Throws: `record_not_held`.
    public func dailyPupil(_ id: RecordID, on day: BusinessDay) throws -> DailyPupil {
        try replica.read { try $0.dailyPupil(id, on: day) }
    }
}

extension ReplicaReader {
    /// Kinds of assignments of a pupil to a teacher.
    private static let pupilKinds: Set<String> = ["包人", "一对一", "结对", "学困"]

    fileprivate func dailyPupil(_ id: RecordID, on day: BusinessDay) throws -> DailyPupil {
        let view = try view(id, type: "student")
        let moods = try dependents("daily_check", of: id).compactMap { check -> Int? in
            let shown = try self.view(check).values
            guard shown["date"]?.text == "\(day)" else { return nil }
            return shown["mood"].flatMap { Int($0.text) }
        }
        return DailyPupil(view: view, mood: moods.max())
    }

    fileprivate func assignedPupils(of own: OwnPlaces, on day: BusinessDay) throws -> [RecordID] {
        let teachers = Set(own.teachers.map { "\($0)" })
        guard !teachers.isEmpty else { return [] }
        var pupils: [RecordID] = []
        try list("assignment") { view in
            guard let kind = view.values["kind"]?.text, Self.pupilKinds.contains(kind),
                teachers.contains(view.values["teacher"]?.text ?? ""),
                let pupil = view.values["subject"].flatMap({ RecordID($0.text) }),
                try state(pupil)?.type == "student", !pupils.contains(pupil),
                try workStatus(of: view, today: day)?.isOpen == true
            else { return }
            pupils.append(pupil)
        }
        return pupils
    }

    fileprivate func pupilsNeedingCare(in villages: Set<String>) throws -> [RecordID] {
        var pupils: [RecordID] = []
        for village in villages.sorted() {
            try list("student", in: village) { view in
                if view.sets["groups"]?.isEmpty == false { pupils.append(view.id) }
            }
        }
        return pupils
    }
}
