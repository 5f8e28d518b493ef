extension Array {
    /// The entry whose place, counted from 1, was typed; nil for what is no place in the list.
    func entry(typed: some StringProtocol) -> Element? {
        guard let number = Int(typed), (1...Swift.max(1, count)).contains(number) else { return nil }
        return isEmpty ? nil : self[number - 1]
    }
}
