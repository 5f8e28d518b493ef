public import Foundation

/// A family that a teacher met and that is on no roster: what was told at the door.
public struct NewFamily: Sendable {
    /// A child of it.
    public struct Child: Sendable {
        /// The name.
        public var name: String
        /// 1 for a boy, 2 for a girl; nil if it was not told.
        public var sex: String?
        /// The day of birth; nil if it was not told.
        public var birth: BusinessDay?

        /// A child as it was told.
        public init(name: String, sex: String? = nil, birth: BusinessDay? = nil) {
            self.name = name
            self.sex = sex
            self.birth = birth
        }
    }

    /// The code of the village.
    public var village: String
    /// The part of the village.
    public var group: String
    /// The head's name.
    public var head: String
    /// The address.
    public var address: String
    /// The telephone number, as the records write it; what is none stays as it was typed.
    public var phone: String
    /// The children.
    public var children: [Child]

    /// A family as it was told; what was not told is empty.
    public init(
        village: String,
        group: String = "",
        head: String,
        address: String = "",
        phone: String = "",
        children: [Child] = []
    ) {
        self.village = village
        self.group = group
        self.head = head
        self.address = address
        self.phone = phone
        self.children = children
    }

    /// The family that was told by answers to the form ``NewFamilyForm``.
    ///
    /// - Parameters:
    ///   - answers: The answers.
    ///   - zone: The zone in which days were told.
    public init(_ answers: FormAnswers, zone: TimeZone) {
        let nodes = answers.root.children
        func text(_ name: String, in nodes: [FormAnswers.Node]) -> String {
            nodes.first { $0.name == name }?.value?.text(in: zone) ?? ""
        }
        let family = nodes.first { $0.name == "family" }?.children ?? []
        village = text("village", in: family)
        group = text("group", in: family)
        head = PlainText.name(text("head", in: family))
        address = text("address", in: family)
        let typed = text("phone", in: family)
        phone = PhoneNumber.read(typed)?.text ?? typed
        children = nodes.filter { $0.name == "child" }.compactMap { node in
            let name = PlainText.name(text("name", in: node.children))
            guard !name.isEmpty else { return nil }
            let birth = text("birth", in: node.children)
            let sex = text("sex", in: node.children)
            return Child(
                name: name,
                sex: sex.isEmpty ? nil : sex,
                birth: birth.isEmpty ? nil : BusinessDay.read(String(birth.prefix(10)))
            )
        }
    }
}

/// What is asked of a family that is on no roster.
public enum NewFamilyForm {
    /// The form's id, under which drafts of it are kept.
    public static let id = "new-family"

    /// The form.
    ///
    /// - Parameter villages: The villages to choose from, by code, with their names; without any the
    ///   code is typed.
    /// - Returns: The form.
    public static func definition(villages: [(code: String, name: String)]) -> FormDefinition {
        var village = FormNode(name: "village", kind: .question(.text), row: 2)
        village.label = words("村", "Village")
        village.required = "true()"
        village.constraint = "regex(., '^[0-9]{6,12}$')"
        village.constraintMessage = words("请填村的 12 位代码。", "Type the village's code of 12 digits.")
        if !villages.isEmpty {
            village.kind = .question(.selectOne)
            village.constraint = nil
            village.choices = .list("village")
            village.defaultValue = villages.count == 1 ? villages.first?.code : nil
        }
        var head = text("head", "户主姓名", "The head's name")
        head.required = "true()"
        var family = FormNode(name: "family", kind: .group, row: 1)
        family.label = words("新户", "A new family")
        family.children = [
            village, text("group", "组", "Part of the village"), head,
            text("address", "住址", "Address"), text("phone", "电话", "Telephone"),
        ]
        var sex = FormNode(name: "sex", kind: .question(.selectOne), row: 9)
        sex.label = words("性别", "Sex")
        sex.choices = .list("sex")
        var birth = FormNode(name: "birth", kind: .question(.date), row: 10)
        birth.label = words("出生日期", "Day of birth")
        birth.constraint = ". <= today()"
        birth.constraintMessage = words("出生日期不能在今天之后。", "The day of birth is yet to come.")
        var child = FormNode(name: "child", kind: .repeat, row: 7)
        child.label = words("孩子", "Child")
        child.children = [text("name", "孩子姓名", "The child's name"), sex, birth]
        return FormDefinition(
            id: id,
            version: "1",
            title: words("新户", "A new family"),
            languages: [chinese, english],
            defaultLanguage: chinese,
            nodes: [family, child],
            lists: [
                "village": villages.enumerated().map { index, village in
                    FormChoice(name: village.code, label: ["": village.name], row: index + 2)
                },
                // Whoever was told knows which.
                "sex": CodeList.sex.entries.filter { ["1", "2"].contains($0.code) }.enumerated()
                    .map { index, sex in
                        let label = words(sex.label(.chinese), sex.label(.english))
                        return FormChoice(name: sex.code, label: label, row: index + 2)
                    },
            ]
        )
    }

