import ArgumentParser

/// `field form`: forms that a county writes in a spreadsheet.
struct FormCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "form",
        abstract: "表单：列出、检查、导出 · Forms: list them, check them, write them out.",
        subcommands: [
            FormListCommand.self, FormCheckCommand.self, FormExportCommand.self,
            FormSubmissionsCommand.self,
        ],
        aliases: ["表单"]
    )
}
