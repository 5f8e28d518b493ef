import TestSupport

/// What goes wrong under one seed: a random part of all faults, at random ratios.
package struct Faults {
    /// In a hundred messages, how many are lost on the way there.
    var lossPercent = 0
    /// In a hundred replies, how many are lost after the server has done its work.
    var replyLossPercent = 0
    /// In a hundred requests, how many arrive twice.
    var duplicatePercent = 0
    /// In a hundred steps, how many bring an old request once more.
    var replayPercent = 0
    /// In a hundred messages, after how many a session stands still while others act.
    var stallPercent = 0
    /// In a hundred steps, how many begin or end a partition of one pair in one direction.
    var partitionPercent = 0
    /// Whether servers are stopped and started, which forgets their sessions.
    var restarts = false
    /// Whether the clocks of laptops are wrong.
    var clocks = false
    var clones = false
    var laptopRestores = false
    var relayLosses = false
    var relayRestores = false
    var countyRestores = false
    /// Whether a copy or restore may happen behind the product's back.
    var undetected = false
    /// In a hundred messages of a relay with writes in them, how many it has spoilt.
    var forgeryPercent = 0
    /// In a hundred edits, how many a later version of the program makes.
    var laterPercent = 0
    /// Whether devices are shut out.
    var revocations = false
    /// In a hundred messages, how many are cut at some byte, there or back.
    var cutPercent = 0
    /// Whether the clock of the county's servers is wrong.
    var countyClock = false
    /// In a hundred devices, how many run an earlier version of the program.
    var earlierPercent = 0
    /// In a hundred steps, before how many a disk is about to refuse a call, or the power to fail.
    var diskPercent = 0

    /// No faults at all.
    package init() {}

    /// The faults of a seed.
    init(_ random: SeededRandom, on medium: MediumKind) {
        func ratio(_ highest: Int) -> Int { random.percent(50) ? random.below(highest + 1) : 0 }
        lossPercent = ratio(30)
        replyLossPercent = ratio(30)
        duplicatePercent = ratio(50)
        replayPercent = ratio(25)
        stallPercent = ratio(50)
        partitionPercent = ratio(5)
        restarts = random.percent(30)
        clocks = random.percent(40)
        clones = random.percent(6)
        laptopRestores = random.percent(6)
        relayLosses = random.percent(6)
        relayRestores = random.percent(6)
        countyRestores = random.percent(6)
        undetected = random.percent(50)
        if medium == .disk { diskPercent = ratio(20) }
    }

    /// Adds those that came later, drawn apart: a seed without them tells the same story as before them.
    mutating func addLater(_ random: SeededRandom) {
        if random.percent(12) { forgeryPercent = 1 + random.below(40) }
        if random.percent(12) { laterPercent = 1 + random.below(50) }
        revocations = random.percent(6)
    }

    /// Adds those that came later still.
    mutating func addLatest(_ random: SeededRandom) {
        if random.percent(20) { cutPercent = 1 + random.below(20) }
        countyClock = random.percent(10)
        if random.percent(15) { earlierPercent = 20 + random.below(60) }
    }

    /// Whether any store is copied or put back.
    var hasDisasters: Bool {
        clones || laptopRestores || relayLosses || relayRestores || countyRestores
    }

    /// The names of the faults that are on, with their ratios.
    package var description: String {
        let ratios = [
            ("loss", lossPercent), ("reply-loss", replyLossPercent),
            ("duplicates", duplicatePercent), ("replay", replayPercent), ("stall", stallPercent),
            ("partition", partitionPercent), ("disk", diskPercent),
            ("forgeries", forgeryPercent), ("later versions", laterPercent),
            ("cuts", cutPercent), ("earlier versions", earlierPercent),
        ]
        let switches = [
            ("restarts", restarts), ("clocks", clocks), ("clones", clones),
            ("laptop-restores", laptopRestores), ("relay-losses", relayLosses),
            ("relay-restores", relayRestores), ("county-restores", countyRestores),
            ("undetected", undetected), ("revocations", revocations),
            ("county-clock", countyClock),
        ]
        let names =
            ratios.filter { $0.1 > 0 }.map { "\($0.0) \($0.1)%" }
            + switches.filter(\.1).map(\.0)
        return names.isEmpty ? "none" : names.joined(separator: ", ")
    }
}
