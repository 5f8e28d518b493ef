public import Foundation

/// What reading a form found.
public struct XLSFormReading: Sendable {
    /// The form, as far as it could be read.
    public let form: FormDefinition
    /// What is wrong with it, sheet by sheet, from the top.
    public let problems: [FormProblem]

    /// Whether the form can be used.
    public var isGood: Bool { !problems.contains { $0.severity == .error } }
}

/// Reads forms that are written in a spreadsheet, by the rules of XLSForm.
public enum XLSForm {
    /// Reads a form and everything that is wrong with it.
    ///
    /// - Parameters:
    ///   - bytes: The workbook.
    ///   - fileName: For messages; the form's id where the sheet settings names none.
    /// - Returns: The form as far as it could be read, and what is wrong with it.
    /// - Throws: Only for the file as a whole, see ``Workbook/init(bytes:fileName:)``.
    public static func read(bytes: Data, fileName: String) throws(Problem) -> XLSFormReading {
        var reader = XLSFormReader(try Workbook(bytes: bytes, fileName: fileName))
        return try reader.read()
    }
}

/// Reads the sheets of one form, in the order in which they need each other.
struct XLSFormReader {
    private let workbook: Workbook
    private var problems: [FormProblem] = []
    private var texts = XLSFormLanguages()

    init(_ workbook: Workbook) { self.workbook = workbook }

    mutating func read() throws(Problem) -> XLSFormReading {
        let stem = workbook.fileName.split(separator: ".").dropLast().joined(separator: ".")
        var form = FormDefinition(id: stem.isEmpty ? "data" : stem, version: "", title: [:])
        let settings = try sheet("settings", .settings)
        if let sheet = settings {
            XLSFormSettings.read(sheet, into: &form, problems: &problems)
        }
        if form.title.isEmpty { form.title = ["": form.id] }
        let choices = try sheet("choices", .choices)
        let entities = try sheet("entities", .entities)
        if let choices {
            form.lists = XLSFormChoices.read(
                choices,
                allowsRepeated: XLSFormSettings.isYes(form.settings["allow_choice_duplicates"]),
                problems: &problems
            )
            texts.note(choices, problems: &problems)
        }
        if let entities { XLSFormEntities.read(entities, into: &form, problems: &problems) }
        guard let survey = try survey(form) else {
            return XLSFormReading(form: form, problems: problems)
        }
        texts.note(survey, problems: &problems)
        var rows = XLSFormSurvey(survey, form: form)
        rows.read()
        problems += rows.problems
        form.nodes = rows.nodes
        form.lists = rows.lists
        form.tables = rows.tables.isEmpty ? nil : rows.tables
        form.languages = texts.languages
        if let settings { texts.checkDefault(of: form, settings, problems: &problems) }
        texts.settle(&form)
        problems += FormInstanceSource.clashes(in: form, survey)
        if let entities { problems += XLSFormEntities.misplaced(entities, survey, in: form) }
        var references = XLSFormReferences(
            rows.names,
            in: form.nodes,
            isOmittingInstance: form.omitsInstanceID
        )
        for sheet in [settings, survey, choices, entities].compactMap({ $0 }) {
            references.check(sheet)
        }
        problems += references.problems
        let expressions = XLSFormExpressions(
            survey,
            settings: settings,
            names: rows.names,
            beside: problems
        )
        problems += expressions.problems(of: form)
        if let entities { problems += expressions.problems(of: entities, in: form) }
        return XLSFormReading(form: form, problems: XLSFormReader.ordered(problems))
    }

    /// The sheet survey; the only sheet of a workbook is it, whatever its name.
    private mutating func survey(_ form: FormDefinition) throws(Problem) -> XLSFormSheet? {
        let isCollapsing = !XLSFormSettings.isNo(form.settings["clean_text_values"])
        if let sheet = try sheet("survey", .survey, isCollapsing: isCollapsing) {
            if sheet.column("type") == nil {
                missing("type", in: sheet)
                return nil
            }
            return sheet
        }
        if workbook.sheets.count == 1, let only = workbook.sheets.first {
            return try read(only, "survey", .survey, isCollapsing: isCollapsing)
        }
        let names = workbook.sheets.map(\.name).joined(separator: ", ")
        problems.append(
            FormProblem(
                .formSheetMissing,
                sheet: "survey",
                details: ["sheet": "survey", "sheets": names]
            )
        )
        return nil
    }

    private mutating func missing(_ heading: String, in sheet: XLSFormSheet) {
        problems.append(
            FormProblem(
                .formHeadingMissing,
                sheet: sheet.name,
                row: 1,
                details: ["heading": heading]
            )
        )
    }

    private mutating func sheet(
        _ name: String,
        _ vocabulary: XLSFormHeading.Vocabulary,
        isCollapsing: Bool = false
    ) throws(Problem) -> XLSFormSheet? {
        guard let found = workbook.sheets.first(where: { $0.name.lowercased() == name }) else {
            return nil
        }
        let sheet = try read(found, name, vocabulary, isCollapsing: isCollapsing)
        return sheet.headings.isEmpty && name != "survey" ? nil : sheet
    }

    private mutating func read(
        _ sheet: Sheet,
        _ name: String,
        _ vocabulary: XLSFormHeading.Vocabulary,
        isCollapsing: Bool
    ) throws(Problem) -> XLSFormSheet {
        try XLSFormSheet(
            sheet,
            of: workbook,
            as: name,
            vocabulary,
            isCollapsing: isCollapsing,
            problems: &problems
        )
    }

    /// Sheet by sheet, from the top; each once.
    static func ordered(_ problems: [FormProblem]) -> [FormProblem] {
        let order = ["settings", "survey", "choices", "entities"]
        func place(_ problem: FormProblem) -> (Int, Int) {
            (order.firstIndex(of: problem.sheet) ?? order.count, problem.row ?? 0)
        }
        var seen: Set<FormProblem> = []
        return problems.filter { seen.insert($0).inserted }.enumerated().sorted {
            let (left, right) = (place($0.element), place($1.element))
            return left == right ? $0.offset < $1.offset : left < right
        }.map(\.element)
    }
}

extension FormDefinition {
    /// Whether submissions bear no id of their own.
    var omitsInstanceID: Bool { XLSFormSettings.isYes(settings["omit_instanceID"]) }
}
