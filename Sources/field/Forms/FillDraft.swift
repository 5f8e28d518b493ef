import FieldKit
import Foundation

/// A form that is being filled in: kept after each answer, so that nothing typed is lost.
struct FillDraft: Codable {
    /// The answers, and the record that they will be.
    var submission: SubmissionDraft
    /// The stop of the interview that comes next.
    var place: Place
    /// Whether the person came from the review, and goes back to it after this answer.
    var returnsToReview = false

    /// A stop as it is kept.
    enum Place: Codable, Equatable {
        case beginning
        case question(String)
        case another(String)
        case end

        init(_ step: FormStep) {
            self =
                switch step {
                case .beginning: .beginning
                case .question(let path): .question(path.description)
                case .anotherInstance(let path): .another(path.description)
                case .end: .end
                }
        }

        /// The stop; the beginning for a path that cannot be read.
        var step: FormStep {
            switch self {
            case .beginning: .beginning
            case .question(let path): FormPath(path).map { .question($0) } ?? .beginning
            case .another(let path): FormPath(path).map { .anotherInstance(of: $0) } ?? .beginning
            case .end: .end
            }
        }
    }
}

/// Where a draft is kept between two runs: beside the records, under the form and whom it is about.
struct FillShelf {
    private let replica: Replica?
    /// Under which name the replica keeps it.
    let name: String

    /// A place in a replica; nil where a form is tried without one, and nothing is kept.
    ///
    /// - Throws: What the store meets.
    init(_ replica: Replica?, form: String, about subject: String?) throws {
        self.replica = replica
        name = try Self.prefix(form, replica) + (subject ?? "-")
    }

    private init(_ replica: Replica, name: String) {
        self.replica = replica
        self.name = name
    }

    /// What the names of the drafts of a form begin with, of who works here.
    private static func prefix(_ form: String, _ replica: Replica?) throws -> String {
        "\(try replica?.people().draftPrefix ?? "")fill/\(form)/"
    }

    /// How many drafts who works here has left.
    static func count(_ replica: Replica) throws -> Int {
        try replica.draftNames(beginningWith: replica.people().draftPrefix + "fill/").count
    }

    /// Every draft of a form that is kept, those begun first first.
    static func all(
        _ replica: Replica,
        form: String
    ) throws -> [(shelf: FillShelf, draft: FillDraft)] {
        try replica.draftNames(beginningWith: prefix(form, replica)).compactMap { name in
            let shelf = FillShelf(replica, name: name)
            return try shelf.load().map { (shelf, $0) }
        }
        .sorted { $0.draft.submission.record < $1.draft.submission.record }
    }

    /// The draft that was left here; nil if there is none.
    ///
    /// One that this version cannot read is laid aside as it is, so that the next one does not take its
    /// place; the person is told.
    func load() throws -> FillDraft? {
        guard let replica, let data = try replica.draft(name) else { return nil }
        if let draft = try? JSONDecoder().decode(FillDraft.self, from: data) { return draft }
        try replica.setDraft("unread/\(replica.newSubmissionID())/\(name)", data)
        try clear()
        Terminal.note(
            "有一份草稿这个版本读不出，已原样留在资料库里；请告诉县里的管理员。",
            "One draft cannot be read by this version; it is kept in the replica as it is. Tell the county."
        )
        return nil
    }

    /// Keeps the draft: it is on the disk when this returns.
    func save(_ draft: FillDraft) throws {
        try replica?.setDraft(name, try JSONEncoder().encode(draft))
    }

    /// Forgets the draft.
    func clear() throws { try replica?.setDraft(name, nil) }
}
