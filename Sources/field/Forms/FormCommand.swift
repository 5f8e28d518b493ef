import ArgumentParser

/// `field form`: forms that a county writes in a spreadsheet.
struct FormCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "form",
        abstract: "表单：检查、导出 · Forms: check them, write them out.",
        subcommands: [FormCheckCommand.self, FormExportCommand.self]
    )
}
