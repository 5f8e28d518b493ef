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
        let (chinese, english) = words
        return language == .chinese ? chinese : english
    }

    private var words: (String, String) {
        switch self {
        case .atHome: ("入户", "at home")
        case .byPhone: ("电话随访", "by phone")
        case .byVideo: ("视频", "by video")
        case .byMessage: ("微信/短信", "by message")
        case .atSchool: ("来校面谈", "at school")
        case .fromNeighbours: ("村委/邻居了解", "from neighbours")
        case .atWork: ("单位/工地走访", "at a place of work")
        case .homeTeaching: ("送教上门", "home teaching")
        case .meeting: ("集中（家长会）", "parents' meeting")
        case .nobodyIn: ("未遇（家中无人）", "nobody in")
        }
    }
}
