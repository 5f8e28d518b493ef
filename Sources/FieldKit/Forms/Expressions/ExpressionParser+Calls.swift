extension ExpressionParser {
    /// A function with its arguments; with steps behind it where it gives nodes.
    mutating func call(_ name: String) throws(FormExpressionError) -> ExpressionTree {
        let start = offset
        advance()
        let arguments = try arguments()
        switch name {
        case "instance":
            guard arguments.count == 1 else {
                throw Self.wrongCount(name, arguments.count, "1", at: start)
            }
            guard case .text(let table) = arguments[0] else {
                throw Self.wrongArgument(name, 1, at: start)
            }
            return .path(try steps(behind: .instance(table), at: start))
        case "current":
            guard arguments.isEmpty else {
                throw Self.wrongCount(name, arguments.count, "0", at: start)
            }
            return .path(try steps(behind: .current, at: start))
        default: break
        }
        guard let function = FormFunction(rawValue: name) else {
            throw FormExpressionError(.unknownFunction, at: start, ["function": name])
        }
        guard function.takes(arguments.count) else {
            throw Self.wrongCount(name, arguments.count, function.expectedCount, at: start)
        }
        guard token != .leftBracket, token != .slash, token != .doubleSlash else {
            throw FormExpressionError(.unsupported, at: offset, ["construct": "\(name)()/..."])
        }
        return .call(function, try checked(arguments, of: function, at: start))
    }

    private mutating func arguments() throws(FormExpressionError) -> [ExpressionTree] {
        try expect(.leftParenthesis)
        guard !take(.rightParenthesis) else { return [] }
        var arguments = [try expression()]
        while take(.comma) { arguments.append(try expression()) }
        try expect(.rightParenthesis)
        return arguments
    }

    /// The arguments, where those that must be paths are paths.
    private func checked(
        _ arguments: [ExpressionTree],
        of function: FormFunction,
        at start: Int
    ) throws(FormExpressionError) -> [ExpressionTree] {
        var arguments = arguments
        switch function {
        case .indexedRepeat:
            for index in [0] + stride(from: 1, to: arguments.count, by: 2) {
                try requirePath(arguments[index], function, index, at: start)
            }
        case .position where !arguments.isEmpty, .count, .countNonEmpty, .sum, .randomize:
            if case .call(.randomize, _) = arguments[0] { break }
            try requirePath(arguments[0], function, 0, at: start)
        case .pulldata:
            guard case .text = arguments[0] else {
                throw Self.wrongArgument(function.rawValue, 1, at: start)
            }
        case .choiceName:
            // The question is named by a text in quotes, so that its choices can be found.
            guard case .text(let question) = arguments[1] else {
                throw Self.wrongArgument(function.rawValue, 2, at: start)
            }
            var inner = try ExpressionParser(question)
            guard case .path(let path) = try inner.whole() else {
                throw Self.wrongArgument(function.rawValue, 2, at: start)
            }
            arguments[1] = .path(path)
        default: break
        }
        return arguments
    }

    private func requirePath(
        _ argument: ExpressionTree,
        _ function: FormFunction,
        _ index: Int,
        at start: Int
    ) throws(FormExpressionError) {
        guard case .path = argument else {
            throw Self.wrongArgument(function.rawValue, index + 1, at: start)
        }
    }

    private static func wrongArgument(
        _ function: String,
        _ argument: Int,
        at offset: Int
    ) -> FormExpressionError {
        FormExpressionError(
            .wrongArgument,
            at: offset,
            ["function": function, "argument": "\(argument)"]
        )
    }

    private static func wrongCount(
        _ function: String,
        _ count: Int,
        _ expected: String,
        at offset: Int
    ) -> FormExpressionError {
        FormExpressionError(
            .wrongArgumentCount,
            at: offset,
            ["function": function, "expected": expected, "found": "\(count)"]
        )
    }
}
