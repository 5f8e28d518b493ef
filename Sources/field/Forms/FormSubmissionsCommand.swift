import ArgumentParser
import FieldKit
import Foundation

/// `field form submissions`: what was answered to a form.
struct FormSubmissionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submissions",
        abstract: "列出或导出填报 · List what was answered to a form, or write it as ODK XML.",
        discussion: """
            每份用填写时的版本来读；不是最新版本的标为 form_outdated。--xml 给每份写一个 ODK 的 XML 文件。
            文件里有姓名和电话，请妥善保管。表格用 field export 类型 --form 表单。
            Each is read by the version that it answers; those of an older version are marked \
            form_outdated. --xml writes one ODK submission a file; the files hold names and numbers: \
            keep them safe. For a table see `field export TYPE --form FORM`.
            """,
        aliases: ["填报"]
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "表单编号 · The form's id.")
    var form: String

    @Option(
        help: ArgumentHelp(
            "写 XML 的文件夹 · The folder to write one XML file a submission into.",
            valueName: "dir"
        )
    )
    var xml: String?

    @OptionGroup var listing: ListingOptions

    func run() throws { try global.place.replica(run) }

    private func run(_ replica: Replica) throws {
        let shelf = FormShelf(replica)
        let newest = try shelf.newest(form)
        let submissions = try Self.submissions(of: form, replica)
        if let xml { try Self.write(submissions, shelf, into: xml) }
        func isOutdated(_ submission: Submission) -> Bool { submission.version != newest.version }
        if output.json {
            return try Terminal.print(
                .array(
                    submissions.map { submission in
                        .keys([
                            "id": .text("\(submission.record.id)"),
                            "type": .text(submission.record.type),
                            "form_version": .text(submission.version),
                            "form_outdated": .boolean(isOutdated(submission)),
                            "instance_id": .text(submission.instance),
                            "instance_name": submission.name.map { .text($0) },
                            "household": submission.record.values["household"].map { JSON($0) },
                            "student": submission.record.values["student"].map { JSON($0) },
                        ])
                    }
                )
            )
        }
        try listing.show(replica, as: "form") { names, page in
            for submission in submissions {
                let mark = isOutdated(submission) ? Language.current("  旧版", "  form_outdated") : ""
                // What a form makes its name of may be a person's.
                let name = submission.name.map { "  " + names.value($0, field: "note") } ?? ""
                let record = submission.record
                page.add("\(record.type)  \(record.id)  \(submission.version)\(mark)\(name)")
            }
        }
        let count = submissions.count
        Terminal.note("共 \(count) 份。", "\(count) submissions.")
    }

    /// All records that answer a form, whatever their type, oldest first.
    private static func submissions(of form: String, _ replica: Replica) throws -> [Submission] {
        var found: [Submission] = []
        for type in replica.policies.types
        where type.fields.contains(where: { $0.name == "form_id" })
            && type.name != "form"
        {
            try replica.list(type.name, matching: [("form_id", form)]) { view in
                if let submission = Submission(view) { found.append(submission) }
            }
        }
        return found.sorted { $0.record.id < $1.record.id }
    }

    private static func write(
        _ submissions: [Submission],
        _ shelf: FormShelf,
        into folder: String
    ) throws {
        let url = URL(filePath: folder, directoryHint: .isDirectory)
        var forms: [String: FormDefinition] = [:]
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
            for submission in submissions {
                let version = submission.version
                let definition =
                    try forms[version]
                    ?? shelf.definition(of: shelf.form(submission.form, version: version))
                forms[version] = definition
                let text = try XForm.submission(
                    submission.answers(definition, zone: CountyTime.zone),
                    of: definition,
                    instance: submission.instance,
                    zone: CountyTime.zone
                )
                let file = url.appending(path: "\(submission.record.id).xml")
                try FileTarget.make(file.path, Data(text.utf8))
            }
        } catch let problem as Problem {
            throw problem
        } catch {
            throw Problem(
                .fileUnwritable,
                ["path": folder, "reason": error.localizedDescription]
            )
        }
    }
}
