/// Gives every invented child a national number that nobody else has.
struct DemoNumbers {
    private var given: [Int: Int] = [:]

    /// The next number for a birth date and sex (`1` or `2`).
    mutating func next(birth: BusinessDay, sex: String) -> NationalNumber? {
        let key = birth.dayNumber * 2 + (sex == "1" ? 1 : 0)
        for count in given[key, default: 0]..<500 {
            // Steps of 74 reach each number of one parity once, in no striking order.
            let sequence = (count * 74 + (sex == "1" ? 11 : 12)) % 1000
            // A number that ends in zeros would look like one that a spreadsheet damaged.
            guard !sequence.isMultiple(of: 100) else { continue }
            given[key] = count + 1
            return NationalNumber.demo(birth: birth, sequence: sequence)
        }
        return nil
    }
}

/// Numbers that cannot be dialled.
enum DemoPhones {
    /// A mobile number in a range that was never given out.
    static func mobile(_ random: inout SplitMix64) -> String {
        "1540000" + DemoPlaces.padded(random.below(10_000), 4)
    }

    /// A local number with a leading zero, which none has.
    static func landline(_ random: inout SplitMix64) -> String {
        "0917000" + DemoPlaces.padded(random.below(10_000), 4)
    }
}
