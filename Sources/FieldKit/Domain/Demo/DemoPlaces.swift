/// The places of the invented county: townships by their public names, all else invented.
struct DemoPlaces {
    struct Township {
        let code: String
        let name: String
        let county: Int
        var schools: [School] = []
        var villages: Range<Int> = 0..<0
        var teachers: Range<Int> = 0..<0
    }

    struct School {
        let ordinal: Int
        let code: String
        let name: String
        let kind: DemoSchoolKind
        var catchment: [String] = []
    }

    struct Village {
        let code: String
        let name: String
        let township: Int
    }

    let size: DemoSize
    private(set) var townships: [Township] = []
    private(set) var villages: [Village] = []
    private var schoolCount = 0
    private var serials: [Int: Int] = [:]

    init(size: DemoSize) {
        self.size = size
        for index in 0..<size.townships { addTownship(index) }
        for index in townships.indices { addCatchments(index) }
    }

    var schools: Int { schoolCount }

    /// Code and name of a county: Mei County first, then invented ones on codes never assigned.
    static func county(_ index: Int) -> (code: String, name: String) {
        index == 0 ? ("610326", "眉县") : ("\(610_360 + index)", "示例\(index)县")
    }

    private mutating func addTownship(_ index: Int) {
        let names = DemoNames.townships
        let isReal = index < names.count
        // The further counties share the further townships evenly.
        let county =
            isReal
            ? 0
            : 1 + (index - names.count) * (size.counties - 1)
                / max(1, size.townships - names.count)
        let first = isReal ? 0 : (townships.firstIndex { $0.county == county } ?? index)
        let part = isReal ? names[index].code : 101 + index - first
        let code = Self.county(county).code + Self.padded(part, 3)
        let name = isReal ? names[index].name : "\(Self.county(county).name)第\(part - 100)镇"
        var township = Township(code: code, name: name, county: county)
        township.villages = demoShare(of: size.villages, index, size.townships)
        township.teachers = demoShare(of: size.teachers, index, size.townships)
        for ordinal in township.villages {
            let number = 901 + ordinal - township.villages.lowerBound
            villages.append(
                Village(
                    code: "\(code)\(number)",
                    name: DemoNames.village(ordinal),
                    township: index
                )
            )
        }
        let kinds = size.schoolsPerTownship + (index == first ? size.schoolsPerCounty : [])
        for kind in kinds { township.schools.append(school(kind, in: township)) }
        townships.append(township)
    }

    private mutating func school(_ kind: DemoSchoolKind, in township: Township) -> School {
        let serial = serials[kind.type, default: 0] + 1
        serials[kind.type] = serial
        let same = township.schools.filter { $0.kind == kind }.count
        let numeral = same == 0 ? "" : "第\(Array("一二三四五六七八九十")[same])"
        defer { schoolCount += 1 }
        return School(
            ordinal: schoolCount,
            code: "\(kind.type)99" + Self.padded(serial, 6),
            name: township.name + numeral + kind.name,
            kind: kind
        )
    }

    private mutating func addCatchments(_ index: Int) {
        for village in townships[index].villages {
            for grade in [1, 7] {
                guard let school = school(grade: grade, village: village),
                    let place = townships[index].schools.firstIndex(where: {
                        $0.ordinal == school.ordinal
                    })
                else { continue }
                townships[index].schools[place].catchment.append(villages[village].code)
            }
        }
    }

    /// The school of a grade for the pupils of a village; nil if the county has none.
    func school(grade: Int, village: Int) -> School? {
        let township = townships[villages[village].township]
        let schools: [School]
        switch grade {
        case ...0: schools = township.schools.filter { $0.kind == .kindergarten }
        case 1...6:
            let near = township.schools.filter {
                [.central, .village, .teachingPoint].contains($0.kind)
            }
            let school = near[village % near.count]
            // A teaching point goes up to the third grade.
            schools = school.kind == .teachingPoint && grade > 3 ? [near[0]] : [school]
        case 7...9: schools = township.schools.filter { $0.kind == .junior }
        default:
            schools =
                townships.first { $0.county == township.county }?.schools
                .filter { $0.kind == .senior } ?? []
        }
        return schools.isEmpty ? nil : schools[village % schools.count]
    }

    static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
