import FieldKit
import Foundation

/// A printed form on its way into a file.
struct PaperFile {
    /// Where it goes; `-` is standard output, nil a name of its own in the folder where one stands.
    let path: String?
    let output: OutputOptions

    /// Makes the PDF, writes it, and says where it is.
    ///
    /// - Parameters:
    ///   - form: What stands on it.
    ///   - name: The file's name without an ending, if none was given; no person's name stands in it.
    ///   - keys: What else is told to programs.
    /// - Throws: `printing_missing`, `file_unwritable`.
    func write(_ form: PaperForm, name: String, telling keys: [String: JSON] = [:]) throws {
        let data = try PaperPress.pdf(form)
        guard path != "-" else { return try Terminal.write(data, to: 1) }
        let target = path ?? "\(name).pdf"
        do {
            try data.write(to: URL(filePath: target), options: .atomic)
            // Only its owner may read what stands in it.
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o600],
                ofItemAtPath: target
            )
        } catch {
            throw Problem(
                .fileUnwritable,
                ["path": target, "reason": error.localizedDescription]
            )
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

extension PaperFile {
    /// Writes down that names go on paper, which shows them in full.
    static func note(_ names: [String], on paper: String, _ replica: Replica) throws {
        let event = AuditEvent(
            revealing: paper,
            because: Language.current("打印", "printing"),
            names: Set(names.filter { !$0.isEmpty })
        )
        try replica.note(event, author: try replica.author())
    }
}
