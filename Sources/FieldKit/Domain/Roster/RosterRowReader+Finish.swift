// What a row says as a whole: its keys, its class, what has to agree.

extension RosterRowReader {
    func finish(_ result: inout Result) throws(Refusal) {
        switch kind {
        case .student: try finishStudent(&result)
        case .household: try finishHousehold(&result)
        case .teacher:
            try requireSchool(result)
            result.row.keys = keys(["staff_number"], type: "teacher", result.row.fields)
        case .school:
            result.row.keys = keys(["school_code"], type: "school", result.row.fields)
        case .policy:
            result.row.keys = keys(["code"], type: kind.recordType, result.row.fields)
        }
    }

    private func keys(_ names: [String], type: String, _ fields: [DraftField]) -> [RosterKey] {
        names.compactMap { name in
            fields.first { $0.name == name }.map {
                RosterKey.field(type: type, name: name, value: $0.value.text)
            }
        }
    }

    private func finishStudent(_ result: inout Result) throws(Refusal) {
        try requireSchool(result)
        result.row.keys = keys(
            ["national_number", "student_number", "document_number"],
            type: "identity",
            result.row.identity
        )
        let hasClass = ["class", "grade"].contains { result.row.references[$0] != nil }
        if result.row.keys.isEmpty {
            // Without a number somebody is known by more than a name, or by nothing.
            guard result.row["birth"] != nil || hasClass else {
                throw Refusal(
                    column: heading("national_number"),
                    reason: Problem(.valueMissing, ["field": heading("national_number")])
                )
            }
            note(.numberMissing, "national_number", in: &result)
        }
        if let register = identity("student_number", result.row), register.hasPrefix("G"),
            let number = identity("national_number", result.row),
            register.dropFirst() != number[...]
        {
            note(.numbersDiffer, "student_number", in: &result)
        }
        readClass(&result)
    }

    private func identity(_ name: String, _ row: RosterRow) -> String? {
        row.identity.first { $0.name == name }?.value.text
    }

    private func readClass(_ result: inout Result) {
        let grade = result.row.references.removeValue(forKey: "grade") ?? ""
        let name = result.row.references.removeValue(forKey: "class") ?? ""
        guard !grade.isEmpty || !name.isEmpty else { return }
        let year = today.schoolYear
        let stage = result.row["school"].flatMap { RegionCode.stage(ofSchool: $0.text) }
        let both = ClassName.readGrade(grade, schoolYear: year, stage: stage)
        let read =
            ClassName.read(name, schoolYear: year, stage: both?.stage ?? stage)
            ?? both?.withNumber(of: name) ?? both
        if let read {
            result.row.fields.append(DraftField("stage", read.stage))
            result.row.fields.append(DraftField("grade", read.grade))
        } else {
            note(.classUnread, "class", in: &result)
        }
        let text = read?.canonical(schoolYear: year) ?? (name.isEmpty ? grade : name)
        result.row.fields.append(DraftField("class", text))
    }

    private func finishHousehold(_ result: inout Result) throws(Refusal) {
        result.row.keys = keys(["household_number"], type: "household", result.row.fields)
        let number = result.row["household_number"]?.text ?? ""
        let village = String(number.prefix(12))
        if let told = result.row["village"] {
            guard told.text == village else {
                throw Refusal(
                    column: heading("village"),
                    reason: Problem(
                        .wrongKind,
                        [
                            "field": heading("village"), "label": heading("village"),
                            "expected": heading("household_number"),
                        ]
                    )
                )
            }
        } else {
            result.row.fields.append(DraftField("village", village))
        }
    }

    private func requireSchool(_ result: Result) throws(Refusal) {
        guard result.row["school"] != nil || result.row.references["school_name"] != nil else {
            let heading = heading("school")
            throw Refusal(column: heading, reason: Problem(.valueMissing, ["field": heading]))
        }
    }
}
