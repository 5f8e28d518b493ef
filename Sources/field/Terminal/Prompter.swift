/// Asks a person in a terminal.
struct Prompter {
    /// Shows a question and reads the answer, one line without its end.
    ///
    /// - Returns: Nil when the input has ended.
    func ask(_ question: String) -> String? {
        // Whoever cannot see the question can still end the input.
        try? Terminal.write(question)
        return readLine(strippingNewline: true)
    }
}
