/// Reads a teacher's own ledger.
struct OwnLedgerReader {
    private let reader: ReplicaReader
    private let source: TermSource
    private let own: OwnPlaces
    private let days: ClosedRange<BusinessDay>
    private let sealed: CausalContext
    private let ownReplicas: Set<ReplicaID>

    init(
        _ reader: ReplicaReader,
        _ source: TermSource,
        _ days: ClosedRange<BusinessDay>
    ) throws {
        self.reader = reader
        self.source = source
        self.days = days
        own = try OwnPlaces(reader, source)
        sealed = try reader.sealedDots()
        ownReplicas = Set(try reader.ownReplicas())
    }

    func ledger() throws -> OwnLedger {
        var ledger = OwnLedger(first: days.lowerBound, last: days.upperBound)
        var read: [(family: OwnLedger.Family, focus: [OwnLedger.FocusPupil])] = []
        try own.families { household, village in
            read.append(try family(reader.view(household), village, &ledger.unsealed))
        }
        read.sort { key($0.family) < key($1.family) }
        for (index, (family, focus)) in read.enumerated() {
            ledger.families.append(family)
            ledger.focus += focus.map { pupil in
                OwnLedger.FocusPupil(
                    record: pupil.record,
                    name: pupil.name,
                    family: index,
                    tags: pupil.tags,
                    contact: pupil.contact
                )
            }
        }
        return ledger
    }

    private func key(_ family: OwnLedger.Family) -> (String, VillageGroup, RecordID) {
        (family.village, VillageGroup(family.group), family.record)
    }

    private func family(
        _ household: RecordView,
        _ village: String,
        _ unsealed: inout Int
    ) throws -> (OwnLedger.Family, [OwnLedger.FocusPupil]) {
        let visits = try FamilyVisits(reader, to: household.id, in: days) { dot in
            ownReplicas.contains(dot.replica) && !sealed.contains(dot)
        }
        unsealed += visits.visits.count { $0.isUnsealed }
        let pupils = try pupils(of: household.id)
        let door = household.doorToDoor
        let family = OwnLedger.Family(
            record: household.id,
            name: FindRule.name(of: household),
            village: village,
            group: door.text,
            groupField: door.field,
            pupils: pupils.count,
            atHome: visits.last { $0.kind == .atHome },
            contact: visits.last { $0.kind.isContact },
            isAway: household.values["residence_status"]?.text == Self.away
        )
        let focus = try pupils.compactMap { try focusPupil($0, visits) }
        return (family, focus)
    }

    /// The county's code for a family that lives elsewhere as a whole.
    private static let away = "2"

    private func pupils(of household: RecordID) throws -> [RecordView] {
        try source.records(term: FindRule.naming(household), isWhole: true, limit: .max)
            .compactMap { id in
                guard let state = try reader.state(id), state.type == "student", !state.isDeleted
                else { return nil }
                let view = try reader.view(state)
                return view.values["household"]?.text == "\(household)" ? view : nil
            }
    }

    private func focusPupil(
        _ pupil: RecordView,
        _ visits: FamilyVisits
    ) throws -> OwnLedger.FocusPupil? {
        let tags = try reader.specialGroups(of: pupil).intersection(SpecialGroups.focus)
        guard !tags.isEmpty else { return nil }
        let month = (days.upperBound.year, days.upperBound.month)
        let id = "\(pupil.id)"
        return OwnLedger.FocusPupil(
            record: pupil.id,
            name: FindRule.name(of: pupil),
            family: 0,
            tags: tags.sorted(),
            contact: visits.last { visit in
                visit.kind.isContact && (visit.day.year, visit.day.month) == month
                    && (visit.pupils.isEmpty || visit.pupils.contains(id))
            }
        )
    }
}

extension RecordView {
    /// The part of the village where a family lives, else its address, for a way from door to door: which
    /// field it is and what it says.
    var doorToDoor: (field: String, text: String) {
        ["village_group", "address"].lazy.map { ($0, self.values[$0]?.text ?? "") }
            .first { !$0.1.isEmpty } ?? ("village_group", "")
    }
}
