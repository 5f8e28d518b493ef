import FieldKit

/// Letters A and B on paper, each with its receipt.
struct LetterDesk {
    let options: WorkOptions
    let out: String?

    /// Makes one PDF of the letters to the pupils that were named, each once, and writes down that
    /// they were printed.
    func print() throws {
        guard let today = Moment.today() else { throw Problem(.internalError) }
        guard let kind = options.id.flatMap({ LetterKind(typed: $0) }) else {
            throw Problem(
                .wrongUsage,
                ["what": Language.current("信 打印 A 或 B", "letter print A or B")]
            )
        }
        guard !options.values.isEmpty else {
            throw Problem(.missingOption, ["option": Language.current("学生", "the pupil")])
        }
        try options.global.place.open { folder in
            var pupils: [RecordID] = []
            for typed in options.values {
                pupils +=
                    try options.all
                    ? PupilReference.all(typed, folder, today)
                    : PupilReference.pupils(typed, folder, today)
            }
            let plan = try folder.replica.letterPlan(kind, to: pupils, on: today)
            try Self.write(plan, PaperFile(path: out, output: options.output), folder)
        }
    }

    /// One PDF of letters, a page each, and then what is written down of them.
    static func write(_ plan: LetterPlan, _ file: PaperFile, _ folder: ReplicaFolder) throws {
        guard let form = try folder.letterPaper(plan) else { return }
        try file.write(
            form,
            name: "\(plan.kind.rawValue)信-\(plan.day)",
            noting: "notice",
            folder.replica,
            with: plan.edits(arePrinted: true),
            telling: ["ids": .texts(plan.letters.map { "\($0.notice)" })]
        )
    }
}

/// Pupils as people type them: an id, or words that find one pupil or one family.
enum PupilReference {
    /// The pupil, or all of the family.
    ///
    /// - Throws: `record_not_held`, `nothing_fits`, `several_fit`.
    static func pupils(
        _ typed: String,
        _ folder: ReplicaFolder,
        _ today: BusinessDay
    ) throws -> [RecordID] {
        let id = try WorkReference.subject(typed, folder, today)
        if (try? folder.replica.view("student", id)) != nil { return [id] }
        let pupils = try folder.records(of: "student", naming: id, in: "household").map(\.id)
        guard !pupils.isEmpty else {
            throw Problem(.nothingFits, ["what": RecordText(.county).type("student")])
        }
        return pupils
    }

    /// Every pupil who fits, such as a class of a school.
    ///
    /// - Throws: `nothing_fits`; `several_fit` if they are more than one search gives.
    static func all(
        _ typed: String,
        _ folder: ReplicaFolder,
        _ today: BusinessDay
    ) throws -> [RecordID] {
        let found = try folder.find([typed], today: today, types: ["student"])
        let pupils = found.items.map(\.view.id)
        let what = RecordText(.county).type("student")
        guard !pupils.isEmpty else { throw Problem(.nothingFits, ["what": what]) }
        guard !found.hasMore else {
            let count = Language.current(
                "\(FindResult.itemsMax) 名以上",
                "more than \(FindResult.itemsMax)"
            )
            throw Problem(.severalFit, ["what": what, "count": count])
        }
        return pupils
    }
}
