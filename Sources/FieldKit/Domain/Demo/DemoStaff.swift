/// Who teaches where, and who answers for which village, in the invented county.
enum DemoStaff {
    /// The teacher who answers for a village, or would if it had one.
    static func teacher(ofVillage village: Int, _ places: DemoPlaces) -> Int {
        let township = places.townships[places.villages[village].township]
        let index = village - township.villages.lowerBound
        return township.teachers.lowerBound + index % township.teachers.count
    }

    /// The laptop of a teacher.
    static func device(_ teacher: Int) -> String {
        "laptop-" + DemoPlaces.padded(teacher + 1, 5)
    }
}

extension DemoFamilies {
    /// The record that says that all of this is invented.
    mutating func mark() -> RecordDraft {
        record(
            "demo_mark",
            ids(.mark, 0),
            ["system"],
            [
                DraftField("seed", .integer(Int64(bitPattern: seed))),
                DraftField("size", size.rawValue),
            ]
        )
    }

    /// The township and village records, which everybody holds.
    mutating func divisions(of township: Int) -> [RecordDraft] {
        let place = places.townships[township]
        var drafts: [RecordDraft] = []
        let county = DemoPlaces.county(place.county)
        if places.townships.firstIndex(where: { $0.county == place.county }) == township {
            drafts.append(division(county.code, county.name, level: 3))
        }
        drafts.append(division(place.code, place.name, level: 4))
        for village in place.villages {
            let village = places.villages[village]
            drafts.append(division(village.code, village.name, level: 5))
        }
        return drafts
    }

    private mutating func division(_ code: String, _ name: String, level: Int64) -> RecordDraft {
        record(
            "division",
            ids(.division, key.counts["division"] ?? 0),
            ["system"],
            [
                DraftField("code", code + String(repeating: "0", count: 12 - code.count)),
                DraftField("name", name), DraftField("level", .integer(level)),
            ]
        )
    }

    mutating func schools(of township: Int) -> [RecordDraft] {
        let place = places.townships[township]
        return place.schools.map { school in
            var fields = [
                DraftField("school_code", school.code), DraftField("name", school.name),
                DraftField("kind", school.kind.code), DraftField("township", place.name),
                DraftField("is_hub", .boolean(school.kind == .central)),
                DraftField(
                    "boarding",
                    .boolean([.junior, .senior, .special].contains(school.kind))
                ),
            ]
            if school.kind == .teachingPoint,
                let parent = place.schools.first(where: { $0.kind == .central })
            {
                fields.append(DraftField("parent_school", parent.code))
            }
            return record(
                "school",
                ids(.school, school.ordinal),
                [school.code],
                fields,
                [DraftSet("catchment", school.catchment)]
            )
        }
    }

    mutating func teachers(of township: Int) -> [RecordDraft] {
        let place = places.townships[township]
        return place.teachers.map { ordinal in
            var random = SplitMix64(seed: seed, .teacher, ordinal)
            let index = ordinal - place.teachers.lowerBound
            let school = place.schools[index % place.schools.count]
            var roles = ["TEACHER"]
            if index < place.schools.count {
                roles.append("SCHOOL_ADMIN")
                if school.kind == .central { roles.append("TOWNSHIP_OP") }
            } else if random.chance(330) {
                roles.append("HEADTEACHER")
            }
            return record(
                "teacher",
                ids(.teacher, ordinal),
                [school.code],
                [
                    DraftField("staff_number", "DEMO" + DemoPlaces.padded(ordinal + 1, 6)),
                    DraftField("name", DemoNames.person(&random)),
                    DraftField("school", school.code),
                    DraftField("phone", DemoPhones.mobile(&random)),
                ],
                [
                    DraftSet("villages", villages(of: ordinal, place)),
                    DraftSet("roles", roles.sorted()),
                ]
            )
        }
    }

    /// The villages for which a teacher answers (包村); for six villages nobody does.
    private func villages(of teacher: Int, _ township: DemoPlaces.Township) -> [String] {
        township.villages
            .filter {
                DemoStaff.teacher(ofVillage: $0, places) == teacher
                    && !planted.villagesWithoutTeacher.contains($0)
            }
            .map { places.villages[$0].code }
    }
}
