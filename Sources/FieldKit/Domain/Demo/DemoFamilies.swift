/// Makes the families of the invented county, one household at a time.
struct DemoFamilies {
    let size: DemoSize
    let seed: UInt64
    let places: DemoPlaces
    let planted: DemoPlanted
    let ids: DemoIDs
    var key: AnswerKey
    var numbers = DemoNumbers()
    /// Pupils who are repeated in the list to import.
    var rosterPupils: [DemoRosterPupil] = []

    /// The school year in which the county stands.
    static let schoolYear = 2026

    private var studentCount = 0
    private var personCount = 0
    private var visitCount = 0

    init(size: DemoSize, seed: UInt64) {
        self.size = size
        self.seed = seed
        places = DemoPlaces(size: size)
        planted = DemoPlanted(seed: seed, size: size)
        ids = DemoIDs(seed: seed)
        let teacher = DemoStaff.teacher(ofVillage: planted.clockVillage, places)
        key = AnswerKey(size: size, seed: seed, clockDevice: DemoStaff.device(teacher))
        key.villagesWithoutTeacher = planted.villagesWithoutTeacher.map { [places] in
            places.villages[$0].code
        }
    }

    /// A household as far as its other records need it.
    struct Home {
        let ordinal: Int
        let village: Int
        let id: RecordID
        let number: String
        let surname: String
        var head = ""
        var children: [RecordID] = []
    }

    /// The records of one household, in order: itself, its guardians, children and visits.
    mutating func family(_ ordinal: Int, village: Int) -> [RecordDraft] {
        var random = SplitMix64(seed: seed, .household, ordinal)
        let place = places.villages[village]
        let first = demoShare(of: size.households, village, size.villages).lowerBound
        var home = Home(
            ordinal: ordinal,
            village: village,
            id: ids(.household, ordinal),
            number: place.code + DemoPlaces.padded(ordinal - first + 1, 4),
            surname: random.pick(DemoNames.surnames)
        )
        home.head = home.surname + DemoNames.givenName(&random)
        let leftBehind = leftBehind(ordinal, &random)
        var drafts = [household(home, &random)]
        drafts += people(home, leftBehind: leftBehind, &random)
        drafts += children(&home, leftBehind: leftBehind, &random)
        drafts += visits(home, &random)
        drafts += duplicate(of: home, drafts[0], &random)
        return drafts
    }

    /// A record of the invented county.
    mutating func record(
        _ type: String,
        _ id: RecordID,
        _ buckets: [String],
        _ fields: [DraftField],
        _ sets: [DraftSet] = []
    ) -> RecordDraft {
        key.counts[type, default: 0] += 1
        return RecordDraft(
            type: type,
            id: id,
            buckets: buckets,
            fields: fields,
            sets: sets.filter { !$0.elements.isEmpty }
        )
    }

    /// `0` none, `1` one parent away, `2` both.
    private func leftBehind(_ ordinal: Int, _ random: inout SplitMix64) -> Int {
        let drawn = random.below(1000)
        switch planted.rareCase(of: ordinal) {
        case .grandparentsAsGuardians: return 2
        case .parentOutsideWithTwoPhones: return 1
        default: return drawn < 70 ? 2 : drawn < 180 ? 1 : 0
        }
    }

    private mutating func household(_ home: Home, _ random: inout SplitMix64) -> RecordDraft {
        let place = places.villages[home.village]
        let group = "\(random.below(6) + 1)组"
        let status = random.below(1000)
        let away = status < 850 ? "1" : status < 910 ? "2" : status < 990 ? "3" : "9"
        var fields = [
            DraftField("household_number", home.number),
            DraftField("external_number", "演6103" + DemoPlaces.padded(home.ordinal + 1, 8)),
            DraftField("head_name", home.head),
            DraftField("village", place.code),
            DraftField("village_group", group),
            DraftField("address", "\(place.name)\(group)\(random.below(80) + 1)号"),
            DraftField("residence_status", away),
        ]
        let conflict = planted.householdConflicts.contains(home.ordinal)
        if random.chance(60) || conflict {
            let note = random.pick(DemoNames.notes)
            fields.append(DraftField("note", note))
            if conflict { plantConflict("household", home.id, note, home) }
        }
        var phones = [DemoPhones.mobile(&random)]
        if random.chance(150) { phones.append(DemoPhones.landline(&random)) }
        return record(
            "household",
            home.id,
            [place.code],
            fields,
            [DraftSet("phones", phones), DraftSet("tags", tags(&random))]
        )
    }

    /// The labels of a household, at the rates that poor counties report.
    private func tags(_ random: inout SplitMix64) -> [String] {
        var tags: [String] = []
        let drawn = random.below(1000)
        if drawn < 90 {
            tags.append("A2")
        } else if drawn < 115 {
            tags.append(drawn < 100 ? "A3" : drawn < 110 ? "A4" : "A5")
        }
        if random.chance(40) { tags.append("B1") } else if random.chance(3) { tags.append("B5") }
        return tags
    }

    /// The people of a household who are no pupils; relation 40 is a parent, 50 a grandparent.
    private mutating func people(
        _ home: Home,
        leftBehind: Int,
        _ random: inout SplitMix64
    ) -> [RecordDraft] {
        let rare = planted.rareCase(of: home.ordinal)
        var people = [(name: home.head, relation: leftBehind == 2 ? "50" : "40", isAway: false)]
        if leftBehind > 0 || rare == .threeSurnames || random.chance(300) {
            var surname = random.pick(DemoNames.surnames)
            if surname == home.surname { surname = surname == "王" ? "李" : "王" }
            let name = surname + DemoNames.givenName(&random)
            people.append((name, "40", leftBehind > 0))
        }
        return people.map { person in
            let id = ids(.person, personCount)
            personCount += 1
            var phone = DemoPhones.mobile(&random)
            if person.isAway && rare == .parentOutsideWithTwoPhones {
                phone += "、" + DemoPhones.mobile(&random)
            }
            if rare == .grandparentsAsGuardians || rare == .parentOutsideWithTwoPhones {
                note(rare, id)
            }
            let away = person.isAway ? [DraftField("note", "在外务工。")] : []
            return record(
                "person",
                id,
                [],
                [
                    DraftField("household", home.id.description), DraftField("name", person.name),
                    DraftField("relation", person.relation), DraftField("phone", phone),
                ] + away
            )
        }
    }

    mutating func note(_ rare: DemoPlanted.Case?, _ id: RecordID) {
        if let rare { key.cases[rare.rawValue, default: []].append(id.description) }
    }

    mutating func plantConflict(_ type: String, _ id: RecordID, _ base: String, _ home: Home) {
        let teachers = places.townships[places.villages[home.village].township].teachers
        let one = DemoStaff.teacher(ofVillage: home.village, places)
        let other = one + 1 < teachers.upperBound ? one + 1 : teachers.lowerBound
        key.conflicts.append(
            AnswerKey.PlantedConflict(
                type: type,
                record: id.description,
                field: "note",
                base: base,
                entries: [
                    .init(device: DemoStaff.device(one), value: "示例：家长白天在家。"),
                    .init(device: DemoStaff.device(other), value: "示例：家长晚上才在家。"),
                ]
            )
        )
    }

    mutating func nextStudent() -> Int {
        defer { studentCount += 1 }
        return studentCount
    }

    mutating func nextVisit() -> Int {
        defer { visitCount += 1 }
        return visitCount
    }
}
