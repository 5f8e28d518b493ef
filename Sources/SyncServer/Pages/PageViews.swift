import FieldKit

// What each page shows, by the names that the templates use.

/// What stands on every page.
struct PageFrame {
    struct Person {
        let name: String
        let formToken: String
    }

    struct Notice {
        let sentence: String
        let next: String
        let code: String
    }

    let title: String
    var person: Person?
    var notice: Notice?
}

/// The page on which the password of a link is set.
struct SetPasswordPage {
    let title: String
    let notice: PageFrame.Notice?
    let account: String
    let lengthMin = PasswordHash.lengthMin
}

/// The list of the open conflicts.
struct ConflictListPage {
    struct Row {
        let address: String
        let typeLabel: String
        let fieldLabel: String
        let record: String
        let entryCount: Int
        let latest: String
        let authors: String
        let isSuspect: Bool
    }

    /// What a teacher objects to.
    struct Objection {
        let typeLabel: String
        let fieldLabel: String
        let taken: String
        /// Nil if nothing was said.
        let wanted: String?
        let reason: String
        let author: String
        let opened: String
        let record: String
        let id: String
        let base: String
        /// What was sent before and refused, so that nothing is typed twice.
        let other: String
        let answer: String
    }

    /// Rows on one page.
    static let rowsMax = 500

    let title: String
    let person: PageFrame.Person?
    let notice: PageFrame.Notice?
    let count: Int
    let shown: Int
    let isCut: Bool
    let formToken: String
    let conflicts: [Row]
    let objections: [Objection]

    init(
        _ conflicts: [ConflictView],
        _ objections: [HeldObjection],
        _ policies: PolicyTable,
        _ frame: PageFrame,
        sent: PageForm? = nil
    ) {
        formToken = frame.person?.formToken ?? ""
        self.objections = objections.prefix(Self.rowsMax).map { held in
            let isSent = sent?["objection"] == "\(held.record.view.id)"
            return Objection(held, policies, sent: isSent ? sent : nil)
        }
        title = frame.title
        person = frame.person
        notice = frame.notice
        count = conflicts.count
        shown = min(conflicts.count, Self.rowsMax)
        isCut = conflicts.count > Self.rowsMax
        self.conflicts = conflicts.prefix(Self.rowsMax).map { conflict in
            Row(
                address: PageForm.address(
                    "/review/conflict",
                    [
                        ("type", conflict.type), ("record", "\(conflict.id)"),
                        ("field", conflict.field),
                    ]
                ),
                typeLabel: policies.type(conflict.type)?.label ?? conflict.type,
                fieldLabel: conflict.label,
                // Names of children stand on the page of the record, not in a list.
                record: (conflict.buckets + ["\(conflict.id)"]).joined(separator: " "),
                entryCount: Set(conflict.entries.map(\.value)).count,
                latest: conflict.entries.map(\.stamp).max().map { CountyTime.text($0) } ?? "",
                authors: Set(conflict.entries.map(\.author)).sorted().joined(separator: "、"),
                isSuspect: conflict.isClockSuspect
            )
        }
    }
}

extension ConflictListPage.Objection {
    init(_ held: HeldObjection, _ policies: PolicyTable, sent: PageForm?) {
        typeLabel = policies.type(held.type)?.label ?? held.type
        fieldLabel =
            held.field == "deleted"
            ? "删除" : policies.field(held.field, of: held.type)?.label ?? held.field
        taken = held.words(held.taken)
        wanted = held.wanted.isEmpty ? nil : held.words(held.wanted)
        reason = held.reason
        author = held.author
        opened = held.record.view.values["opened"]?.text ?? ""
        let subject = held.subject.map { ["\($0)"] } ?? []
        record = (held.record.view.buckets + subject).joined(separator: " ")
        id = "\(held.record.view.id)"
        base = held.version.map { "\($0)" } ?? ""
        other = sent?["other"] ?? ""
        answer = sent?["reason"] ?? ""
    }
}

extension HeldObjection {
    /// A value of the field that was decided, in words.
    func words(_ text: String) -> String {
        CodeList.words(text, field: field, of: type, .chinese)
    }
}

/// One conflict with all that is known of it, and the form that decides it.
struct ConflictPage {
    struct Entry {
        let choice: String?
        /// Of a deletion: which other field was written meanwhile.
        let besides: String?
        let value: String
        let isEmpty: Bool
        let author: String
        let at: String
        let isSuspect: Bool
        let isShown: Bool
        let isChosen: Bool
    }

    let title: String
    let person: PageFrame.Person?
    let notice: PageFrame.Notice?
    let formToken: String
    let type: String
    let typeLabel: String
    let record: String
    /// Whom it is about, and the codes of the village or the school.
    let about: String
    let field: String
    let fieldLabel: String
    let base: String
    let isDeletion: Bool
    let origins: [Entry]
    let entries: [Entry]
    let isOther: Bool
    let other: String
    let reason: String

    /// What was `sent` before and refused is shown again, so that nothing is typed twice.
    init(
        _ conflict: ConflictView,
        _ policies: PolicyTable,
        _ frame: PageFrame,
        sent: PageForm?
    ) {
        let chosen = sent?["choice"] ?? ""
        title = frame.title
        person = frame.person
        notice = frame.notice
        formToken = frame.person?.formToken ?? ""
        type = conflict.type
        typeLabel = policies.type(conflict.type)?.label ?? conflict.type
        record = "\(conflict.id)"
        about = ([conflict.name].compactMap(\.self) + conflict.buckets).joined(separator: " · ")
        field = conflict.field
        fieldLabel = conflict.label
        base = "\(conflict.version)"
        let isDeletion = conflict.key == .deleted
        self.isDeletion = isDeletion
        origins = conflict.origins.map { Self.entry($0, in: conflict, policies, nil, chosen) }
        entries = conflict.entries.map { entry in
            let isChoice = entry.key == conflict.key && !isDeletion
            return Self.entry(
                entry,
                in: conflict,
                policies,
                isChoice ? "\(entry.write)" : nil,
                chosen
            )
        }
        isOther = chosen == "other"
        other = sent?["other"] ?? ""
        reason = sent?["reason"] ?? ""
    }

    private static func entry(
        _ entry: EntryView,
        in conflict: ConflictView,
        _ policies: PolicyTable,
        _ choice: String?,
        _ chosen: String
    ) -> Entry {
        let isDeletion = entry.key == .deleted
        let text =
            isDeletion
            ? deletion(entry.value)
            : CodeList.words(entry.value.text, field: entry.key.name, of: conflict.type, .chinese)
        return Entry(
            choice: choice,
            besides: entry.key == conflict.key
                ? nil : policies.policy(entry.key, of: conflict.type).label,
            value: text,
            isEmpty: text.isEmpty,
            author: entry.author,
            at: CountyTime.text(entry.stamp),
            isSuspect: entry.isClockSuspect,
            isShown: entry.standing == .shown,
            isChosen: choice != nil && choice == chosen
        )
    }

    private static func deletion(_ value: Value) -> String {
        value == .boolean(true) ? "删除 delete" : "保留 keep"
    }
}

extension ConflictView {
    /// What people call the field.
    var label: String { key == .deleted ? "删除" : policy.label }
}
