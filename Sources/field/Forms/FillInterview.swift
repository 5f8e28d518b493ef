import FieldKit
import Foundation

/// The questions of a form, in a terminal or over a pipe.
///
/// Each answer is kept before the next question is asked.
struct FillInterview {
    /// How an interview ended.
    enum Ending {
        /// Everything is answered, and the person wants it sent.
        case finished
        /// The person left; the draft is kept.
        case left
        /// The input ended, which nobody was sitting at.
        case inputEnded
        /// The person does not want it after all; the draft is to be forgotten.
        case cancelled
    }

    /// What a person wants after something was told about an answer.
    enum Wish {
        case goOn
        /// The draft is kept.
        case leave
        /// The draft is forgotten.
        case cancel
    }

    var session: FormSession
    var step: FormStep
    var returnsToReview: Bool
    let prompter: Prompter
    let words = FillWords()
    let reader: AnswerReader
    /// The answers of the last submission, for whoever types `"`.
    let previous: (FormSession) throws -> FormAnswers?
    /// Keeps the draft; it is on the disk when this returns.
    let keep: (FormSession, FormStep, Bool) throws -> Void
    /// What is to be said on the review besides the answers.
    let remarks: (FormSession) throws -> [String]
    /// What is to be told, or asked back, once a question is answered.
    ///
    /// It is given the keeping of the draft, for before it asks.
    let consider: (FormPath, FormSession, () throws -> Void) throws -> Wish

    /// Whether anything was answered in this run.
    var hasAnswers = false
    /// The instance that a person went to by its number; after it comes its repeat again.
    var instanceInHand: FormPath?
    private var isGoingBack = false
    private var shownGroup: [String] = []

    init(
        _ session: FormSession,
        at step: FormStep,
        returnsToReview: Bool = false,
        prompter: Prompter,
        reader: AnswerReader,
        previous: @escaping (FormSession) throws -> FormAnswers? = { _ in nil },
        keep: @escaping (FormSession, FormStep, Bool) throws -> Void,
        remarks: @escaping (FormSession) throws -> [String] = { _ in [] },
        consider: @escaping (FormPath, FormSession, () throws -> Void) throws -> Wish = {
            _,
            _,
            _ in .goOn
        }
    ) {
        self.session = session
        self.step = step
        self.returnsToReview = returnsToReview
        self.prompter = prompter
        self.reader = reader
        self.previous = previous
        self.keep = keep
        self.remarks = remarks
        self.consider = consider
    }

    /// What became of one stop.
    enum Outcome {
        /// On to the next stop.
        case on
        /// To this stop, which comes next.
        case go(FormStep)
        /// To the stop before.
        case back
        /// The same stop again.
        case again
        /// To this stop.
        case jump(FormStep)
        /// The end of the whole.
        case end(Ending)
    }

    /// Asks until everything is answered, or the person leaves.
    mutating func run() throws -> Ending {
        if case .question(let path) = step, session.nodeState(at: path)?.isRelevant != true {
            step = session.step(after: step)
        }
        while true {
            let outcome =
                switch step {
                case .beginning: Outcome.on
                case .question(let path): try ask(path)
                case .anotherInstance(let path): try offer(path)
                case .end: try review()
                }
            if case .end(let ending) = outcome { return ending }
            try go(outcome)
        }
    }

    private mutating func go(_ outcome: Outcome) throws {
        switch outcome {
        case .on:
            step = afterInstance(session.step(after: step))
            isGoingBack = false
        case .back:
            step = session.step(before: step)
            isGoingBack = step != .beginning
            if !isGoingBack {
                try prompter.say("已是第一项。", "This is the first question.")
                shownGroup = []
            }
        case .go(let next):
            step = next
            isGoingBack = false
        case .jump(let target):
            step = target
            isGoingBack = false
            shownGroup = []
        case .again, .end: break
        }
    }

    /// The next stop, or the repeat of the instance in hand if that stop lies behind it.
    private mutating func afterInstance(_ next: FormStep) -> FormStep {
        guard let instance = instanceInHand else { return next }
        let path: FormPath
        switch next {
        case .question(let found), .anotherInstance(let found): path = found
        case .beginning, .end: path = FormPath([])
        }
        if path.steps.starts(with: instance.steps) { return next }
        instanceInHand = nil
        var above = instance
        above.steps[above.steps.count - 1].position = nil
        return .anotherInstance(of: above)
    }

