import FieldKit
import Foundation

/// One form that is to be filled in, about a household or a pupil or neither.
struct FillTask {
    /// Whose records are looked up, and where the answers go; nil where a form is only tried.
    let folder: ReplicaFolder?
    let form: CompiledForm
    /// Whether the form is a file that is being tried: then nothing is saved at the end.
    let isTrial: Bool
    let household: String?
    let student: String?
    let surroundings: FillSurroundings

    /// The records that are looked up; nil where a form is only tried.
    private let lookup: FormLookup?

    var replica: Replica? { folder?.replica }
    var definition: FormDefinition { form.definition }
    var reader: AnswerReader { AnswerReader(surroundings) }

    /// A form that is to be filled in.
    ///
    /// - Parameters:
    ///   - definition: The form.
    ///   - folder: Where the records are; nil where a form is only tried.
    ///   - isTrial: Whether nothing is saved at the end.
    ///   - household: The household that it is about.
    ///   - student: The pupil whom it is about.
    ///   - fixed: The names of questions whose answers are there and stay.
    ///   - given: By the names of questions, answers that stand from the beginning and are not asked.
    /// - Throws: `form_unusable`.
    init(
        _ definition: FormDefinition,
        folder: ReplicaFolder?,
        isTrial: Bool,
        household: String?,
        student: String?,
        fixed: Set<String> = [],
        given: [String: String] = [:]
    ) throws {
        var definition = definition
        definition.nodes = Self.about(given, definition.nodes)
        definition.nodes = Self.fixing(fixed.union(given.keys), definition.nodes)
        definition.nodes = Self.about(
            ["household": household, "student": student],
            definition.nodes
        )
        var problems: [CompiledForm.Problem] = []
        form = CompiledForm(definition, problems: &problems)
        let errors = problems.count { !$0.isBearable }
        guard errors == 0 else {
            throw Problem(.formUnusable, ["file": definition.id, "errors": "\(errors)"])
        }
        self.folder = folder
        lookup = folder.map { FormLookup($0, asking: definition, in: .current) }
        self.isTrial = isTrial
        self.household = household
        self.student = student
        surroundings = FillSurroundings(
            username: try folder?.replica.author() ?? NSUserName(),
            device: try folder.map { "\(try $0.replica.replicaID())" } ?? ""
        )
    }

    private var tables: any FormTables {
        guard let folder, let lookup else { return NoFormTables() }
        return LastSavedTables(
            beside: lookup,
            in: folder.replica,
            of: definition,
            zone: surroundings.timeZone
        )
    }

    /// The rows with the questions of these names holding a value from the beginning.
    private static func about(_ subjects: [String: String?], _ nodes: [FormNode]) -> [FormNode] {
        nodes.map { node in
            var node = node
            switch node.kind {
            case .group: node.children = about(subjects, node.children)
            case .repeat: break
            case .question:
                if let id = subjects[node.name] ?? nil {
                    node.defaultValue = id
                    node.isDefaultDynamic = false
                }
            }
            return node
        }
    }

    /// The rows with the questions of these names not to be answered anew.
    private static func fixing(_ names: Set<String>, _ nodes: [FormNode]) -> [FormNode] {
        guard !names.isEmpty else { return nodes }
        return nodes.map { node in
            var node = node
            if case .question = node.kind, names.contains(node.name) { node.readOnly = "true()" }
            node.children = fixing(names, node.children)
            return node
        }
    }

    // MARK: Sessions

    /// A session without answers, with what the options say.
    func begin() -> FormSession {
        let surroundings = surroundings(of: replica?.newSubmissionID() ?? "")
        var session = FormSession(form, surroundings: surroundings, tables: tables)
        session.language = FillWords().name(in: definition)
        // What is to be computed when these change is to be computed now.
        for (name, id) in [("household", household), ("student", student)] {
            guard let id, let path = Self.path(to: name, in: definition.nodes) else { continue }
            _ = try? session.answer(path, nil)
            _ = try? session.answer(path, .text(id))
        }
        return session
    }

    /// A session with the answers of a draft.
    func resume(_ draft: FillDraft) -> FormSession {
        var session = FormSession(
            form,
            resuming: draft.submission.answers,
            surroundings: surroundings(of: draft.submission.record),
            tables: tables
        )
        session.language = FillWords().name(in: definition)
        return session
    }

    /// The surroundings of answers that will be a record.
    private func surroundings(of record: String) -> FillSurroundings {
        var own = surroundings
        own.record = record
        return own
    }

    private static func path(to name: String, in nodes: [FormNode]) -> FormPath? {
        for node in nodes {
            if case .question = node.kind, node.name == name {
                return FormPath([.init(name)])
            }
            if node.kind == .group, let below = path(to: name, in: node.children) {
                return FormPath([.init(node.name)] + below.steps)
            }
        }
        return nil
    }

    /// A draft of a session that was begun here: it will be the record whose id the session knows.
    func newDraft(_ session: FormSession) -> FillDraft {
        var submission = SubmissionDraft(
            session.answers,
            record: session.instanceID.map(Submission.record(of:)) ?? "",
            household: household,
            student: student
        )
        submission.shown = shown(since: nil)
        return FillDraft(submission: submission, place: .beginning)
    }

    /// The versions in which records were shown, those of a draft and what has been looked up since.
    func shown(since earlier: [String: String]?) -> [String: String] {
        (earlier ?? [:]).merging(lookup?.shown ?? [:]) { first, _ in first }
    }

    // MARK: The end

    /// What the answers are to change and cannot, for people; the answers themselves are kept.
    func notHeld(_ draft: SubmissionDraft) throws -> [(type: String, sentence: String)] {
        guard let replica else { return [] }
        let types = try replica.typesNotHeld(
            for: draft,
            of: definition,
            surroundings: surroundings
        )
        return types.map { type in
            let label = RecordText(replica.policies).type(type)
            let sentence = Language.current(
                "要改的“\(label)”没有指明，或不在这台电脑上：答案会存下来，但不会改动它。",
                "The \(label) that is to be changed is not named, or not on this laptop: the answers are kept, but do not change it."
            )
            return (type, sentence)
        }
    }

    /// Makes the records, and forgets the draft.
    func submit(_ draft: SubmissionDraft, shelf: FillShelf?) throws -> [EditResult] {
        guard let replica else { return [] }
        let results = try replica.submit(
            draft,
            of: definition,
            author: try replica.author(),
            surroundings: surroundings(of: draft.record)
        )
        try shelf?.clear()
        return results
    }
}
