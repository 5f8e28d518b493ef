import TestSupport

/// Draws expressions over all functions, of the kind that is wanted, with a few of a wrong kind.
struct ExpressionGrammar {
    let random: SeededRandom
    /// How a question of a kind is named; of which kinds there are which.
    var names: [Kind: [String]]
    /// Whether values of another kind than wanted are drawn now and then.
    var mixes = true
    /// Whether functions that fail for some texts, such as `date`, are drawn.
    var fails = true

    enum Kind: CaseIterable, Hashable {
        case number, text, truth, moment, nodes, choices, place
    }

    func draw(_ kind: Kind, _ depth: Int = 4) -> String {
        if mixes, kind != .nodes, kind != .place, random.percent(8) {
            return draw(random.pick([.number, .text, .truth, .moment]), depth)
        }
        guard depth > 0, !random.percent(15) else { return leaf(kind) }
        switch kind {
        case .number: return number(depth - 1)
        case .text: return text(depth - 1)
        case .truth: return truth(depth - 1)
        case .moment: return moment(depth - 1)
        case .choices, .nodes, .place: return leaf(kind)
        }
    }

    private func leaf(_ kind: Kind) -> String {
        if let names = names[kind], !names.isEmpty,
            kind == .nodes || kind == .place || random.percent(60)
        {
            return random.pick(names)
        }
        return switch kind {
        case .number:
            random.pick([
                "0", "1", "2", "3.5", "10", "-1", "0.1", "1000000", "12345678.9", "0.0001", "7",
                "2147483648", "-7.5", ".5", "100",
            ])
        case .text:
            random.pick([
                "''", "'a'", "'abc'", "'3'", "'-2.5'", "' x  y '", "'a b c'", "'1,5'", "'true'",
                "'王小明'", "'2024-02-29'", "'1e3'", "'NaN'", "\"it's\"", "'12'", "'.'",
            ])
        case .truth: random.pick(["true()", "false()"])
        case .moment:
            random.pick([
                "date('2024-02-29')", "date('1999-12-31')", "date-time('2020-06-15T13:45:30.250')",
                "date('2026-09-01')", "date-time('2021-01-01T00:00:00.000Z')",
                "date-time('2021-07-01T23:30:00.000+02:00')", "date(12345)", "date-time(18000.75)",
            ])
        case .choices: random.pick(["'a b'", "'a'", "''", "'c a b'"])
        case .place, .nodes: "''"
        }
    }

    private func number(_ depth: Int) -> String {
        let one = { draw(.number, depth) }
        var some: [() -> String] = [
            { "\(one()) + \(one())" }, { "\(one()) - \(one())" }, { "\(one()) * \(one())" },
            { "\(one()) div \(one())" }, { "\(one()) mod \(one())" }, { "-\(one())" },
            { "(\(one()) + \(one())) * \(one())" },
            { "number(\(draw(random.pick([.text, .truth, .moment, .number]), depth)))" },
            { "int(\(one()))" }, { "round(\(one()))" },
            { "round(\(one()), \(random.pick(["0", "1", "2", "-1", "-2", "3"])))" },
            { "abs(\(one()))" }, { "pow(\(one()), \(random.pick(["2", "0.5", "-1", "3"])))" },
            { "exp(\(one()) div 1000000)" }, { "exp10(\(one()) div 10000000)" },
            { "log(\(one()))" }, { "log10(\(one()))" }, { "sqrt(\(one()))" }, { "sin(\(one()))" },
            { "cos(\(one()))" }, { "tan(\(one()))" }, { "asin(\(one()))" }, { "acos(\(one()))" },
            { "atan(\(one()))" }, { "atan2(\(one()), \(one()))" }, { "pi()" },
            { "min(\(one()), \(one()), \(one()))" }, { "max(0.5, \(one()), \(one()))" },
            { "sum(\(nodes()))" }, { "count(\(nodes()))" },
            { "count-non-empty(\(nodes()))" },
            { "min(\(nodes()))" }, { "string-length(\(draw(.text, depth)))" },
            { "count-selected(\(draw(.choices, depth)))" },
            { "decimal-date-time(\(draw(.moment, depth)))" },
            { "decimal-time(\(draw(.moment, depth)))" }, { "position(\(nodes()))" },
            { "coalesce(\(one()), \(one()))" },
            { "if(\(draw(.truth, depth)), \(one()), \(one()))" },
            { "\(draw(.moment, depth)) - \(draw(.moment, depth))" },
        ]
        if names[.place]?.isEmpty == false {
            // Rounded: an area is the difference of large numbers.
            some.append { "round(area(\(leaf(.place))))" }
            some.append { "round(distance(\(leaf(.place))), 3)" }
            some.append { "round(distance(\(leaf(.place)), '34.2 107.7 0 0'), 3)" }
        }
        return random.pick(some)()
    }

