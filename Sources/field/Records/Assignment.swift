import FieldKit
import Foundation

/// One `NAME=VALUE`, `NAME+=VALUE` or `NAME-=VALUE` of a command line.
struct Assignment {
    /// What is done with the value.
    enum Deed {
        case set
        case add
        case remove
    }

    let name: String
    let deed: Deed
    /// The value as typed; `@FILE` and `@-` say where it is.
    let typed: String

    /// Takes an argument apart.
    ///
    /// An error says which argument it is, by `position`; the argument itself may be somebody's
    /// name, and is not repeated.
    ///
    /// - Throws: `wrong_usage`.
    init(_ argument: String, position: Int) throws {
        guard let sign = argument.firstIndex(of: "=") else { throw Self.misread(position) }
        var name = argument[..<sign]
        deed = name.hasSuffix("+") ? .add : name.hasSuffix("-") ? .remove : .set
        if deed != .set { name.removeLast() }
        guard !name.isEmpty else { throw Self.misread(position) }
        self.name = String(name)
        typed = String(argument[argument.index(after: sign)...])
    }

    private static func misread(_ position: Int) -> Problem {
        Problem(
            .wrongUsage,
            [
                "what": Language.current(
                    "第 \(position) 个参数不是 名称=值",
                    "argument \(position) is not NAME=VALUE"
                )
            ]
        )
    }

    /// What it means for a record of a type.
    ///
    /// - Throws: `unknown_type`, `unknown_field`, `is_a_set`, `wrong_kind`, `value_too_long`,
    ///   `file_unreadable`.
    func change(
        of type: String,
        policies: PolicyTable,
        isRaw: Bool,
        source: inout ValueSource
    ) throws -> Edit.Change {
        guard deed == .set else {
            let element = try source.text(typed)
            return deed == .add ? .add(name, element) : .remove(name, element)
        }
        let policy = try policies.writable(name, of: type, isRaw: isRaw)
        if policy.kind == .data, typed.hasPrefix("@") {
            return .set(name, .data(try source.data(typed)))
        }
        return .set(name, try policy.value(try source.text(typed)))
    }
}

extension PolicyTable {
    /// How a field is treated that is to be given a value.
    ///
    /// - Throws: `unknown_type`, `unknown_field`, `is_a_set`.
    func writable(_ name: String, of type: String, isRaw: Bool) throws -> FieldPolicy {
        guard isRaw || self.type(type) != nil else {
            throw Problem(.unknownType, ["type": type])
        }
        guard let policy = field(name, of: type) else {
            guard isRaw else { throw Problem(.unknownField, ["type": type, "field": name]) }
            return self.policy(RegisterKey(name), of: type)
        }
        guard policy.kind != .set else { throw Problem(.isASet, ["field": name]) }
        return policy
    }
}

/// Where values come from that are not to stand in a command line: files and standard input.
struct ValueSource {
    private var isInputRead = false

    /// The value itself, or for `@FILE` and `@-` what is read, less one line break at its end.
    ///
    /// - Throws: `file_unreadable`, also for what is neither UTF-8 nor of the terminal's
    ///   encoding; `wrong_usage` if standard input is
    ///   asked for twice.
    mutating func text(_ typed: String) throws -> String {
        guard typed.hasPrefix("@") else { return typed }
        let data = try data(typed)
        let read = String(validating: data, as: UTF8.self) ?? Codeset.current.text(data)
        guard var text = read else {
            throw Problem(
                .fileUnreadable,
                ["path": String(typed.dropFirst()), "reason": Self.noText]
            )
        }
        if text.last?.isNewline == true { text.removeLast() }
        return text
    }

    /// Which encodings were tried.
    private static var noText: String {
        let own =
            Codeset.current == .utf8
            ? "" : Language.current("，也不是 ", " nor ") + Codeset.current.name
        return Language.current("不是 UTF-8 文字\(own)", "no text in UTF-8\(own)")
    }

    /// The bytes behind `@FILE` and `@-`.
    mutating func data(_ typed: String) throws -> Data {
        try read(String(typed.dropFirst()))
    }

    /// The bytes of a file; `-` is standard input.
    ///
    /// - Throws: `file_unreadable`, `wrong_usage`.
    mutating func read(_ path: String) throws -> Data {
        guard !path.isEmpty else {
            throw Problem(
                .wrongUsage,
                ["what": Language.current("缺少文件名", "the name of a file is missing")]
            )
        }
        guard path == "-" else {
            do {
                return try Data(contentsOf: URL(filePath: path))
            } catch {
                let reason =
                    FileManager.default.fileExists(atPath: path)
                    ? Language.current("没有权限或不是文件", "no permission, or no file")
                    : Language.current("文件不存在", "no such file")
                throw Problem(.fileUnreadable, ["path": path, "reason": reason])
            }
        }
        guard !isInputRead else {
            throw Problem(
                .wrongUsage,
                [
                    "what": Language.current(
                        "标准输入只能读一次",
                        "standard input can be read only once"
                    )
                ]
            )
        }
        isInputRead = true
        do {
            return try FileHandle.standardInput.readToEnd() ?? Data()
        } catch {
            throw Problem(.fileUnreadable, ["path": "-", "reason": "stdin"])
        }
    }
}
