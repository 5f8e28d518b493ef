import ArgumentParser
import FieldKit

/// The program on a teacher's laptop.
@main
struct Field: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "field",
        abstract: "走访资料：离线记录，晚上同步 · Records of home visits: offline by day, synced at night.",
        discussion: """
            没有网络时，除 sync 外的命令都能用。资料在 --home 指定的文件夹里。
            Every command but `sync` works without a network. Data lives in the folder --home.
            """,
        version: "field \(FieldKitVersion.full)",
        groupedSubcommands: [
            CommandGroup(
                name: "WORK",
                subcommands: [
                    TodayCommand.self, VisitCommand.self, CallCommand.self, AskCommand.self,
                    FillCommand.self, DropCommand.self, TaskCommand.self, IssueCommand.self,
                    ClueCommand.self, LetterCommand.self, AssignCommand.self,
                    LedgerCommand.self, AidCommand.self,
                ]
            ),
            CommandGroup(
                name: "RECORDS",
                subcommands: [
                    FindCommand.self, PutCommand.self, GetCommand.self, ListCommand.self,
                    DeleteCommand.self, WhyCommand.self, HistoryCommand.self, UndoCommand.self,
                    ConflictsCommand.self, ResolveCommand.self, ObjectCommand.self,
                    ExportCommand.self, ImportCommand.self, FormCommand.self,
                ]
            ),
            CommandGroup(
                name: "REPLICA",
                subcommands: [
                    InitCommand.self, LoginCommand.self, SwitchCommand.self, LockCommand.self,
                    PeopleCommand.self, SyncCommand.self, EveningCommand.self,
                    StatusCommand.self, HeldCommand.self,
                    DigestCommand.self, DoctorCommand.self,
                    VerifyCommand.self,
                    ManCommand.self, CompletionsCommand.self, CompleteCommand.self,
                ]
            ),
        ]
    )

    static func main() {
        do {
            var arguments = try ProgramArguments.texts(in: .current)
            // Whoever types no command is shown what there is to choose from.
            if let globals = GlobalOptions.alone(arguments) {
                guard !Terminal.canAsk else { return try MainMenu.run(globals) }
                arguments = []
            }
            var command = try parseAsRoot(arguments)
            try command.run()
        } catch {
            ErrorReporter.exit(after: error)
        }
    }
}
