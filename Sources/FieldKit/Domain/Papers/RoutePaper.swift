extension ReplicaFolder {
    /// The families to visit by village and group, to be taken along.
    ///
    /// - Parameters:
    ///   - list: Today's list.
    ///   - day: The day that stands on it.
    /// - Returns: What stands on it.
    /// - Throws: What the store meets.
    public func routePaper(_ list: TodayList, on day: BusinessDay) throws -> PaperForm {
        let visits = list.route
        let names = try placeNames(visits.map(\.bucket))
        var blocks: [PaperForm.Block] = [
            .title("走访路线"), .ends("应访 \(visits.count) 户", "\(day)"),
        ]
        var village = ""
        for item in visits {
            if item.bucket != village {
                village = item.bucket
                blocks += [
                    .gap(6), .heading(names[village] ?? village),
                    PaperForm.row(
                        .label("访", 1),
                        .label("户主", 2),
                        .label("组、住址", 4),
                        .label("电话", 2),
                        .label("备注", 3)
                    ),
                ]
            }
            let view = try replica.view("household", item.record)
            let address = view.values["address"]?.text ?? ""
            let door = item.group == address ? [address] : [item.group, address]
            blocks.append(
                PaperForm.row(
                    .init("□", 1),
                    .init(item.name, 2),
                    .init(door.filter { !$0.isEmpty }.joined(separator: " "), 4),
                    .init((view.sets["phones"] ?? []).joined(separator: "、"), 2),
                    .init("", 3)
                )
            )
        }
        return PaperForm(name: "走访路线", blocks: blocks, persons: visits.map(\.name))
    }
}
