import FieldKit
import Foundation
import TestSupport

/// What clerks, spreadsheets and mail programs do to an exported sheet, and worse.
struct SheetMutation {
    let random: SeededRandom
    let world: ReturnedWorld

    /// A text that no record holds; its number makes it another one.
    static let mark = "新写的"
    /// The row of the headings in an export, from 0.
    private static let headingRow = 2

    /// One workbook, spoilt in its cells, its parts or its bytes, or not at all.
    func workbook() throws -> Data {
        var grid = random.pick(world.exports)
        for _ in 0..<random.below(6) { change(&grid) }
        if random.below(200) == 0 { return csv(grid) }
        var sheets = [(grid: grid, isHidden: false)]
        if random.percent(5) {
            sheets.append((grid: random.pick(world.exports), isHidden: random.percent(50)))
        }
        var package = SheetPackage(sheets)
        let bytes = Mutation(random: random)
        if random.percent(8) {
            let index = random.below(package.parts.count)
            package.parts[index].bytes = bytes.spoiltBytes(
                package.parts[index].bytes,
                package.parts.map(\.bytes)
            )
        }
        if random.below(200) == 0 { package.parts.remove(at: random.below(package.parts.count)) }
        let zip = try package.zipped()
        return random.percent(8) ? bytes.spoiltBytes(zip, [zip]) : zip
    }

    private func csv(_ grid: SheetGrid) -> Data {
        let lines = grid.rows.map { row in
            row.map { $0?.text ?? "" }.joined(separator: ",")
        }
        return Data(lines.joined(separator: "\r\n").utf8)
    }

    // MARK: The sheet

    private func change(_ grid: inout SheetGrid) {
        guard grid.rows.count > Self.headingRow + 1 else { return }
        let row = Self.headingRow + 1 + random.below(grid.rows.count - Self.headingRow - 1)
        switch random.below(20) {
        case 0: grid.rows.remove(at: row)
        case 1: grid.rows.insert(grid.rows[row], at: random.below(grid.rows.count + 1))
        case 2: grid.rows.swapAt(row, random.below(grid.rows.count))
        case 3: grid.rows.insert([], at: random.below(grid.rows.count + 1))
        case 4: changeColumns(&grid)
        case 5: changeHeading(&grid)
        case 6: merge(&grid, row)
        case 7: empty(&grid.rows[row])
        case 8: set(&grid, row, ReturnedWords.id) { _ in .text(identifier()) }
        case 9: set(&grid, row, ReturnedWords.version) { .text(version($0?.text ?? "")) }
        case 10 where random.percent(5):
            let text = large()
            for column in grid.rows[row].indices.dropLast(2) {
                grid.rows[row][column] = .text(text)
            }
        default:
            let width = grid.rows[row].count
            guard width > 0 else { return }
            let column = random.below(width)
            grid.rows[row][column] = changed(grid.rows[row][column], grid)
        }
    }

    private func column(_ heading: String, in grid: SheetGrid) -> Int? {
        grid.rows.lazy.compactMap { row in row.firstIndex { $0?.text == heading } }.first
    }

    private func set(
        _ grid: inout SheetGrid,
        _ row: Int,
        _ heading: String,
        _ value: (GridCell?) -> GridCell?
    ) {
        guard let column = column(heading, in: grid), column < grid.rows[row].count else { return }
        grid.rows[row][column] = value(grid.rows[row][column])
    }

    /// Everything but the two hidden cells, which nobody sees, goes.
    private func empty(_ row: inout [GridCell?]) {
        for column in row.indices.dropLast(2) { row[column] = nil }
    }

    private func changeColumns(_ grid: inout SheetGrid) {
        let width = grid.rows.map(\.count).max() ?? 0
        guard width > 1 else { return }
        let (one, other) = (random.below(width), random.below(width))
        let kind = random.below(4)
        let heading = heading()
        for row in grid.rows.indices {
            var cells = grid.rows[row]
            cells += [GridCell?](repeating: nil, count: width - cells.count)
            switch kind {
            case 0: cells.remove(at: one)
            case 1: cells.swapAt(one, other)
            case 2: cells.insert(cells[one], at: other)
            default:
                let content = cells.contains { $0?.text == ReturnedWords.id } ? heading : "1"
                cells.insert(.text(content), at: other)
            }
            grid.rows[row] = cells
        }
    }

