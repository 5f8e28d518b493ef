import Foundation

// Answers in the form's instance.

extension XFormWriter {
    /// Writes the instance with answers in it.
    func writeSubmission(_ answers: FormAnswers, instance: String, zone: TimeZone) {
        let names = [
            ("xmlns:jr", "http://openrosa.org/javarosa"),
            ("xmlns:orx", "http://openrosa.org/xforms"),
            ("xmlns:odk", "http://www.opendatakit.org/xforms"),
        ]
        out.element(root, names + rootAttributes) {
            answered(form.nodes, answers.root.children, zone)
            out.element("meta") {
                out.element("instanceID", text: instance)
                guard form.settings["instance_name"] != nil else { return }
                out.element("instanceName") {
                    if let name = answers.instanceName { out.text(name) }
                }
            }
        }
    }

    private func answered(_ rows: [FormNode], _ answers: [FormAnswers.Node], _ zone: TimeZone) {
        let byName = Dictionary(grouping: answers, by: \.name)
        let counted = Dictionary(
            rows.filter { $0.repeatCount != nil }.map { ("${\($0.name)_count}", $0) }
        ) { first, _ in first }
        for row in rows {
            let found = byName[row.name] ?? []
            switch row.kind {
            case .question:
                // The count that a repeat has of itself is how many there are.
                let count = counted["${\(row.name)}"].map { byName[$0.name]?.count ?? 0 }
                let text = found.first?.value?.text(in: zone) ?? count.map { "\($0)" } ?? ""
                out.element(row.name) { if !text.isEmpty { out.text(text) } }
            case .group:
                out.element(row.name) {
                    answered(row.children, found.first?.children ?? [], zone)
                }
            case .repeat:
                for instance in found {
                    out.element(row.name) { answered(row.children, instance.children, zone) }
                }
            }
        }
    }
}
