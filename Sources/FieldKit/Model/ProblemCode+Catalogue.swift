extension ProblemCode {
    /// What the catalogue says of this code: the one place where problems get their words.
    public var entry: ProblemEntry {
        Self.catalogue[self]
            ?? ProblemEntry(
                exit: 4,
                status: 500,
                retry: .never,
                chinese: rawValue,
                nextChinese: "",
                english: rawValue,
                nextEnglish: ""
            )
    }

    private static let catalogue = commandWords.merging(exchangeWords) { first, _ in first }
        .merging(countyWords) { first, _ in first }.merging(sheetWords) { first, _ in first }
        .merging(returnedWords) { first, _ in first }
        .merging(formWords) { first, _ in first }
        .merging(formExpressionWords) { first, _ in first }
        .merging(publishedFormWords) { first, _ in first }
        .merging(decisionWords) { first, _ in first }
        .merging(peopleWords) { first, _ in first }
}