    private func changeHeading(_ grid: inout SheetGrid) {
        guard grid.rows.indices.contains(Self.headingRow) else { return }
        let cells = grid.rows[Self.headingRow]
        guard !cells.isEmpty else { return }
        let column = random.below(cells.count)
        let text = cells[column]?.text ?? ""
        let words = [
            heading(), "*\(text)（必填）", " \(text) ", "", text + "x",
            ReturnedWords.conflicts(.english),
        ]
        grid.rows[Self.headingRow][column] = .text(random.pick(words))
    }

    private func heading() -> String {
        let fields = ReturnedWorld.types.flatMap { PolicyTable.county.type($0)?.fields ?? [] }
        let field = random.pick(fields)
        return random.pick([
            field.name, field.label, field.label, "我的", ReturnedWords.id, ReturnedWords.version,
            "@deleted",
        ])
    }

    private func merge(_ grid: inout SheetGrid, _ row: Int) {
        let column = random.below(max(grid.rows[row].count, 1))
        let end = SheetGrid.place(column + random.below(3), row + random.below(3))
        grid.merges.append("\(SheetGrid.place(column, row)):\(end)")
    }

    // MARK: Cells

    private func identifier() -> String {
        let id = "\(random.pick(world.ids))"
        return random.pick([
            id, id.uppercased(), " \(id)\n", String(id.dropLast()), "", "7",
            id.replacing("-", with: ""),
            "\(RecordID(Identifier16(high: random.next(), low: random.next())))",
        ])
    }

    private func version(_ token: String) -> String {
        var bytes = [UInt8](token.utf8)
        if !bytes.isEmpty, random.percent(30) {
            bytes[random.below(bytes.count)] = random.pick(Array("AQgw_-0".utf8))
            return String(decoding: bytes, as: UTF8.self)
        }
        return random.pick([
            random.pick(world.tokens), random.pick(world.tokens), random.pick(world.tokens), "",
            String(token.dropLast(4)), "AAAA", " \(token) ",
        ])
    }

    /// Another content, in some way or other.
    private func changed(_ cell: GridCell?, _ grid: SheetGrid) -> GridCell? {
        let text = cell?.text ?? ""
        switch random.below(14) {
        case 0: return nil
        case 1: return .number(random.pick(Self.numbers))
        case 2: return .day(random.pick(["46268", "0.5", "60", "2958466", "-1", "46268.25"]))
        case 3: return .boolean(random.percent(50))
        case 4: return .error(random.pick(["#N/A", "#REF!", "#VALUE!"]))
        case 5: return .number(text)
        case 6: return .text(" \(text)\r\n")
        case 7:
            return .text(
                text + random.pick(["、", ",", "；", "\n"]) + "\(Self.mark)\(random.below(99))"
            )
        case 8: return .text(random.pick(Self.texts))
        case 9: return random.pick(random.pick(grid.rows) + [nil])
        case 10 where random.percent(10): return .text(large())
        case 11: return .text(String(text.shuffledOnce(random)))
        default: return .text("\(Self.mark)\(random.below(999))")
        }
    }

    private func large() -> String {
        switch random.below(3) {
        case 0: String(repeating: "长", count: random.pick([21_000, 21_846, 43_690, 50_000]))
        case 1: (0..<random.pick([900, 1_100, 3_000])).map { "\($0)" }.joined(separator: "、")
        default: String(repeating: "x", count: random.pick([1_024, 1_025, 65_536, 65_537]))
        }
    }

    private static let numbers = [
        "0", "7", "-1", "1", "2.50", "6.10326201203154E+17", "154000000001", "1234567890123456",
        "1E+400",
        "NaN", "0.1", "9223372036854775808", "", "20120305", "41000",
    ]
    private static let texts = [
        "", " ", "合计", "制表人：", "示*主", "王*", "2012-03-06", "2012年3月5日", "41000", "是", "否", "true",
        "10 入户", "20", "@deleted", "=1+1", "'7", "_x0041_", "\u{0}", "e\u{301}", "\u{200B}",
        "\u{FEFF}",
        "6.1E+17", "id", "version", "7.0", "3", "-3", "、、", "0917-1、02", "后来的", "决定的",
    ]
}

extension String {
    /// With one of its characters elsewhere.
    fileprivate func shuffledOnce(_ random: SeededRandom) -> String {
        var characters = Array(self)
        guard characters.count > 1 else { return self }
        characters.swapAt(random.below(characters.count), random.below(characters.count))
        return String(characters)
    }
}
