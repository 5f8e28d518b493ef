import FieldKit

/// A JSON value, written with sorted keys: equal results are equal bytes.
enum JSON: Hashable, Sendable {
    case text(String)
    /// A number as it is written.
    case number(String)
    case boolean(Bool)
    case null
    case array([JSON])
    case object([String: JSON])

    /// An object; what is nil is left out.
    static func keys(_ pairs: KeyValuePairs<String, JSON?>) -> JSON {
        var object: [String: JSON] = [:]
        for (key, value) in pairs where value != nil { object[key] = value }
        return .object(object)
    }

    static func integer(_ number: some BinaryInteger) -> JSON { .number("\(number)") }

    static func texts(_ list: [String]) -> JSON { .array(list.map { .text($0) }) }

    /// A field's value: whole numbers and yes or no as such, all else as text.
    init(_ value: Value) {
        switch value {
        case .integer(let number): self = .integer(number)
        case .boolean(let flag): self = .boolean(flag)
        default: self = .text(value.text)
        }
    }

    /// The value in one line.
    var text: String {
        var out = ""
        write(to: &out)
        return out
    }

    private func write(to out: inout String) {
        switch self {
        case .text(let text): Self.quote(text, &out)
        case .number(let number): out += number
        case .boolean(let flag): out += flag ? "true" : "false"
        case .null: out += "null"
        case .array(let list):
            out += "["
            for (index, item) in list.enumerated() {
                if index > 0 { out += "," }
                item.write(to: &out)
            }
            out += "]"
        case .object(let pairs):
            out += "{"
            for (index, pair) in pairs.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { out += "," }
                Self.quote(pair.key, &out)
                out += ":"
                pair.value.write(to: &out)
            }
            out += "}"
        }
    }

    private static func quote(_ text: String, _ out: inout String) {
        out += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case "\u{0}"..<"\u{20}", "\u{7F}":
                let digits = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        out += "\""
    }
}

extension JSON: Decodable {
    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        if let object = try? decoder.container(keyedBy: Key.self) {
            var pairs: [String: JSON] = [:]
            for key in object.allKeys {
                pairs[key.stringValue] = try object.decode(JSON.self, forKey: key)
            }
            self = .object(pairs)
        } else if var array = try? decoder.unkeyedContainer() {
            var list: [JSON] = []
            while !array.isAtEnd { list.append(try array.decode(JSON.self)) }
            self = .array(list)
        } else {
            let value = try decoder.singleValueContainer()
            if value.decodeNil() {
                self = .null
            } else if let flag = try? value.decode(Bool.self) {
                self = .boolean(flag)
            } else if let number = try? value.decode(Int64.self) {
                self = .integer(number)
            } else if let number = try? value.decode(Double.self) {
                self = .number("\(number)")
            } else {
                self = .text(try value.decode(String.self))
            }
        }
    }
}
