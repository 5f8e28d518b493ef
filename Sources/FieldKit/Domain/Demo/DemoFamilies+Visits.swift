extension DemoFamilies {
    /// The two semesters in which the county was visited, with the first and last day.
    private static let semesters: [(name: String, first: (Int, Int, Int), days: Int)] = [
        ("2025-2026-2", (2026, 3, 7), 112), ("2026-2027-1", (2026, 9, 5), 71),
    ]

    /// A household's visits: one in each semester, and its part of the further ones.
    mutating func visits(_ home: Home, _ random: inout SplitMix64) -> [RecordDraft] {
        let further = size.visits - 2 * size.households - planted.duplicates.count
        let extra = demoShare(of: further, home.ordinal, size.households).count
        let semesters = [0, 1] + (0..<extra).map { _ in random.below(2) }
        return semesters.sorted().map {
            visit(home, semester: $0, kind: Self.kind(&random), home.id, &random)
        }
    }

    /// 10 is at the door, 20 by telephone, 22 by message, 31 with neighbours, 90 nobody at home.
    private static func kind(_ random: inout SplitMix64) -> String {
        switch random.below(100) {
        case ..<84: "10"
        case ..<91: "20"
        case ..<94: "22"
        case ..<96: "31"
        default: "90"
        }
    }

    private mutating func visit(
        _ home: Home,
        semester: Int,
        kind: String,
        _ household: RecordID,
        _ random: inout SplitMix64
    ) -> RecordDraft {
        let (name, first, days) = Self.semesters[semester]
        let start = BusinessDay(year: first.0, month: first.1, day: first.2) ?? .epoch
        let day = BusinessDay(dayNumber: start.dayNumber + random.below(days)) ?? start
        let hasTeacher = !planted.villagesWithoutTeacher.contains(home.village)
        let teachers = places.townships[places.villages[home.village].township].teachers
        let teacher =
            hasTeacher
            ? DemoStaff.teacher(ofVillage: home.village, places)
            : teachers.lowerBound + home.ordinal % teachers.count
        let id = ids(.visit, nextVisit())
        if home.village == planted.clockVillage && semester == 1
            && key.clockFault.records.count < planted.clockVisitsMax
        {
            key.clockFault.records.append(id.description)
        }
        let purposes = ["01"] + (random.chance(300) ? ["03"] : [])
        return record(
            "visit",
            id,
            [],
            [
                DraftField("household", household.description),
                DraftField("date", day.value),
                DraftField("kind", kind),
                DraftField("semester", name),
                DraftField("note", kind == "90" ? "家中无人。" : random.pick(DemoNames.notes)),
            ],
            [
                DraftSet("purposes", purposes),
                DraftSet("visitors", [ids(.teacher, teacher).description]),
                DraftSet("students", home.children.map(\.description)),
            ]
        )
    }

    /// The same household as another laptop made it, without the county's number, and its visit.
    mutating func duplicate(
        of home: Home,
        _ first: RecordDraft,
        _ random: inout SplitMix64
    ) -> [RecordDraft] {
        guard let index = planted.duplicates.firstIndex(of: home.ordinal) else { return [] }
        let teachers = places.townships[places.villages[home.village].township].teachers
        let one = DemoStaff.teacher(ofVillage: home.village, places)
        let other = one + 1 < teachers.upperBound ? one + 1 : teachers.lowerBound
        let id = ids(.household, size.households + index)
        let village = places.villages[home.village]
        let second = record(
            "household",
            id,
            [village.code],
            [
                DraftField("household_number", "临-\(DemoPlaces.padded(other + 1, 4))-1"),
                DraftField("head_name", home.head),
                DraftField("village", village.code),
                DraftField("address", village.name + (first["village_group"]?.text ?? "")),
                DraftField("residence_status", first["residence_status"] ?? .text("1")),
            ],
            [DraftSet("phones", first.elements("phones"))]
        )
        key.duplicates.append(
            AnswerKey.Duplicate(
                first: home.id.description,
                second: id.description,
                devices: [DemoStaff.device(one), DemoStaff.device(other)]
            )
        )
        return [second, visit(home, semester: 1, kind: "10", id, &random)]
    }
}
