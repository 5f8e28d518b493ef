extension AnswerReader.Refusal {
    /// The refusal as a problem of a cell.
    func problem(_ heading: String) -> Problem {
        func kind(_ expected: String) -> Problem {
            Problem(.wrongKind, ["field": heading, "label": heading, "expected": expected])
        }
        func refused(_ reason: String) -> Problem {
            Problem(.answerRefused, ["column": heading, "reason": reason])
        }
        switch self {
        case .wrongKind(.integer): return kind("整数 (a whole number)")
        case .wrongKind(.decimal), .wrongKind(.range): return kind("数字 (a number)")
        case .wrongKind(.date): return kind("2026-09-01")
        case .wrongKind(.time): return kind("08:30")
        case .wrongKind(.dateTime): return kind("2026-09-01 08:30")
        case .wrongKind(let type): return kind(type.rawValue)
        case .outsideRange(let from, let to, let step): return kind("\(from) … \(to), ± \(step)")
        case .tooLong: return kind("≤ \(Limits.valueBytesMax) bytes")
        case .noChoice, .unclear: return refused("不在可选范围内 (none of the choices)")
        case .whichYear(let days): return kind(days.joined(separator: " / "))
        case .fault(let fault):
            if fault.kind == .required { return Problem(.valueMissing, ["field": heading]) }
            if fault.kind == .notAChoice { return refused("不在可选范围内 (none of the choices)") }
            let own = fault.message.sorted { $0.key < $1.key }.map(\.value).filter { !$0.isEmpty }
            guard !own.isEmpty else { return refused("不符合表单的要求 (against its rules)") }
            let words = own.uniqued.map { text in
                text.last.map("。.".contains) == true ? String(text.dropLast()) : text
            }
            return refused(words.joined(separator: " / "))
        }
    }
}
