import ArgumentParser
import FieldKit

/// `field completions`: what a shell needs to complete commands.
///
/// The parser's own scripts know no second names, and ours are Chinese. So the shell asks the program,
/// which answers from the commands as they are.
struct CompletionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions",
        abstract: "命令补全 · What a shell needs to complete commands: bash, zsh or fish.",
        discussion: """
            在 ~/.bashrc 里写上第一行，或在 ~/.zshrc 里写上第二行；fish 把输出存成文件。
            The first line goes into ~/.bashrc, the second into ~/.zshrc; for fish the output is a file.

                field completions bash > ~/.field-completions && source ~/.field-completions
                source <(field completions zsh)
                field completions fish > ~/.config/fish/completions/field.fish
            """,
        aliases: ["补全"]
    )

    /// A shell that is known.
    enum Shell: String, ExpressibleByArgument, CaseIterable {
        case bash, zsh, fish
    }

    @OptionGroup var global: GlobalOptions

    @Argument(help: "bash、zsh 或 fish · bash, zsh or fish.")
    var shell: Shell

    func run() throws {
        switch shell {
        case .bash: try Terminal.write(Self.bash)
        case .zsh: try Terminal.write(Self.zsh)
        case .fish: try Terminal.write(Self.fish)
        }
    }

    private static let bash = """
        _field() {
            local IFS=$'\\n'
            COMPREPLY=($("${COMP_WORDS[0]}" complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null | cut -f 1))
        }
        complete -o default -F _field field

        """

    private static let zsh = """
        #compdef field
        _field() {
            local -a found
            found=("${(@f)$("${words[1]}" complete "${(@)words[2,CURRENT]}" 2>/dev/null)}")
            found=("${(@)found//:/\\\\:}")
            found=("${(@)found/$'\\t'/:}")
            if [[ -n "${found[1]}" ]]; then _describe field found; else _files; fi
        }
        if [[ "${funcstack[1]}" == _field ]]; then _field "$@"; else compdef _field field; fi

        """

    private static let fish = """
        function __field_complete
            set -l words (commandline -opc)
            set -l current (commandline -ct)
            set -l found ($words[1] complete $words[2..-1] "$current" 2>/dev/null)
            if test (count $found) -gt 0
                printf '%s\\n' $found
            else
                __fish_complete_path "$current"
            end
        end
        complete -c field -f -a '(__field_complete)'

        """
}

/// `field complete`: the words that may stand in place of the last; shells call it.
struct CompleteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "complete",
        abstract: "供命令补全使用 · For shells.",
        shouldDisplay: false
    )

    @Argument(parsing: .captureForPassthrough, help: "已输入的词 · The words so far.")
    var words: [String] = []

    func run() throws {
        for item in Completion(try HelpTree.own()).items(for: words) {
            try Terminal.speak(item.word + (item.what.isEmpty ? "" : "\t" + item.what) + "\n")
        }
    }
}