    private static let chinese = "中文 (zh)"
    private static let english = "English (en)"

    private static func words(_ first: String, _ second: String) -> FormText {
        [chinese: first, english: second]
    }

    private static func text(_ name: String, _ first: String, _ second: String) -> FormNode {
        var node = FormNode(name: name, kind: .question(.text), row: 3)
        node.label = words(first, second)
        return node
    }
}

extension Replica {
    /// The villages that are known here and lie in this laptop's scope, by code.
    public func villages() throws -> [(code: String, name: String)] {
        let scopes = try certificate()?.scopes
        return try knownVillages().filter { village in
            scopes.map { $0.contains { village.code.hasPrefix($0) } } ?? true
        }
    }

    /// All villages that are known here, by code.
    func knownVillages() throws -> [(code: String, name: String)] {
        var villages: [(code: String, name: String)] = []
        try list("division", matching: [("level", "5")]) { view in
            guard let code = view.values["code"]?.text else { return }
            villages.append((code, view.values["name"]?.text ?? code))
        }
        return villages.sorted { $0.code < $1.code }
    }

    /// Makes the records of a family that is on no roster, with temporary numbers, in one group.
    ///
    /// - Parameters:
    ///   - family: What was told.
    ///   - author: Who was told.
    ///   - draft: The draft that it was, which is forgotten in the same transaction; nil for none.
    /// - Returns: The household, and the children.
    /// - Throws: `bucket_invalid` for a village that is no code, and what the store meets.
    public func create(
        _ family: NewFamily,
        author: String,
        forgetting draft: String? = nil
    ) throws -> KeptFamily {
        try write { writer in
            let home = writer.newRecordID()
            let number = try writer.temporaryNumber()
            let children = try family.children.map { try writer.edit($0, of: home) }
            let edits = [Self.edit(family, home, number: number)] + children
            _ = try writer.edit(try BucketRule(writer).placed(edits), author: author)
            if let draft { try writer.forgetDraft(draft) }
            return KeptFamily(
                household: home,
                children: children.compactMap(\.id),
                changed: 0,
                observed: 0
            )
        }
    }

    private static func edit(_ family: NewFamily, _ id: RecordID, number: String) -> Edit {
        let texts = [
            ("household_number", number), ("head_name", family.head), ("village", family.village),
            ("village_group", family.group), ("address", family.address),
        ]
        var changes: [Edit.Change] = [.enter(family.village)]
        changes += texts.filter { !$0.1.isEmpty }.map { .set($0.0, .text($0.1)) }
        if !family.phone.isEmpty { changes.append(.add("phones", family.phone)) }
        return Edit(type: "household", id: id, changes: changes, isNew: true)
    }
}

extension ReplicaWriter {
    /// Where the last number that was given is kept.
    private static let lastNumber = "temporary-number"

    /// The edit that makes a child who is on no roster, with a temporary number.
    func edit(_ child: NewFamily.Child, of household: RecordID) throws -> Edit {
        var changes: [Edit.Change] = [
            .set("name", .text(child.name)), .set("household", .text("\(household)")),
            .set("temporary_number", .text(try temporaryNumber())),
        ]
        if let sex = child.sex { changes.append(.set("sex", .text(sex))) }
        if let birth = child.birth { changes.append(.set("birth", birth.value)) }
        return Edit(type: "student", id: newRecordID(), changes: changes, isNew: true)
    }

    /// A number until the county gives one: `临-3f2a-7`, from this device's id and a count.
    ///
    /// A store that is put back from a copy may give one again; the county then sees two families of one
    /// temporary number, and nothing else follows.
    fileprivate func temporaryNumber() throws -> String {
        let last = try store.value(Self.lastNumber).flatMap {
            Int(String(decoding: $0, as: UTF8.self))
        }
        let next = (last ?? 0) + 1
        try setValue(Self.lastNumber, Data("\(next)".utf8))
        return "临-\("\(replica.device)".prefix(4))-\(next)"
    }
}
