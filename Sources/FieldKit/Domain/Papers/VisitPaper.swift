extension ReplicaFolder {
    /// The record of a visit as a school keeps it on paper: 家访记录表, one page of A4, more only for a
    /// long report.
    ///
    /// - Parameter visit: The visit.
    /// - Returns: What stands on it.
    /// - Throws: `record_not_held`, and what the store meets.
    public func visitPaper(_ visit: RecordID) throws -> PaperForm {
        let view = try replica.view("visit", visit)
        let household = view.values["household"].flatMap { RecordID($0.text) }
        // One id may be written in small and in large letters.
        let named = (view.sets["students"] ?? []).compactMap { RecordID($0) }.uniqued
        let pupils = named.compactMap { try? replica.view("student", $0) }
        var sheet = try VisitSheet(self, household, pupils)
        sheet.take(view)
        let first = try replica.entries("visit", visit).min { $0.stamp < $1.stamp }
        sheet.author = first?.author ?? ""
        sheet.lateDays = try replica.lateDays(of: visit)
        let today = try replica.read { try $0.today() }
        let state = try replica.workRecord("visit", visit, today: today).status.state
        if Self.goneStates.contains(state) {
            sheet.mark = Workflow.visit.state(state)?.label(.chinese) ?? state
        }
        return sheet.form
    }

    /// The states of a visit that stands no more: a sheet of it must not pass for one that does.
    private static var goneStates: Set<String> { ["void", "superseded"] }

    /// The same without answers, with what the roster says of the family, to be filled in by hand.
    ///
    /// - Parameter household: The family.
    /// - Returns: What stands on it.
    /// - Throws: `record_not_held`, and what the store meets.
    public func blankVisitPaper(of household: RecordID) throws -> PaperForm {
        let pupils = try records(of: "student", naming: household, in: "household")
        return try VisitSheet(self, household, pupils).form
    }
}

/// What one sheet says of a visit, or leaves to be written by hand.
private struct VisitSheet {
    var author = ""
    var lateDays: Int?
    /// What the sheet says of itself over all else; empty for a visit that stands.
    var mark = ""

    private let household: RecordView?
    private let pupils: [RecordView]
    private let places: [String: String]
    private let aid: [RecordID: [AidStanding]]
    private let policyNames: [String: String]
    private let definition: FormDefinition
    private var visit: RecordView?
    private var answers: [String: String] = [:]
    private var ofPupils: [RecordID: [String: String]] = [:]

    /// Rows for pupils that a sheet has at least, for whom the roster does not know.
    private static let pupilRowsMin = 2

    init(_ folder: ReplicaFolder, _ household: RecordID?, _ pupils: [RecordView]) throws {
        let replica = folder.replica
        definition = try VisitForm.definition()
        self.household = try household.map { try replica.view("household", $0) }
        self.pupils = pupils
        let codes =
            (self.household?.buckets ?? []) + pupils.compactMap { $0.values["school"]?.text }
        places = try folder.placeNames(codes)
        let today = try replica.read { try $0.today() }
        aid = try replica.read { reader in
            let book = try AidBook(reader)
            return try pupils.reduce(into: [:]) { aid, pupil in
                aid[pupil.id] = try book.standings(
                    of: pupil,
                    in: today.semester,
                    on: today,
                    reader
                )
            }
        }
        policyNames = try replica.read { reader in
            Dictionary(
                try AidBook(reader).policies.map { ($0.code, $0.name) },
                uniquingKeysWith: { first, _ in first }
            )
        }
    }

    /// Takes the answers of a visit.
    mutating func take(_ view: RecordView) {
        visit = view
        answers = LastVisits.answers(of: view)
        for name in ["date", "kind", "note"] { answers[name] = view.values[name]?.text }
        answers["purposes"] = view.sets["purposes"]?.joined(separator: " ")
        for pupil in pupils {
            ofPupils[pupil.id] = LastVisits.answers(of: view, about: "\(pupil.id)")
        }
    }

    private var isBlank: Bool { visit == nil }

    // MARK: Words