    private func text(_ depth: Int) -> String {
        let one = { draw(.text, depth) }
        let some: [() -> String] = [
            { "concat(\(one()), \(draw(random.pick([.number, .truth, .moment, .text]), depth)))" },
            { "concat(\(nodes()))" }, { "join('-', \(nodes()))" },
            {
                // Numbers only: for a text the jar lacks the class that makes a number of it.
                let seed = random.pick(["7", "0", "-3", "42.9", "99999999999", "''"])
                return "join('-', randomize(\(nodes()), \(seed)))"
            },
            { "join(\(one()), \(one()), \(one()), \(one()))" },
            { "substr(\(one()), \(random.pick(["0", "1", "-2", "2"])))" },
            {
                "substr(\(one()), \(random.pick(["0", "1", "-3"])), \(random.pick(["2", "-1", "9"])))"
            },
            { "substring-before(\(one()), \(random.pick(["'b'", "' '", "'x'", "''"])))" },
            { "substring-after(\(one()), \(random.pick(["'b'", "' '", "'x'", "'a'"])))" },
            { "translate(\(one()), 'abc', \(random.pick(["'ABC'", "'x'", "''"])))" },
            { "normalize-space(\(one()))" },
            { "string(\(draw(random.pick([.number, .truth, .moment]), depth)))" },
            { "if(\(draw(.truth, depth)), \(one()), \(one()))" },
            { "coalesce(\(one()), \(one()))" },
            { "selected-at(\(draw(.choices, depth)), \(random.pick(["0", "1", "5", "-1"])))" },
            {
                let names = ["'MD5'", "'SHA-1'", "'SHA-256'", "'SHA-384'", "'SHA-512'", "'sha1'"]
                let encoding = random.pick([", 'hex'", ", 'base64'", ""])
                return "digest(\(one()), \(random.pick(names))\(encoding))"
            },
            { "base64-decode(\(random.pick(["'YWJj'", "'546L5bCP5piO'", "''"])))" },
            {
                let patterns = ["%Y-%m-%d", "%e/%n/%y", "%H:%M:%S.%3", "%b %a %d %h", "%W%%"]
                return "format-date-time(\(draw(.moment, depth)), '\(random.pick(patterns))')"
            },
            { "format-date(\(draw(.moment, depth)), '%Y/%m/%d')" },
            { fails ? "once(\(one()))" : one() }, { "string(\(draw(.number, depth)))" },
        ]
        return random.pick(some)()
    }

    private func truth(_ depth: Int) -> String {
        let one = { draw(.truth, depth) }
        var some: [() -> String] = [
            { "\(one()) and \(one())" }, { "\(one()) or \(one())" }, { "not(\(one()))" },
            { "\(draw(.number, depth)) \(comparison()) \(draw(.number, depth))" },
            { "\(draw(.number, depth)) \(comparison()) \(draw(.number, depth))" },
            { "\(draw(.text, depth)) \(equality()) \(draw(.text, depth))" },
            { "\(draw(.moment, depth)) \(comparison()) \(draw(.moment, depth))" },
            { "\(draw(.text, depth)) \(equality()) \(draw(.number, depth))" },
            { "boolean(\(draw(random.pick([.number, .text, .moment]), depth)))" },
            { "boolean-from-string(\(draw(.text, depth)))" },
            { "contains(\(draw(.text, depth)), \(draw(.text, 1)))" },
            { "starts-with(\(draw(.text, depth)), \(draw(.text, 1)))" },
            { "ends-with(\(draw(.text, depth)), \(draw(.text, 1)))" },
            { "selected(\(draw(.choices, depth)), \(random.pick(["'a'", "'b'", "'z'"])))" },
            { "regex(\(draw(.text, depth)), \(random.pick(["'[a-z]+'", "'\\d*'", "'.*b.*|x'"])))" },
            { "checklist(\(random.pick(["1", "-1", "2"])), 2, \(one()), \(one()), \(one()))" },
            { "weighted-checklist(1, 5, \(one()), 2, \(one()), \(draw(.number, 0)))" },
            { "if(\(one()), \(one()), \(one()))" },
        ]
        if names[.place]?.isEmpty == false {
            some.append {
                "geofence('\(random.pick(["34.05 107.05", "30 100"]))', \(leaf(.place)))"
            }
        }
        return random.pick(some)()
    }

    private func moment(_ depth: Int) -> String {
        var some: [() -> String] = [
            { "date(\(draw(.moment, depth)))" }, { "date-time(\(draw(.moment, depth)))" },
            { "date(decimal-date-time(\(draw(.moment, depth))) + \(random.below(400)))" },
            { "if(\(draw(.truth, depth)), \(draw(.moment, depth)), \(draw(.moment, depth)))" },
        ]
        if fails { some.append { "date(\(draw(.text, depth)))" } }
        return random.pick(some)()
    }

    private func nodes() -> String { leaf(.nodes) }
    private func comparison() -> String { random.pick(["<", "<=", ">", ">=", "=", "!="]) }
    private func equality() -> String { random.pick(["=", "!="]) }
}
