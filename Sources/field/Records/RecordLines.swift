import FieldKit
import Foundation

/// The lines of `put --from`: one edit each.
struct RecordLines {
    let policies: PolicyTable
    let isRaw: Bool
    /// What the file is called in messages.
    let file: String

    /// Reads all lines; empty ones are passed over.
    ///
    /// - Returns: The edits, and for each the number of its line.
    /// - Throws: `line_invalid` for the first line that will not do.
    func edits(_ data: Data) throws -> (edits: [Edit], lines: [Int]) {
        var edits: [Edit] = []
        var lines: [Int] = []
        var bytes = data[...]
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        let decoder = JSONDecoder()
        for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
            .enumerated()
        where line.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) {
            do {
                edits.append(try edit(line, decoder))
            } catch let problem as Problem {
                throw invalid(index + 1, problem)
            }
            lines.append(index + 1)
        }
        return (edits, lines)
    }

    /// What is wrong with a line, as a problem of the line.
    func invalid(_ line: Int, _ problem: Problem) -> Problem {
        var reason = problem.sentence(.current)
        while let last = reason.last, ".。".contains(last) { reason.removeLast() }
        if problem.code != .lineInvalid { reason += " [\(problem.code.rawValue)]" }
        if problem.code == .lineInvalid { reason = problem.details["reason"] ?? reason }
        return Problem(.lineInvalid, ["file": file, "line": "\(line)", "reason": reason])
    }

    private func wrong(_ chinese: String, _ english: String) -> Problem {
        Problem(.lineInvalid, ["reason": Language.current(chinese, english)])
    }

    // MARK: One line

    private func edit(_ line: Data.SubSequence, _ decoder: JSONDecoder) throws -> Edit {
        guard case .object(let keys)? = try? decoder.decode(JSON.self, from: Data(line)) else {
            throw wrong("不是 JSON 对象", "it is no JSON object")
        }
        let known: Set = ["type", "id", "bucket", "set", "add", "remove", "base", "new"]
        if let other = keys.keys.filter({ !known.contains($0) }).min() {
            let name = other.prefix(40)
            throw wrong("有不认识的键“\(name)”", "it has an unknown key \"\(name)\"")
        }
        guard let type = try text("type", keys) else {
            throw wrong("缺少 type", "it has no \"type\"")
        }
        var edit = Edit(type: type, changes: [], isRaw: isRaw)
        if let id = try text("id", keys) {
            guard let record = RecordID(id) else { throw Problem(.invalidIdentifier) }
            edit.id = record
        }
        edit.base = try text("base", keys).map { try RecordVersion($0) }
        if let new = keys["new"] {
            guard case .boolean(let flag) = new else { throw kind("new") }
            edit.isNew = flag
        }
        edit.changes = try sets(keys, type)
        for (name, elements) in try lists("add", keys) {
            edit.changes += elements.map { .add(name, $0) }
        }
        for (name, elements) in try lists("remove", keys) {
            edit.changes += elements.map { .remove(name, $0) }
        }
        if let buckets = keys["bucket"] {
            edit.changes += try strings(buckets, "bucket").map(BucketChange.change)
        }
        return edit
    }

    private func sets(_ keys: [String: JSON], _ type: String) throws -> [Edit.Change] {
        try object("set", keys).sorted { $0.key < $1.key }.map { name, value in
            let policy = try policies.writable(name, of: type, isRaw: isRaw)
            return .set(name, try read(value, policy))
        }
    }

    private func read(_ json: JSON, _ policy: FieldPolicy) throws -> Value {
        switch (json, policy.kind) {
        case (.text(let text), _): return try policy.value(text)
        case (.null, _): return .cleared
        case (.number(let number), .integer), (.number(let number), .decimal):
            return try policy.value(number)
        case (.boolean(let flag), .boolean): return .boolean(flag)
        default:
            // The catalogue's words for the kind that is expected come from reading a wrong value.
            _ = try policy.kind == .text ? nil : policy.value("\u{0}")
            throw wrong(
                "“\(policy.name)”应是文字（JSON 字符串）",
                "\"\(policy.name)\" takes text (a JSON string)"
            )
        }
    }

    private func lists(
        _ key: String,
        _ keys: [String: JSON]
    ) throws -> [(name: String, elements: [String])] {
        try object(key, keys).sorted { $0.key < $1.key }.map { name, value in
            (name, try strings(value, name))
        }
    }

    private func object(_ key: String, _ keys: [String: JSON]) throws -> [String: JSON] {
        guard let value = keys[key] else { return [:] }
        guard case .object(let object) = value else { throw kind(key) }
        return object
    }

    private func strings(_ json: JSON, _ key: String) throws -> [String] {
        guard case .array(let list) = json else { throw kind(key) }
        return try list.map {
            guard case .text(let text) = $0 else { throw kind(key) }
            return text
        }
    }

    private func text(_ key: String, _ keys: [String: JSON]) throws -> String? {
        guard let value = keys[key] else { return nil }
        guard case .text(let text) = value else { throw kind(key) }
        return text
    }

    private func kind(_ key: String) -> Problem {
        wrong("“\(key)”的写法不对", "\"\(key)\" is not written as it should be")
    }
}
