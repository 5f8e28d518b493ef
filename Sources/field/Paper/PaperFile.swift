import FieldKit
import Foundation

/// A printed form on its way into a file.
struct PaperFile {
    /// Where it goes; `-` is standard output, nil a name of its own in the folder where one stands.
    let path: String?
    let output: OutputOptions

    /// Makes the PDF, writes it, writes down that names stand on it, and says where it is.
    ///
    /// Nothing is written down of a paper that could not be made; one of which nothing could be
    /// written down is not left.
    ///
    /// - Parameters:
    ///   - form: What stands on it.
    ///   - name: The file's name without an ending, if none was given; no person's name stands in it.
    ///   - object: What the log calls the paper.
    ///   - replica: Where it is logged.
    ///   - edits: What else is written down once the paper is there, as one group.
    ///   - keys: What else is told to programs.
    /// - Throws: `printing_missing`, `file_unwritable`, `wrong_usage` for a terminal, and what the store
    ///   meets.
    func write(
        _ form: PaperForm,
        name: String,
        noting object: String,
        _ replica: Replica,
        with edits: [Edit] = [],
        telling keys: [String: JSON] = [:]
    ) throws {
        if path == "-" { try Terminal.requireNoTerminal() }
        let data = try PaperPress.pdf(form)
        let event = AuditEvent(
            revealing: object,
            because: Language.current("打印", "printing"),
            names: form.persons
        )
        let author = try replica.author()
        guard path != "-" else {
            try Terminal.write(data, to: 1)
            return try replica.note(event, with: edits, author: author)
        }
        let target = path ?? "\(name).pdf"
        let written = try FileTarget.make(target, data)
        do {
            try replica.note(event, with: edits, author: author)
        } catch {
            written.remove()
            throw error
        }
        guard !output.json else {
            return try Terminal.print(.object(keys.merging(["file": .text(target)]) { $1 }))
        }
        try Terminal.say(
            "已生成 \(target)，可打印。里面有姓名和电话，用完请妥善保管。",
            "\(target) is made and can be printed. It holds names and numbers: keep it safe."
        )
    }
}
