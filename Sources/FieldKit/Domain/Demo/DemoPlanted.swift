/// Where in the invented county the faults and rare cases are planted.
struct DemoPlanted {
    /// The families whose rare case is tied to their place in the county.
    enum Case: String {
        case sameNameInVillage, twins, childWithoutNumber, traditionalCharacter, threeSurnames
        case grandparentsAsGuardians, parentOutsideWithTwoPhones, rareCharacter
        case rareCharacterBeyondBasicPlane, middleDot, fourCharacterName, twoCharacterName
        case polyphonicSurname
    }

    let duplicates: [Int]
    let householdConflicts: [Int]
    let studentConflicts: [Int]
    let villagesWithoutTeacher: [Int]
    /// The village whose teacher's laptop has the wrong clock.
    let clockVillage = 2
    /// The most visits of that laptop that the key lists.
    let clockVisitsMax = 60

    private let firstCase = 10
    private let casesEnd = 40

    init(seed: UInt64, size: DemoSize) {
        var random = SplitMix64(seed: seed, .planted, -1)
        var taken: Set<Int> = []
        func distinct(_ count: Int, _ range: Range<Int>) -> [Int] {
            var found: [Int] = []
            while found.count < count {
                let ordinal = range.lowerBound + random.below(range.count)
                if taken.insert(ordinal).inserted { found.append(ordinal) }
            }
            return found.sorted()
        }
        duplicates = distinct(5, 60..<size.households)
        householdConflicts = distinct(4, 60..<size.households)
        studentConflicts = distinct(4, 60..<size.households)
        taken = []
        villagesWithoutTeacher = distinct(6, 3..<size.villages)
    }

    /// The rare case of a household, by its ordinal.
    func rareCase(of household: Int) -> Case? {
        switch household - firstCase {
        case 0, 1: .sameNameInVillage
        case 2: .twins
        case 3: .childWithoutNumber
        case 4: .traditionalCharacter
        case 5: .threeSurnames
        case 6: .grandparentsAsGuardians
        case 7: .parentOutsideWithTwoPhones
        case 8: .rareCharacter
        case 9: .rareCharacterBeyondBasicPlane
        case 10: .middleDot
        case 11: .fourCharacterName
        case 12: .twoCharacterName
        case 13..<13 + DemoNames.polyphonic.count: .polyphonicSurname
        default: nil
        }
    }

    /// The forced name of the first child, where the rare case is one of its name.
    func childName(of household: Int, _ random: inout SplitMix64) -> String? {
        switch rareCase(of: household) {
        case .sameNameInVillage: "王佳宁"
        case .traditionalCharacter: "李國宁"
        case .rareCharacter: "陈㛃"
        case .rareCharacterBeyondBasicPlane: "赵𠅤"
        case .middleDot: "阿依·示例"
        case .fourCharacterName: "欧阳示例"
        case .twoCharacterName: "张宁"
        case .polyphonicSurname:
            DemoNames.polyphonic[household - firstCase - 13] + DemoNames.givenName(&random)
        default: nil
        }
    }

    /// True for households that need a child for what is planted in them.
    func needsChild(_ household: Int) -> Bool {
        household < casesEnd || studentConflicts.contains(household)
            || studentConflicts.contains(household ^ 1)
    }
}
