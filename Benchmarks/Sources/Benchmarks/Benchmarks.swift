import ArgumentParser

/// Measures the product, and prints each figure beside its floors, all from this run.
@main
struct Benchmarks: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measures the built programs; prints a table in Markdown.",
        discussion: """
            The bare floor is SQLite alone: prepared upserts of the same bytes into one plain table
            with the same `synchronous`. The own floor is prepared upserts of the same rows into the
            product's own tables. In brackets: the part of the floor that was reached, or for times
            its multiple. Of a save the bare floor is an empty program and one commit, the own floor
            `field --version` and one commit; of a search, with one prepared query in the place of
            the commit. Of a form the bare floor is as many closures as there are expressions.
            """
    )

    enum Group: String, ExpressibleByArgument, CaseIterable {
        case apply
        case ingest
        case laptop
        case find
        case sheets
        case form
        case day
    }

    @Option(help: "Only one group of figures.")
    var only: Group?

    @Option(help: "The records of the rate figures.")
    var records = 30_000

    @Option(help: "The records of the large county.")
    var county = 100_000

    @Option(help: "The pupils among whom one is found.")
    var pupils = 80_000

    @Option(help: "The rows of the list that is imported from a workbook.")
    var rows = 50_000

    @Option(help: "How often a process is timed; the median counts.")
    var repetitions = 15

    func run() throws {
        print(Figure.header)
        for group in Group.allCases where only == nil || only == group {
            let figures =
                switch group {
                case .apply: try ApplyBenchmark(records: records).run()
                case .ingest: try IngestBenchmark(records: records).run()
                case .laptop:
                    try LaptopBenchmark(records: county, repetitions: repetitions).run()
                case .find: try FindBenchmark(pupils: pupils, repetitions: repetitions).run()
                case .sheets: try SheetBenchmark(rowsIn: rows, rowsOut: county).run()
                case .form: try FormBenchmark(repetitions: repetitions).run()
                case .day: try DayBenchmark(repetitions: repetitions).run()
                }
            for figure in figures { print(figure.row) }
        }
    }
}
