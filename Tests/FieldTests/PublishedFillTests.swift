import FieldKit
import Foundation
import TestSupport
import Testing

/// A form that is published: its answers become a record, and its versions do no harm to drafts.
///
/// The home is a county's own store, which holds what it publishes without a sync.
@Suite("Filling in a published form")
struct PublishedFillTests {
    private let field: FieldProgram

    init() throws {
        field = FieldProgram(in: try TemporaryFolder())
        let made = try BuiltProgram("SyncServer").start(
            ["init", "--data", field.home.path, "--name", "county", "--division", "610326"],
            environment: ["LANG": "C.UTF-8"]
        ).outcome()
        try #require(made.code == 0, "\(made.errors)")
    }

    private static func form(_ version: String, asks labels: [String]) -> FormDefinition {
        let nodes = labels.enumerated().map { place, label in
            var node = FormNode(name: "q\(place)", kind: .question(.text), row: place + 2)
            node.label = ["": label]
            return node
        }
        return FormDefinition(id: "school", version: version, title: ["": "School"], nodes: nodes)
    }

    private func county(_ body: (Replica) throws -> Void) throws {
        let folder = try ReplicaFolder.open(at: field.home)
        try body(folder.replica)
        try folder.close()
    }

    private func publish(_ form: FormDefinition) throws {
        try county { _ = try $0.publish(form, author: "county") }
    }

    private func fill(_ lines: String, _ options: String...) throws -> FieldProgram.Outcome {
        let input = Data((lines.replacing("|", with: "\n") + "\n").utf8)
        return try field.run(["fill", "school", "--json", "--lang", "en"] + options, input: input)
    }