    /// Keeps the draft as it stands, with the stop that comes next.
    func save(_ next: FormStep) throws { try keep(session, next, returnsToReview) }

    // MARK: Questions

    private mutating func ask(_ path: FormPath) throws -> Outcome {
        guard let row = session.row(at: path), let state = session.nodeState(at: path) else {
            return .on
        }
        guard !Self.isPassive(row, state) else {
            if isGoingBack { return .back }
            try showHeading(path)
            try showPassive(path, row, state)
            return .on
        }
        try showHeading(path)
        var asking = FillQuestion(self, path, row)
        switch try asking.ask() {
        case .back:
            return .back
        case .leave(let ending):
            try save(step)
            return .end(ending)
        case .pass:
            let next = afterStep(path)
            try save(next)
            return .go(next)
        case .skip:
            return try finishAnswer(path, changes: [])
        case .value(let value):
            return try finishAnswer(path, changes: try session.answer(path, value))
        }
    }

    /// Goes on after an answer: back to the review if the person came from there, unless the answer
    /// brought new questions.
    private mutating func finishAnswer(
        _ path: FormPath,
        changes: [FormChange]
    ) throws -> Outcome {
        hasAnswers = true
        switch try consider(path, session, { try save(step) }) {
        case .goOn: break
        case .leave: return .end(.left)
        case .cancel: return .end(.cancelled)
        }
        let bringsMore = changes.contains { change in
            switch change {
            case .relevance(let path): session.nodeState(at: path)?.isRelevant == true
            case .added: true
            default: false
            }
        }
        if bringsMore { returnsToReview = false }
        let next = returnsToReview ? FormStep.end : afterInstance(session.step(after: step))
        returnsToReview = false
        try save(next)
        return .go(next)
    }

    /// The stop behind the outermost group of a question, or one in it that must be answered.
    private func afterStep(_ path: FormPath) -> FormStep {
        var next = session.step(after: step)
        while true {
            let place: FormPath
            switch next {
            case .beginning, .end: return next
            case .question(let found), .anotherInstance(let found): place = found
            }
            guard place.steps.first?.name == path.steps.first?.name, path.steps.count > 1,
                session.fault(at: place) == nil
            else { return next }
            next = session.step(after: next)
        }
    }

    /// Whether nobody answers it: a note, a calculation, what is read-only.
    static func isPassive(_ row: FormNode, _ state: FormNodeState) -> Bool {
        row.kind == .question(.note) || state.isReadOnly
            || (row.calculation != nil && row.triggers.isEmpty)
    }

    private func showPassive(_ path: FormPath, _ row: FormNode, _ state: FormNodeState) throws {
        let label = session.shown(row.label, at: path)
        let value = state.value.map { words.answer($0, at: path, of: session) }
        let text = [label, value].compactMap(\.self).filter { !$0.isEmpty }
        try write(text.joined(separator: Language.current("：", ": ")))
    }

    /// Writes strangers' words, wrapped.
    func write(_ text: String, indent: Int = 0) throws {
        try prompter.show(FillPage.wrap(text, columns: Terminal.columns, indent: indent))
    }

    // MARK: Headings

    private mutating func showHeading(_ path: FormPath) throws {
        let groups = AnswerLines(session).groups(above: path)
        let names = groups.map { $0.path.description }
        defer { shownGroup = names }
        for (index, group) in groups.enumerated()
        where !shownGroup.indices.contains(index) || shownGroup[index] != names[index] {
            var title = group.title
            if index == 0, let progress = stepNumber(of: group.path) {
                title = Language.current("第 \(progress) 步 ", "Step \(progress): ") + title
            }
            try write("\n— \(title) —")
        }
    }

    /// `3/6`: which of the form's outermost groups this is; nil if it has no such.
    func stepNumber(of path: FormPath) -> String? {
        let steps = session.form.definition.nodes.filter {
            $0.kind == .group && !$0.label.isEmpty
                && session.nodeState(at: FormPath([.init($0.name)]))?.isRelevant == true
        }
        guard let first = path.steps.first?.name,
            let place = steps.firstIndex(where: { $0.name == first })
        else { return nil }
        return "\(place + 1)/\(steps.count)"
    }
}
