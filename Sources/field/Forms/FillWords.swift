import FieldKit
import Foundation

/// What a form's questions and answers are called, in the language of the person.
struct FillWords {
    private let language: Language

    init(_ language: Language = .current) { self.language = language }

    /// Under which name the form keeps its texts of this language; nil if it has none.
    func name(in form: FormDefinition) -> String? {
        form.languageName(language) ?? form.defaultLanguage
    }

    /// What people call the form.
    func title(of form: FormDefinition) -> String {
        let key = name(in: form) ?? form.languages.first ?? ""
        return form.title[key] ?? form.title[""].map(language.half) ?? form.id
    }

    // MARK: Answers

    /// An answer as people read it.
    func answer(_ value: AnswerValue, at path: FormPath, of session: FormSession) -> String {
        let row = session.row(at: path)
        switch value {
        case .time: return String(value.text(in: CountyTime.zone).prefix(5))
        case .moment:
            let text = value.text(in: CountyTime.zone)
            return text.prefix(10) + " " + text.dropFirst(11).prefix(5)
        case .boolean(let flag): return flag ? language("是", "yes") : language("否", "no")
        case .text(let text) where row?.choices != nil:
            return labels(text, at: path, of: session).joined(separator: language("、", ", "))
        case .text("OK") where row?.kind == .question(.acknowledge): return language("是", "yes")
        default: return value.text(in: CountyTime.zone)
        }
    }

    /// The labels of chosen names; a name that is no longer offered stands for itself.
    private func labels(_ text: String, at path: FormPath, of session: FormSession) -> [String] {
        let menu = AnswerReader.menu(at: path, of: session)
        let isOne = session.row(at: path)?.kind == .question(.selectOne)
        let names = isOne ? [text] : text.split(separator: " ").map(String.init)
        return names.map { name in menu.items.first { $0.name == name }?.label ?? name }
    }

    // MARK: Refusals

    /// Why an answer will not do, and what to type.
    func sentence(_ refusal: AnswerReader.Refusal, of session: FormSession) -> String {
        switch refusal {
        case .wrongKind(let type): expectation(type)
        case .outsideRange(let from, let to, let step):
            language(
                "请填 \(from) 到 \(to)，每格 \(step)。",
                "Type \(from) to \(to), in steps of \(step)."
            )
        case .tooLong:
            language(
                "太长了，最多 \(Limits.valueBytesMax) 字节。",
                "That is too long: at most \(Limits.valueBytesMax) bytes."
            )
        case .noChoice(let word):
            language(
                "没有“\(word)”这一项。请填左边的数字、名称的一部分或拼音首字母。",
                "There is no choice \"\(word)\". Type a number on the left, a part of a name, or "
                    + "pinyin initials."
            )
        case .unclear(let word, let found):
            language(
                "有 \(found.count) 项符合“\(word)”，请选一项。",
                "\(found.count) choices fit \"\(word)\"; choose one."
            )
        case .whichYear(let days):
            language(
                "请带年份填写：\(days.joined(separator: " 还是 "))？",
                "Type the year, too: \(days.joined(separator: " or "))?"
            )
        case .fault(let fault): sentence(fault, of: session)
        }
    }

    /// What is wrong with an answer, in the form's own words if it has any.
    func sentence(_ fault: FormFault, of session: FormSession) -> String {
        let own = session.shown(fault.message, at: fault.path)
        if !own.isEmpty { return own }
        return switch fault.kind {
        case .required: language("这一项必须填。", "This must be answered.")
        case .constraint: language("这个答案不符合表单的要求。", "The form does not allow this answer.")
        case .notAChoice: language("这一项已不在可选范围内。", "This is none of the choices now.")
        case .failure:
            language("表单里的校验公式算不出来，请告诉县里。", "The form's own check fails; tell the county.")
        }
    }

    private func expectation(_ type: QuestionType) -> String {
        switch type {
        case .integer, .range: language("请填整数，如 3。", "Type a whole number, such as 3.")
        case .decimal: language("请填数字，如 3.5。", "Type a number, such as 3.5.")
        case .date, .today:
            language(
                "看不懂这个日期。可填：今天、昨天、明天、上周六、9-3、2026-9-3。",
                "That is no day. Type today, yesterday, tomorrow, 9-3 or 2026-9-3."
            )
        case .time: language("看不懂这个时间。可填：8:30、下午3点。", "That is no time. Type 8:30 or 15:00.")
        case .dateTime, .start, .end:
            language("请填日期和时间，如：昨天 8:30。", "Type a day and a time, such as yesterday 8:30.")
        case .geopoint:
            language(
                "请填纬度和经度，如 34.27 107.75。",
                "Type latitude and longitude, such as 34.27 107.75."
            )
        case .geotrace, .geoshape:
            language("请填几个位置，用分号隔开。", "Type several places with semicolons between them.")
        case .acknowledge: language("请填“是”确认，或直接回车跳过。", "Type yes, or press Enter to go on.")
        default: language("这个答案不能用。", "This is no answer.")
        }
    }
}