    @Test("Its answers are a record about the household, and ditto repeats the last ones")
    func becomesARecord() throws {
        try publish(Self.form("1", asks: ["First?", "Second?"]))
        let (household, _) = try field.put("household", "--bucket", "610326101", "head_name=张")
        let outcome = try fill("one|two|", "--household", household)
        #expect(outcome.code == 0, "\(outcome.errors)")
        let made = try outcome.object()
        let id = try #require(made["id"] as? String)
        #expect(made["form_version"] as? String == "1")
        let fields = try field.fields("submission", id)
        #expect(fields["/q0"] as? String == "one" && fields["/q1"] as? String == "two")
        #expect(fields["household"] as? String == household)
        let again = try fill("\"|three|", "--household", household).object()
        let next = try field.fields("submission", try #require(again["id"] as? String))
        #expect(next["/q0"] as? String == "one" && next["/q1"] as? String == "three")
        // A colleague at the same laptop has answered nothing yet that could be repeated.
        let secret = field.folder.url.appending(path: "secret")
        try Data("a good word\n".utf8).write(to: secret)
        for login in [["county"], ["Bela", "--new"]] {
            let done = try field.run(["login"] + login + ["--passphrase-file", secret.path])
            #expect(done.code == 0, "\(done.errors)")
        }
        let others = try fill("\"|four|five|", "--household", household).object()
        let last = try field.fields("submission", try #require(others["id"] as? String))
        #expect(last["/q0"] as? String == "four" && last["/q1"] as? String == "five")
    }

    @Test("Its answers go out under its title and come back edited")
    func comesBack() throws {
        try publish(Self.form("1", asks: ["First?", "Second?"]))
        let (household, _) = try field.put("household", "--bucket", "610326101", "head_name=张")
        let made = try fill("one|two|", "--household", household).object()
        let id = try #require(made["id"] as? String)
        let path = field.folder.path("answers.xlsx")
        let out = try field.run(
            ["export", "submission", "--form", "school", "--format", "xlsx", "-o", path]
        )
        #expect(out.code == 0, "\(out.errors)")
        let file = try TableFile(bytes: try Data(contentsOf: URL(filePath: path)), fileName: path)
        var first: String?
        try file.rows(try #require(file.layouts.first)) { row in
            first = row.cells?.first
            return false
        }
        #expect(first == "School")
        let step: ImportTests.Step = ["row": "one", "set": "Second?", "value": "three"]
        let edited = try ImportTests.edit(path, [step])
        let taken = try ImportTests.take(field, edited)
        #expect(ImportTests.refusals(taken) == [] && taken["written"] as? Int == 1)
        let fields = try field.fields("submission", id)
        #expect(fields["/q0"] as? String == "one" && fields["/q1"] as? String == "three")
    }

    @Test("A default can be what was answered the last time")
    func lastSaved() throws {
        var form = Self.form("1", asks: ["First?", "Second?"])
        form.nodes[0].defaultValue = "${last-saved#q0}"
        form.nodes[0].isDefaultDynamic = true
        try publish(form)
        let (household, _) = try field.put("household", "--bucket", "610326101", "head_name=张")
        for (typed, kept) in [("|x|", nil), ("one|x|", "one"), ("|x|", "one")] {
            let made = try fill(typed, "--household", household).object()
            let fields = try field.fields("submission", try #require(made["id"] as? String))
            #expect(fields["/q0"] as? String == kept, "\(typed)")
        }
    }

    @Test("The name that the form gives a submission is listed and goes out with it")
    func instanceName() throws {
        var form = Self.form("1", asks: ["First?"])
        form.settings["instance_name"] = "concat('No. ', ${q0})"
        try publish(form)
        let (household, _) = try field.put("household", "--bucket", "610326101", "head_name=张")
        let filled = try fill("7|", "--household", household)
        #expect(filled.code == 0, "\(filled.errors)")
        let listed = try field.run("form", "submissions", "school", "--json").list()
        #expect(listed.map { $0["instance_name"] as? String } == ["No. 7"])
        let folder = field.folder.path("xml")
        let told = try field.run("form", "submissions", "school", "--xml", folder)
        #expect(told.output.contains("No…") && !told.output.contains("No. 7"))
        let because = ["--reveal", "--reason", "x"]
        #expect(
            try field.run(["form", "submissions", "school"] + because).output.contains("No. 7")
        )
        let file = try #require(try FileManager.default.contentsOfDirectory(atPath: folder).first)
        let xml = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
        #expect(xml.contains("<instanceName>No. 7</instanceName>"))
    }

    @Test("The id that a submission will bear can be asked for, also in a draft")
    func instanceID() throws {
        var form = Self.form("1", asks: ["First?", "Second?"])
        var number = FormNode(name: "number", kind: .question(.calculate), row: 4)
        number.calculation = "concat('no. ', ${instanceID})"
        form.nodes.append(number)
        try publish(form)
        let (household, _) = try field.put("household", "--bucket", "610326101", "head_name=张")
        #expect(try fill("one|q", "--household", household).code == 0)
        let made = try fill("1|two|", "--household", household).object()
        let instance = try #require(made["instance"] as? String)
        let fields = try field.fields("submission", try #require(made["id"] as? String))
        #expect(fields["/number"] as? String == "no. \(instance)")
        #expect(fields["instance_id"] as? String == instance)
    }

    @Test("A draft goes on in its own version, also when the form was changed or withdrawn")
    func draftKeepsItsVersion() throws {
        try publish(Self.form("1", asks: ["First?", "Second?"]))
        let (household, _) = try field.put("household", "--bucket", "610326101", "head_name=张")
        #expect(try fill("one|q", "--household", household).code == 0)
        try publish(Self.form("2", asks: ["Other?"]))
        try county { _ = try $0.withdrawForm("school", author: "county") }
        let outcome = try fill("1|two|", "--household", household)
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("withdrawn"))
        let made = try outcome.object()
        #expect(made["form_version"] as? String == "1")
        let refused = try fill("x|", "--household", household)
        #expect(
            refused.code == 1 && refused.errors.contains("[form_withdrawn]"),
            "\(refused.errors)"
        )
    }

    @Test("Who begins anew begins in the newest version, and not at all in a withdrawn form")
    func anewIsTheNewest() throws {
        try publish(Self.form("1", asks: ["First?", "Second?"]))
        let (household, _) = try field.put("household", "--bucket", "610326101", "head_name=张")
        #expect(try fill("one|q", "--household", household).code == 0)
        try publish(Self.form("2", asks: ["Other?"]))
        #expect(try fill("2|q", "--household", household).code == 0)
        let second = try fill("1|x|", "--household", household).object()
        #expect(second["form_version"] as? String == "2")
        #expect(try fill("one|q", "--household", household).code == 0)
        try county { _ = try $0.withdrawForm("school", author: "county") }
        let refused = try fill("2|x|", "--household", household)
        #expect(refused.code == 1 && refused.errors.contains("[form_withdrawn]"))
        // What was begun is still there.
        let third = try fill("1||", "--household", household).object()
        #expect(third["form_version"] as? String == "2")
    }

    @Test("That a record to be changed is not here is told; the answers are kept")
    func notHeld() throws {
        var form = Self.form("1", asks: ["Whose?", "Address?"])
        form.nodes[1].saveTo = "address"
        form.entities = [FormEntity(list: "household", label: nil, id: "${q0}", row: 2)]
        try publish(form)
        let (household, _) = try field.put("household", "--bucket", "610326101", "head_name=张")
        let other = "01a203f8-4d31-752d-ab21-75331c0995f0"
        for subject in ["", other] {
            let outcome = try fill("\(subject)|三组|", "--household", household)
            let made = try outcome.object()
            #expect(made["not_held"] as? [String] == ["household"])
            #expect(outcome.errors.contains("not on this laptop"), "\(outcome.errors)")
            let fields = try field.fields("submission", try #require(made["id"] as? String))
            #expect(fields["/q1"] as? String == "三组")
        }
        let made = try fill("\(household)|三组|", "--household", household).object()
        #expect(made["not_held"] == nil)
        #expect(try field.fields("household", household)["address"] as? String == "三组")
    }
}
