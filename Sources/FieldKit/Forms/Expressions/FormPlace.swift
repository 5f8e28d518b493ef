import Foundation

/// A place on earth as forms keep it: latitude, longitude, altitude, accuracy.
struct FormPlace: Sendable, Hashable {
    private var figures: [Double] = [0, 0, 0, 0]

    var latitude: Double { figures[0] }
    var longitude: Double { figures[1] }

    /// Reads up to four numbers with blanks between them; nil for anything else.
    init?(_ text: String) {
        let words = text.split(separator: " ")
        guard words.count <= figures.count else { return nil }
        for (index, word) in words.enumerated() {
            guard let number = Double(word) else { return nil }
            figures[index] = number
        }
    }

    /// The four numbers; empty if all are zero, which is no place.
    var text: String {
        figures.allSatisfy { $0 == 0 }
            ? "" : figures.map(FormNumber.decimal).joined(separator: " ")
    }

    /// Several places with semicolons between them.
    static func list(_ text: String) -> [FormPlace]? {
        var parts = text.split(separator: ";", omittingEmptySubsequences: false)
        while parts.count > 1, parts.last?.isEmpty == true { parts.removeLast() }
        var places: [FormPlace] = []
        for part in parts {
            guard let place = FormPlace(part.trimmingCharacters(in: .whitespaces)) else {
                return nil
            }
            places.append(place)
        }
        return places
    }

    static func text(_ places: [FormPlace]) -> String {
        places.map(\.text).joined(separator: "; ")
    }

    // MARK: - Measures

    private static let earthRadius = 6_378_100.0

    private static func radians(_ degrees: Double) -> Double { degrees * (.pi / 180) }

    /// Metres along a line of places.
    static func distance(_ places: [FormPlace]) -> Double {
        zip(places, places.dropFirst()).reduce(0) { sum, pair in sum + distance(pair.0, pair.1) }
    }

    private static func distance(_ one: FormPlace, _ two: FormPlace) -> Double {
        let turn = radians(one.longitude - two.longitude)
        let (first, second) = (radians(one.latitude), radians(two.latitude))
        return acos(sin(first) * sin(second) + cos(first) * cos(second) * cos(turn))
            * earthRadius
    }

    /// Square metres inside a line of places.
    static func area(_ places: [FormPlace]) -> Double {
        guard places.count >= 3, let start = places.first else { return 0 }
        let metres = 2 * earthRadius * .pi / 360
        let points = places.dropFirst().map { place in
            (
                east: (place.longitude - start.longitude) * metres * cos(radians(place.latitude)),
                north: (place.latitude - start.latitude) * metres
            )
        }
        let sum = zip(points, points.dropFirst()).reduce(0.0) { sum, pair in
            sum + (pair.0.north * pair.1.east - pair.0.east * pair.1.north) / 2
        }
        return abs(sum)
    }

    /// Whether a place lies inside a closed line of places: a ray from it crosses the line an odd
    /// number of times.
    static func isInside(_ place: FormPlace, _ fence: [FormPlace]) -> Bool {
        zip(fence, fence.dropFirst()).reduce(false) { isInside, side in
            let (last, next) = side
            guard (next.latitude > place.latitude) != (last.latitude > place.latitude) else {
                return isInside
            }
            let slope = (last.longitude - next.longitude) / (last.latitude - next.latitude)
            let crossing = slope * (place.latitude - next.latitude) + next.longitude
            return place.longitude < crossing ? !isInside : isInside
        }
    }
}
