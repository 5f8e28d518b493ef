import ArgumentParser
import FieldKit
import Foundation

/// `field visit resume`: goes on with a visit that was left.
struct VisitResumeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "续填没填完的走访 · Go on with a visit that was left.",
        discussion: """
            有几份时先选一份；删 2 丢掉第 2 份。--list 只列出。
            Of several one is chosen first; del 2 forgets the second. --list only lists them.
            """,
        aliases: ["续填"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "只列出没填完的 · Only list what is not finished.")
    var list = false

    func run() throws {
        try global.place.open { folder in
            let desk = VisitDesk(folder: folder, output: output)
            let kept = try desk.kept()
            guard !list else { return try show(kept, desk) }
            guard !kept.isEmpty else { return try desk.sayNothingKept() }
            if case .goOn(let chosen) = try desk.choose(kept, offersAnother: false) {
                try desk.goOn(with: chosen)
            }
        }
    }

    private func show(_ kept: [VisitDesk.Kept], _ desk: VisitDesk) throws {
        guard !output.json else {
            return try Terminal.print(.array(kept.map { Self.json($0.draft) }))
        }
        for entry in kept { try Terminal.show("  \(try desk.title(of: entry.draft))\n") }
        try Terminal.say("没填完的走访 \(kept.count) 份。", "\(kept.count) visits are unfinished.")
    }

    private static func json(_ draft: FillDraft) -> JSON {
        let answers = draft.submission.answers
        func text(_ path: FormPath) -> JSON? {
            answers.value(at: path).map { .text($0.text(in: CountyTime.zone)) }
        }
        return .keys([
            "id": .text(draft.submission.record),
            "household": text(VisitAnswers.Place.household),
            "date": text(VisitAnswers.Place.date), "kind": text(VisitAnswers.Place.kind),
            "supersedes": draft.submission.supersedes.map { .text($0) },
            "begun": VisitDesk.begun(draft).map { .text(Moment.iso($0)) },
        ])
    }
}

/// `field visit submit`: looks a visit that was left over, and hands it in.
struct VisitSubmitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit",
        abstract: "提交没填完的走访：从核对页开始 · Hand in a visit that was left, from its review on.",
        aliases: ["提交"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        try global.place.open { folder in
            let desk = VisitDesk(folder: folder, output: output)
            let kept = try desk.kept()
            guard !kept.isEmpty else { return try desk.sayNothingKept() }
            guard case .goOn(var chosen) = try desk.choose(kept, offersAnother: false) else {
                return
            }
            chosen.draft.place = .end
            try desk.goOn(with: chosen)
        }
    }
}