    private func answer(_ name: String) -> String { answers[name] ?? "" }

    /// The choices of a list with a mark at those that were chosen.
    private func boxes(_ list: String, _ chosen: String?) -> String {
        let names = Set((chosen ?? "").split(separator: " ").map(String.init))
        return (definition.lists[list] ?? []).map { choice in
            // A box and its word stand on one line.
            (names.contains(choice.name) ? "■" : "□") + "\u{2060}" + label(choice)
        }
        .joined(separator: "  ")
    }

    private func label(_ choice: FormChoice) -> String {
        choice.label["中文 (zh)"] ?? choice.name
    }

    /// What a code of a list means; the code itself if the list does not have it.
    private func word(_ list: String, _ code: String?) -> String {
        guard let code, !code.isEmpty else { return "" }
        return definition.lists[list]?.first { $0.name == code }.map(label) ?? code
    }

    private func text(_ view: RecordView?, _ name: String) -> String {
        view?.sets[name]?.joined(separator: "、") ?? view?.values[name]?.text ?? ""
    }

    private func place(_ code: String) -> String { places[code] ?? code }

    // MARK: Rows

    var form: PaperForm {
        var blocks: [PaperForm.Block] = [
            .title("家访记录表" + (mark.isEmpty ? "" : "（\(mark)）")), heading,
        ]
        blocks += family + pupilRows + meeting + home
        blocks += [
            .row(
                [.label("家访纪要\n过程、谈话\n内容"), .init(answer("note"), 10)],
                height: 60,
                isElastic: true
            ),
            .row([.label("家长意见\n与建议"), .init(answer("wishes"), 10)], height: 36, isElastic: false),
            .row(
                [.label("问题与措施\n后续跟进"), .init(answer("issues"), 10)],
                height: 36,
                isElastic: false
            ),
            PaperForm.row(.label("照片"), .init("□附后  □无", 10)),
            .row(
                [
                    .label("家长签字"), .init(isBlank ? "" : word("sign", answers["sign"]), 3),
                    .label("教师签字"), .init("", 2), .label("日期", 1), .init("", 2),
                ],
                height: 34,
                isElastic: false
            ),
            .gap(4), .note("本表所填信息只用于义务教育保障和学生资助工作，由学校妥善保管。"),
        ]
        let persons = [text(household, "head_name"), answer("receipt")]
        return PaperForm(
            name: "家访记录表",
            blocks: blocks,
            persons: persons + pupils.map { text($0, "name") }
        )
    }

    private var heading: PaperForm.Block {
        let day = visit?.values["date"].flatMap { BusinessDay.read($0.text) }
        let semester = day.map { "学期：\($0.semester)" } ?? "学期：________________"
        let number = answers["number"].map { "纸质表编号：\($0)  " } ?? ""
        let id = visit.map { "编号：\($0.id.end)" } ?? "编号：____________"
        let late = lateDays.map { "（补录，晚 \($0) 天）" } ?? ""
        let replaced = visit?.values["supersedes"] == nil ? "" : "（更正）"
        return .ends(semester, number + id + late + replaced)
    }

    private var family: [PaperForm.Block] {
        let village = household?.buckets.first.map(place) ?? ""
        return [
            PaperForm.row(
                .label("户主"),
                .init(text(household, "head_name"), 2),
                .label("村、组"),
                .init(
                    [village, text(household, "village_group")].filter { !$0.isEmpty }
                        .joined(separator: " "),
                    3
                ),
                .label("电话", 1),
                .init(text(household, "phones"), 2)
            ),
            PaperForm.row(.label("住址"), .init(text(household, "address"), 10)),
        ]
    }

