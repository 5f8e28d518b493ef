/// The two letters to families: A says which aid there is, B what this child has received.
public enum LetterKind: String, CaseIterable, Sendable {
    case policies = "A"
    case received = "B"

    /// The letter of a letter, in any width and case; nil for any other.
    public init?(typed: String) {
        self.init(rawValue: PlainText.halfWidth(typed).uppercased())
    }
}

extension ReplicaFolder {
    /// Letters to pupils' families, each with the receipt below it to be cut off.
    ///
    /// - Parameter plan: Which letters; the numbers of their records stand on the receipts.
    /// - Returns: What stands on them: one page a letter; nil for no letters.
    /// - Throws: `record_not_held`, and what the store meets.
    public func letterPaper(_ plan: LetterPlan) throws -> PaperForm? {
        let semester = plan.day.semester
        let (pupils, standings) = try replica.read { reader in
            let book = try AidBook(reader)
            let pupils = try plan.letters.map { try reader.view($0.student, type: "student") }
            let standings = try pupils.map {
                try book.standings(of: $0, in: semester, on: plan.day, reader)
            }
            return (pupils, standings)
        }
        let names = try placeNames(pupils.compactMap { $0.values["school"]?.text })
        var whole: PaperForm?
        for (index, letter) in plan.letters.enumerated() {
            let school = pupils[index].values["school"]?.text ?? ""
            let sheet = LetterSheet(
                kind: plan.kind,
                pupil: pupils[index],
                // Left to the stamp, where it is not known here what the school is called.
                school: names[school] ?? "",
                number: letter.notice.end,
                semester: semester,
                day: plan.day,
                standings: standings[index]
            )
            if whole == nil { whole = sheet.form } else { whole?.add(sheet.form) }
        }
        return whole
    }
}

private struct LetterSheet {
    let kind: LetterKind
    let pupil: RecordView
    let school: String
    let number: String
    let semester: Semester
    let day: BusinessDay
    let standings: [AidStanding]

    private var name: String { pupil.values["name"]?.text ?? "" }

    var form: PaperForm {
        let title = kind == .policies ? "致学生家长的一封信" : "学生受助情况告知信"
        var blocks: [PaperForm.Block] = [
            .title(title), .ends("学期：\(semester)", "\(kind.rawValue)信  编号：\(number)"), .gap(10),
            .paragraph("尊敬的 \(name) 同学家长："),
        ]
        blocks += kind == .policies ? policies : received
        blocks += [
            .gap(6),
            .paragraph("    如有疑问，或需要帮助办理，请与班主任或学校联系。感谢您对孩子学习和学校工作的支持！"),
            .gap(10), .ends("", "学校（盖章）：\(school)            "),
            .ends("", "\(day.year) 年 \(day.month) 月 \(day.day) 日"), .gap(14), .cut, .gap(6),
        ]
        blocks += receipt
        return PaperForm(name: title, blocks: blocks, persons: [name])
    }

    // MARK: What the letters say

    private var policies: [PaperForm.Block] {
        let known = standings.compactMap(\.policy)
        guard !known.isEmpty else {
            return [.paragraph("    国家对各学段学生有资助政策，具体项目请向学校了解。")]
        }
        return [
            .paragraph("    您的孩子在本学期可能享受以下资助。“不用申请”的由学校直接办理；“需申请”的，符合条件请向学校提出。"),
            .gap(4),
            PaperForm.row(.label("项目", 6), .label("标准", 4), .label("办理", 2)),
        ]
            + known.map { policy in
                PaperForm.row(
                    .init(policy.name, 6),
                    .init(policy.amount, 4),
                    .init(policy.needsApplication ? "需申请" : "不用申请", 2)
                )
            }
    }

    private var received: [PaperForm.Block] {
        let paid = standings.filter(\.isPaid)
        guard !paid.isEmpty else {
            return [.paragraph("    本学期还没有您的孩子受资助的发放记录。如您认为有误，请与学校联系。")]
        }
        return [
            .paragraph("    您的孩子在本学期已享受以下资助，请核对。如与实际收到的不一致，请在回执上写明。"), .gap(4),
            PaperForm.row(
                .label("项目", 5),
                .label("应发（元）", 2),
                .label("实发（元）", 2),
                .label("发放日期", 3)
            ),
        ]
            + paid.map { standing in
                PaperForm.row(
                    .init(standing.name, 5),
                    .init(standing.amountDue.map(AidStanding.yuan) ?? "", 2),
                    .init(standing.amountPaid.map(AidStanding.yuan) ?? "", 2),
                    .init(standing.grant?.view.values["pay_date"]?.text ?? "", 3)
                )
            }
    }

    private var receipt: [PaperForm.Block] {
        [
            .title("回  执"),
            .ends("（\(kind.rawValue)信）", "编号：\(number)"),
            PaperForm.row(
                .label("学生姓名"),
                .init(name, 4),
                .label("班级"),
                .init(pupil.values["class"]?.text ?? "", 4),
                height: 26
            ),
            PaperForm.row(
                .label("收信情况"),
                .init(
                    kind == .policies
                        ? "□已收到，已了解政策   □想申请：________________   □有疑问"
                        : "□已收到，与实际一致   □不一致：________________   □没有收到钱或物",
                    10
                ),
                height: 26
            ),
            .row([.label("家长意见"), .init("", 10)], height: 50, isElastic: false),
            PaperForm.row(
                .label("家长签字"),
                .init("", 3),
                .label("与学生关系"),
                .init("", 2),
                .label("日期", 1),
                .init("", 2),
                height: 32
            ),
        ]
    }
}

extension AidStanding {
    /// An amount in yuan, from hundredths of it.
    public static func yuan(_ amount: Int64) -> String {
        let cents = abs(amount % 100)
        return "\(amount < 0 ? "-" : "")\(abs(amount / 100)).\(cents < 10 ? "0" : "")\(cents)"
    }
}
