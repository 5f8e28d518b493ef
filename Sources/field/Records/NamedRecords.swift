import FieldKit

/// Records that stand in another one, by their names, and places by theirs.
struct NamedRecords {
    private let folder: ReplicaFolder

    init(_ folder: ReplicaFolder) { self.folder = folder }

    /// A record on several lines, with names in place of ids and codes where they are known here.
    func whole(_ view: RecordView) throws -> String {
        let text = RecordText(.county)
        return text.whole(
            view,
            heading: "\(text.type(view.type)) \(view.id.end)",
            buckets: try places(view.buckets),
            named: named
        )
    }

    /// What places are called, in one line.
    func places(_ codes: [String]) throws -> String {
        PlaceWords.line(try folder.placeLabels(codes))
    }

    /// A text in which the ids of persons have become their names, those of other records their ends.
    func named(_ text: String) -> String {
        text.replacing(Self.id) { match in
            guard let id = RecordID(String(match.output)) else { return String(match.output) }
            let names = ["household", "student", "teacher", "person"].lazy.compactMap {
                try? folder.replica.subjectName($0, id)
            }
            return names.first { !$0.isEmpty } ?? id.end
        }
    }

    private static var id: Regex<Substring> {
        #/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/#
    }
}
