/// Which expressions must follow which.
struct DependencyGraph {
    private let outline: FormOutline
    private(set) var sites: [ExpressionSite]
    /// The sites that read a node, with the sharing.
    private var readers: [[(site: Int, shared: Int)]]

    init(_ outline: FormOutline, _ sites: [ExpressionSite]) {
        self.outline = outline
        self.sites = sites
        readers = Array(repeating: [], count: outline.nodes.count)
        for (number, site) in sites.enumerated() {
            for reading in site.reads { readers[reading.target].append((number, reading.shared)) }
        }
    }

    /// Puts the sites in an order in which each follows what it reads; gives one circle if there
    /// is any, whose sites are then left out with all that follow them.
    mutating func sort() -> [ExpressionSite]? {
        let followers = sites.indices.map { number in
            Set(influence(of: sites[number]).map(\.site)).sorted()
        }
        var waiting = Array(repeating: 0, count: sites.count)
        for follower in followers.joined() { waiting[follower] += 1 }
        var ready = sites.indices.filter { waiting[$0] == 0 }
        var next = 0
        while next < ready.count {
            for follower in followers[ready[next]] {
                waiting[follower] -= 1
                if waiting[follower] == 0 { ready.append(follower) }
            }
            next += 1
        }
        let cycle =
            ready.count < sites.count
            ? Self.cycle(followers, among: sites.indices.filter { waiting[$0] > 0 })
                .map { sites[$0] } : nil
        arrange(ready)
        return cycle
    }

    /// What must follow a site by the rules of JavaRosa: whatever reads its row, and, where it
    /// hides or locks a group, whatever reads a row of the group.
    private func influence(of site: ExpressionSite) -> [(site: Int, shared: Int)] {
        switch site.purpose {
        case .relevant, .readonly: outline.within(site.node).flatMap { readers[$0] }
        case .required, .calculation: readers[site.node]
        }
    }

    /// Numbers the sites anew in an order, and notes for each what its outcome changes.
    private mutating func arrange(_ order: [Int]) {
        var places: [Int: Int] = [:]
        for (place, number) in order.enumerated() { places[number] = place }
        sites = order.map { number in
            var site = sites[number]
            guard site.purpose == .relevant || site.purpose == .calculation else { return site }
            var seen: Set<ExpressionSite.Edge> = []
            site.effects = influence(of: site).compactMap { edge in
                guard let place = places[edge.site] else { return nil }
                let edge = ExpressionSite.Edge(site: place, shared: edge.shared)
                return seen.insert(edge).inserted ? edge : nil
            }
            return site
        }
    }

    /// One circle among sites of which each has a follower among them or stands behind a circle.
    private static func cycle(_ followers: [[Int]], among rest: [Int]) -> [Int] {
        let members = Set(rest)
        var before: [Int: Int] = [:]
        for number in rest {
            for follower in followers[number] where members.contains(follower) {
                before[follower] = before[follower] ?? number
            }
        }
        // Whoever waits has one before it that waits too: going back must come to a circle.
        guard var number = rest.first else { return [] }
        var path: [Int] = []
        var places: [Int: Int] = [:]
        while places[number] == nil {
            places[number] = path.count
            path.append(number)
            guard let previous = before[number] else { return [] }
            number = previous
        }
        let circle = Array(path[(places[number] ?? 0)...].reversed())
        // It begins with the row that stands first in the sheet.
        let start = circle.indices.min { circle[$0] < circle[$1] } ?? 0
        return Array(circle[start...] + circle[..<start])
    }
}