    private var pupilRows: [PaperForm.Block] {
        let head = PaperForm.row(
            .label("学生姓名"),
            .label("性别", 1),
            .label("年级、班级", 2),
            .label("学校", 4),
            .label("就学状态", 2),
            .label("就读", 1)
        )
        let rows = pupils.map { pupil -> PaperForm.Block in
            let said = ofPupils[pupil.id] ?? [:]
            let status = said["status"] ?? (isBlank ? nil : text(pupil, "enrolment_status"))
            let boarding = said["boarding"] ?? text(pupil, "boarding")
            let sex = CodeList.sex.label(text(pupil, "sex"), .chinese)
            return PaperForm.row(
                .init(text(pupil, "name"), 2),
                .init(sex, 1),
                .init(text(pupil, "class"), 2),
                // To be written by hand, where it is not known here what the school is called.
                .init(places[text(pupil, "school")] ?? "", 4),
                .init(word("enrolment", status), 2),
                .init(word("boarding", boarding), 1)
            )
        }
        let missing = isBlank ? max(0, Self.pupilRowsMin - rows.count) : 0
        let empty = PaperForm.row(
            .init("", 2),
            .init("", 1),
            .init("", 2),
            .init("", 4),
            .init("", 2),
            .init("", 1)
        )
        return [head] + rows + Array(repeating: empty, count: missing)
    }

    private var meeting: [PaperForm.Block] {
        let teachers = [author, answer("companions")].filter { !$0.isEmpty }
        return [
            PaperForm.row(
                .label("家访时间"),
                .init(isBlank ? "      年    月    日" : answer("date"), 4),
                .label("家访教师"),
                .init(teachers.joined(separator: "、"), 4)
            ),
            PaperForm.row(.label("方式"), .init(boxes("kind", answers["kind"]), 10)),
            PaperForm.row(.label("在场人"), .init(boxes("met", answers["met"]), 10)),
            PaperForm.row(.label("目的"), .init(boxes("purpose", answers["purposes"]), 10)),
        ]
    }

    private var home: [PaperForm.Block] {
        let situation = [
            "居住：" + boxes("residence", answers["residence"]),
            "照料孩子的人：" + boxes("carer", answers["carer"]),
            "父母：" + boxes("away", answers["away"]),
            "上次以来的变化：" + boxes("change", answers["changes"]),
            "有困难的保障：" + boxes("risk", answers["risks"]),
        ]
        let behaviour = pupils.map { pupil -> String in
            let said = ofPupils[pupil.id] ?? [:]
            let attends = boxes("answer", said["attends"])
            let reason = said["reason"].map { "  原因：\($0)" } ?? ""
            let difficulty = boxes("difficulty", said["difficulty"])
            return "\(text(pupil, "name"))  正常到校：\(attends)\(reason)  学习困难：\(difficulty)"
        }
        let letters =
            "讲解：" + boxes("policy", answers["explained"]) + "\n送信："
            + boxes("letter", answers["letters"]) + "  回执签收人：\(answer("receipt"))"
        return [
            PaperForm.row(
                .label("家庭成员\n与情况"),
                .init(situation.joined(separator: "\n"), 10)
            ),
            PaperForm.row(
                .label("学生在家\n表现"),
                .init(behaviour.joined(separator: "\n"), 10),
                height: isBlank ? 40 : 19
            ),
            PaperForm.row(
                .label("资助情况"),
                .init(pupils.map(aidWords).joined(separator: "\n"), 10)
            ),
            PaperForm.row(.label("政策与信"), .init(letters, 10)),
        ]
    }

    // MARK: Aid

    private func aidWords(_ pupil: RecordView) -> String {
        let name = text(pupil, "name")
        let standings = aid[pupil.id] ?? []
        guard !isBlank else {
            let all = standings.compactMap(\.policy).map { "□\u{2060}\($0.name)" }
            return "\(name)  收到：" + all.joined(separator: "  ")
        }
        let said = ofPupils[pupil.id] ?? [:]
        func names(_ question: String) -> String {
            (said[question] ?? "").split(separator: " ").map(String.init)
                .map { policyNames[$0] ?? $0 }.joined(separator: "、")
        }
        let got = names("got")
        let odd = names("odd")
        guard !got.isEmpty || !odd.isEmpty else { return name }
        return "\(name)  收到：\(got.isEmpty ? "无" : got)" + (odd.isEmpty ? "" : "；有出入：\(odd)")
    }
}
