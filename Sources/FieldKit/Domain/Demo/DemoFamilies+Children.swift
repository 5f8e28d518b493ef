extension DemoFamilies {
    /// A child as far as it is drawn before its records are made.
    private struct Child {
        let name: String
        let sex: String
        let birth: BusinessDay
        let grade: Int
    }

    /// How many children a household has.
    ///
    /// Two neighbours share what falls to the pair, so that the
    /// county's total is exact.
    private func childCount(_ household: Int) -> Int {
        let pair = household / 2
        let total = demoShare(of: size.students, pair, size.households / 2).count
        var random = SplitMix64(seed: seed, .planted, pair)
        let drawn = random.below(100)
        let isFirst = household.isMultiple(of: 2)
        if planted.needsChild(household) { return isFirst ? total - 1 : 1 }
        let first = drawn < 45 ? total - 1 : drawn < 90 ? 1 : total
        return isFirst ? first : total - first
    }

    mutating func children(
        _ home: inout Home,
        leftBehind: Int,
        _ random: inout SplitMix64
    ) -> [RecordDraft] {
        let rare = planted.rareCase(of: home.ordinal)
        var drafts: [RecordDraft] = []
        var elder: Child?
        for index in 0..<childCount(home.ordinal) {
            let id = ids(.student, nextStudent())
            let twinOf = rare == .twins ? elder : nil
            let child = child(home, index, twinOf: twinOf, &random)
            elder = child
            home.children.append(id)
            drafts += records(of: child, id, home, leftBehind, isFirst: index == 0, &random)
            // Of a rare case of names, the first child bears it; twins are two.
            if index == 0 || rare == .twins, rare != .grandparentsAsGuardians,
                rare != .parentOutsideWithTwoPhones
            {
                note(rare, id)
            }
        }
        return drafts
    }

    private func child(
        _ home: Home,
        _ index: Int,
        twinOf elder: Child?,
        _ random: inout SplitMix64
    ) -> Child {
        let forced = index == 0 ? planted.childName(of: home.ordinal, &random) : nil
        var surname = home.surname
        if planted.rareCase(of: home.ordinal) == .threeSurnames {
            surname = surname == "赵" ? "钟" : "赵"
        }
        let name = forced ?? surname + DemoNames.givenName(&random)
        let sex = random.chance(520) ? "1" : "2"
        let grades = size.grades
        let grade = elder?.grade ?? grades.lowerBound + random.below(grades.count)
        // The first day on which a child of this grade may have been born.
        let first = BusinessDay(year: Self.schoolYear - 6 - grade, month: 9, day: 1)
        let drawn = (first?.dayNumber ?? 0) + random.below(365)
        let birth = elder?.birth ?? BusinessDay(dayNumber: drawn) ?? first
        return Child(name: name, sex: sex, birth: birth ?? .epoch, grade: grade)
    }

    private mutating func records(
        of child: Child,
        _ id: RecordID,
        _ home: Home,
        _ leftBehind: Int,
        isFirst: Bool,
        _ random: inout SplitMix64
    ) -> [RecordDraft] {
        let village = places.villages[home.village].code
        let outside = random.chance(80) && !planted.needsChild(home.ordinal)
        let school = outside ? nil : places.school(grade: child.grade, village: home.village)
        let place = Self.place(child.grade, 1 + random.below(size.classesPerGrade))
        var fields = [
            DraftField("name", child.name), DraftField("sex", child.sex),
            DraftField("birth", child.birth.value), DraftField("nation", "汉族"),
            DraftField("household", home.id.description),
        ]
        if let place {
            fields += [DraftField("stage", place.stage), DraftField("grade", place.grade)]
        }
        if let school {
            let name = place?.canonical(schoolYear: Self.schoolYear)
            fields += [DraftField("school", school.code), DraftField("class", name ?? "")]
        }
        let boards = child.grade > 9 ? 900 : child.grade > 6 ? 550 : child.grade > 0 ? 120 : 0
        let isBoarding = random.chance(boards)
        let isMigrant = random.chance(40)
        let beyond = random.pick(["12", "13", "14"])
        fields += [
            DraftField("boarding", isBoarding ? "2" : "1"),
            DraftField("left_behind", String(leftBehind)),
            DraftField("enrolment_status", school == nil ? beyond : "10"),
        ]
        if isFirst && planted.studentConflicts.contains(home.ordinal) {
            let note = random.pick(DemoNames.notes)
            fields.append(DraftField("note", note))
            plantConflict("student", id, note, home)
        }
        let groups =
            (leftBehind > 0 ? ["C5"] : []) + (isMigrant ? ["C6"] : [])
            + (school == nil ? ["F3"] : [])
        let buckets = [school?.code, village].compactMap(\.self)
        let student = record("student", id, buckets, fields, [DraftSet("groups", groups)])
        let hidden = identity(of: child, student, home, isFirst: isFirst, &random)
        keepForRoster(child.name, student, hidden, home, school)
        return [student, hidden]
    }

    static func place(_ grade: Int, _ number: Int) -> ClassName? {
        switch grade {
        case ...0: ClassName.make("P", grade + 3, number)
        default: ClassName.make(nil, grade, number)
        }
    }

    private mutating func identity(
        of child: Child,
        _ student: RecordDraft,
        _ home: Home,
        isFirst: Bool,
        _ random: inout SplitMix64
    ) -> RecordDraft {
        let drawn = random.below(1000)
        let forced = isFirst && planted.rareCase(of: home.ordinal) == .childWithoutNumber
        let isWithout = drawn < 30 || forced
        let number = isWithout ? nil : numbers.next(birth: child.birth, sex: child.sex)
        let date = child.birth.description.filter { $0 != "-" }
        let start = NationalNumber.demoArea + date
        let register: String
        if let number {
            let end = DemoPlaces.padded(random.below(10_000), 4)
            register = drawn < 50 ? "L\(start)\(end)" : "G\(number.text)"
        } else {
            let digits = start + DemoPlaces.padded(random.below(1000), 3)
            register = "J\(digits)\(NationalNumber.checkCharacter(of: digits))"
        }
        var tags: [String] = []
        if random.chance(1) { tags.append("C1") } else if random.chance(2) { tags.append("C2") }
        if random.chance(8) { tags.append("D1") }
        let reference = DraftField("student", student.id.description)
        let numberField = number.map { [DraftField("national_number", $0.text)] } ?? []
        return record(
            "identity",
            ids(.identity, key.counts["identity"] ?? 0),
            student.buckets.prefix(1).map(RegionCode.sensitiveBucket),
            [reference] + numberField + [DraftField("student_number", register)],
            [DraftSet("tags", tags)]
        )
    }

    private mutating func keepForRoster(
        _ name: String,
        _ student: RecordDraft,
        _ hidden: RecordDraft,
        _ home: Home,
        _ school: DemoPlaces.School?
    ) {
        guard rosterPupils.count < 4, let school, hidden["national_number"] != nil else { return }
        rosterPupils.append(
            DemoRosterPupil(
                student: student,
                identity: hidden,
                household: home.number,
                school: school.name
            )
        )
    }
}
