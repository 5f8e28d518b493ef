/// Where the rows of a form lie in the XForm's instance, and how one is reached from another.
struct XFormPaths {
    /// One row.
    struct Place {
        /// The names from the top, its own last.
        let path: [String]
        /// How many names reach to each repeat that it lies in or is, from the outermost.
        let repeats: [Int]

        /// The path from the top.
        var absolute: String { "/" + path.joined(separator: "/") }
    }

    private var places: [String: Place] = [:]

    /// Lays out the rows below the root element, and the id of the answers, where there is one.
    init(_ nodes: [FormNode], root: String, hasInstanceID: Bool) {
        if hasInstanceID {
            let name = FormProperty.instanceID
            places[name] = Place(path: [root, "meta", name], repeats: [])
        }
        add(nodes, below: Place(path: [root], repeats: []))
    }

    private mutating func add(_ nodes: [FormNode], below parent: Place) {
        for node in nodes {
            let place = Self.place(of: node, below: parent)
            places[node.name] = place
            add(node.children, below: place)
        }
    }

    /// Where a row below another lies.
    static func place(of node: FormNode, below parent: Place) -> Place {
        let path = parent.path + [node.name]
        let isRepeat = node.kind == .repeat
        return Place(path: path, repeats: parent.repeats + (isRepeat ? [path.count] : []))
    }

    /// Where the row of a name lies.
    func place(named name: String) -> Place? { places[name] }

    /// An expression with the paths of rows in place of `${name}`.
    ///
    /// - Parameters:
    ///   - text: The expression.
    ///   - context: The row that it belongs to.
    ///   - isInItemset: Whether it stands in a predicate, where `.` is another row.
    /// - Returns: XPath.
    func resolve(_ text: String, from context: Place, isInItemset: Bool = false) -> String {
        guard text.contains("${") else { return text }
        let predicates = text.contains("instance(") ? Self.brackets(of: text) : []
        let repeated = Self.indexedRepeats(of: text)
        var result = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "${"),
            let end = rest[start.upperBound...].firstIndex(of: "}")
        {
            result += rest[..<start.lowerBound]
            let name = String(rest[start.upperBound..<end])
            if let saved = lastSaved(name) {
                result += saved
                rest = rest[rest.index(after: end)...]
                continue
            }
            let isInside = predicates.contains { $0.contains(start.lowerBound) }
            let isAbsolute = repeated.contains { $0.contains(start.lowerBound) }
            result += path(
                to: name,
                from: isAbsolute ? nil : context,
                usesCurrent: isInItemset || isInside
            )
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }

    /// The path to what was answered the last time; nil for a name that means an answer of now.
    private func lastSaved(_ name: String) -> String? {
        guard name.hasPrefix(FormReference.lastSavedMark),
            let place = places[String(name.dropFirst(FormReference.lastSavedMark.count))]
        else { return nil }
        return " instance('\(FormTable.lastSaved)')\(place.absolute) "
    }

    /// A path with blanks around it; a relative one if both lie in one repeat.
    private func path(to name: String, from context: Place?, usesCurrent: Bool) -> String {
        guard let target = places[name] else { return "${\(name)}" }
        guard let context, let relative = Self.relative(to: target, from: context) else {
            return " \(target.absolute) "
        }
        return usesCurrent ? " current()/\(relative) " : " \(relative) "
    }

    private static func relative(to target: Place, from context: Place) -> String? {
        let common = zip(context.path.dropLast(), target.path.dropLast()).prefix { $0 == $1 }.count
        // What encloses both, itself excluded, has to be in a repeat or one.
        guard context.repeats.contains(where: { $0 <= common }) else { return nil }
        let up = Array(repeating: "..", count: context.path.count - common)
        return (up + target.path.dropFirst(common)).joined(separator: "/")
    }

    /// The stretches of a text between square brackets.
    private static func brackets(of text: String) -> [Range<String.Index>] {
        var stretches: [Range<String.Index>] = []
        var open: [String.Index] = []
        for index in text.indices {
            if text[index] == "[" { open.append(index) }
            if text[index] == "]", let start = open.popLast() { stretches.append(start..<index) }
        }
        return stretches
    }

    /// The stretches in which `indexed-repeat` names what it looks into: those paths are whole.
    private static func indexedRepeats(of text: String) -> [Range<String.Index>] {
        var stretches: [Range<String.Index>] = []
        for call in text.ranges(of: "indexed-repeat(") {
            var depth = 1
            var argument = 0
            var start = call.upperBound
            var index = call.upperBound
            while index < text.endIndex, depth > 0 {
                if text[index] == "(" { depth += 1 }
                if text[index] == ")" { depth -= 1 }
                if depth == 0 || (depth == 1 && text[index] == ",") {
                    if argument == 0 || !argument.isMultiple(of: 2) {
                        stretches.append(start..<index)
                    }
                    argument += 1
                    start = text.index(after: index)
                }
                index = text.index(after: index)
            }
        }
        return stretches
    }
}
