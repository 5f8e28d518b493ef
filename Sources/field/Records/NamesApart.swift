import FieldKit

/// Names of persons in a list, with what tells those apart that look alike once they are masked.
struct NamesApart {
    /// What stands behind the names that look alike: the class or the grade, else the end of the id.
    private let marks: [RecordID: String]

    /// - Parameter persons: All who stand in the list; one may stand there more than once.
    init(_ persons: [RecordView]) {
        let text = RecordText(.county)
        let all = Dictionary(persons.map { ($0.id, $0) }) { first, _ in first }
        var marks: [RecordID: String] = [:]
        func name(_ view: RecordView) -> String {
            Masking.name((view.values["name"] ?? view.values["head_name"])?.text ?? "")
        }
        for alike in Dictionary(grouping: all.values, by: name).values where alike.count > 1 {
            let words = alike.map { view in
                ["class", "grade"].lazy.map { text.value($0, of: view) }.first { !$0.isEmpty } ?? ""
            }
            let isEnough = Set(words).count == alike.count && !words.contains("")
            for (index, view) in alike.enumerated() {
                marks[view.id] =
                    isEnough
                    ? words[index]
                    : [words[index], view.id.end].filter { !$0.isEmpty }.joined(separator: " ")
            }
        }
        self.marks = marks
    }

    /// Somebody's name as a list shows it.
    func name(_ view: RecordView, _ names: ShownNames) -> String {
        name((view.values["name"] ?? view.values["head_name"])?.text ?? "", of: view.id, names)
    }

    /// The same where only the name and the id are at hand.
    func name(_ name: String, of id: RecordID?, _ names: ShownNames) -> String {
        [names.name(name), id.flatMap { marks[$0] } ?? ""].filter { !$0.isEmpty }
            .joined(separator: " ")
    }
}
