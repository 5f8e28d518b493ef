/// How a visit was made: the county's code list.
public enum VisitKind: String, CaseIterable, Sendable {
    /// At the family's home.
    case atHome = "10"
    /// By telephone.
    case byPhone = "20"
    /// By video.
    case byVideo = "21"
    /// By message.
    case byMessage = "22"
    /// At the school.
    case atSchool = "30"
    /// From the village committee or neighbours.
    case fromNeighbours = "31"
    /// At a place of work.
    case atWork = "40"
    /// A lesson at home for a disabled child.
    case homeTeaching = "50"
    /// A meeting of parents.
    case meeting = "60"
    /// Nobody was in.
    case nobodyIn = "90"

    /// What people call it in a language.
    public func label(_ language: Language) -> String {
        CodeList.visitKind.label(rawValue, language)
    }
}
