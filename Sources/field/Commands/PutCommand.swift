import ArgumentParser
import FieldKit

/// `field put`: creates or changes a record, or many from a file.
struct PutCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "put",
        abstract: "新建或修改记录 · Create a record, or change one.",
        discussion: """
            NAME=VALUE 填写，NAME= 清空，NAME+=V 和 NAME-=V 增减集合成员；NAME=@FILE、NAME=@-
            从文件或标准输入读取，姓名、电话等个人信息请用这种写法。
            NAME=VALUE sets, NAME= clears, NAME+=V and NAME-=V change a set; NAME=@FILE and NAME=@-
            read the value: use them for what is personal. One line break at the end is dropped.

            --from: {"type":…, "id":…?, "bucket":[…]?, "set":{name:value}, "add":{name:[…]}?,
            "remove":{name:[…]}?, "base":…?, "new":true?}
            """
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Argument(
        help: ArgumentHelp(
            "类型、编号（修改时）、各项内容 · The type, the id of a record to change, and the values.",
            valueName: "type [id] name=value"
        )
    )
    var arguments: [String] = []

    @Option(
        name: .customLong("bucket"),
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "所属的村或学校，-CODE 移出 · A village or school the record belongs to; -CODE takes it out.",
            valueName: "[+-]code"
        )
    )
    var buckets: [String] = []

    @Option(
        help: ArgumentHelp(
            "修改所依据的版本 · What the author had read; default: what is shown now.",
            valueName: "version"
        )
    )
    var base: String?

    @Flag(help: "接受未知的类型和字段 · Take unknown types and fields, as text.")
    var raw = false

    @Option(
        help: ArgumentHelp(
            "每行一条记录的文件，- 为标准输入 · A file with one record a line; - is standard input.",
            valueName: "file.jsonl"
        )
    )
    var from: String?

    func run() throws {
        if let from {
            guard arguments.isEmpty, buckets.isEmpty, base == nil else {
                throw Problem(
                    .wrongUsage,
                    ["what": Language.current("--from 不能与其他内容同用", "--from goes alone")]
                )
            }
            try putLines(from)
        } else {
            try putOne()
        }
    }

    private func putOne() throws {
        guard let type = arguments.first else {
            throw Problem(
                .wrongUsage,
                ["what": Language.current("缺少类型", "the type is missing")]
            )
        }
        var rest = Array(arguments.dropFirst())
        var edit = Edit(type: type, changes: [], isRaw: raw)
        if let id = rest.first, !id.contains("=") {
            edit.id = try RecordArgument.record(id)
            rest.removeFirst()
        }
        let skipped = arguments.count - rest.count
        let assignments = try rest.enumerated().map {
            try Assignment($0.element, position: $0.offset + skipped + 1)
        }
        edit.base = try base.map { try RecordVersion($0) }
        var source = ValueSource()
        edit.changes =
            try assignments.map {
                try $0.change(of: type, policies: .county, isRaw: raw, source: &source)
            } + buckets.map(BucketChange.change)
        let results = try global.place.replica { replica in
            try replica.edit([edit], author: try replica.author())
        }
        sayDoubts(edit)
        for result in results {
            if output.json {
                try Terminal.print(RecordJSON.result(result))
            } else {
                try say(result)
            }
        }
    }

    /// A number that fails its check is no reason not to save; whoever typed it can still look.
    private func sayDoubts(_ edit: Edit) {
        guard let today = Moment.today() else { return }
        for case .set(let field, let value) in edit.changes {
            guard let problem = NationalNumber.doubt(value.text, in: field, today: today) else {
                continue
            }
            let (chinese, english) = (Language.chinese, Language.english)
            Terminal.note(
                "\(problem.sentence(chinese))\(problem.next(chinese))已照样保存，标为“待核”。[\(problem.code.rawValue)]",
                "\(problem.sentence(english)) \(problem.next(english)) It was saved as it is, to be checked. [\(problem.code.rawValue)]"
            )
        }
    }

    private func say(_ result: EditResult) throws {
        let text = RecordText(.county)
        try Terminal.say(
            "已保存：\(text.type(result.type)) \(result.id) v\(result.generation)",
            "Saved: \(result.type) \(result.id) v\(result.generation)"
        )
        guard !result.observations.isEmpty else { return }
        try Terminal.say(
            "其中 \(result.observations.count) 项由名册管理，已作为核实记录等待审核。",
            "\(result.observations.count) of the fields belong to the roster: what you saw was kept "
                + "as an observation for review."
        )
    }

    private func putLines(_ path: String) throws {
        var source = ValueSource()
        let lines = RecordLines(
            policies: .county,
            isRaw: raw,
            file: path == "-" ? Language.current("标准输入", "standard input") : path
        )
        let (edits, numbers) = try lines.edits(try source.read(path))
        guard !edits.isEmpty else { throw Problem(.nothingToWrite) }
        let results: [EditResult]
        do {
            results = try global.place.replica { replica in
                try replica.edit(edits, author: try replica.author())
            }
        } catch let problem as Problem {
            guard let index = problem.details["index"].flatMap({ Int($0) }),
                numbers.indices.contains(index)
            else { throw problem }
            throw lines.invalid(numbers[index], problem)
        }
        if output.json {
            try Terminal.print(
                .keys([
                    "writes": .integer(results.count),
                    "ids": .texts(results.map { "\($0.id)" }),
                ])
            )
        } else {
            try Terminal.say("已保存 \(results.count) 条。", "\(results.count) lines were saved.")
        }
    }
}
