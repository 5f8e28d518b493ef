extension Array {
    /// The entry whose place, counted from 1, was typed; nil for what is no place in the list.
    func entry(typed: some StringProtocol) -> Element? {
        guard let number = Int(typed), number > 0, number <= count else { return nil }
        return self[number - 1]
    }
}
