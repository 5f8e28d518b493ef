import Foundation
import TestSupport
import Testing

@testable import FieldKit

@Suite("Sheets of paper")
struct PaperTests {
    private func row(_ text: String, isElastic: Bool = true) -> PaperForm.Block {
        .row([.label("纪要"), .init(text, 10)], height: 40, isElastic: isElastic)
    }

    private func form(_ text: String) -> PaperForm {
        PaperForm(
            name: "表",
            blocks: [
                .title("表"), .ends("左", "右"), PaperForm.row(.label("户主"), .init("某人", 10)),
                row(text), PaperForm.row(.label("签字"), .init("", 10), height: 30),
            ]
        )
    }

    private func lines(_ page: [PaperLayout.Mark]) -> [(Double, Double, Double, Double)] {
        page.compactMap { mark in
            if case .line(let x1, let y1, let x2, let y2, _) = mark {
                (x1, y1, x2, y2)
            } else {
                nil
            }
        }
    }

    private func words(_ page: [PaperLayout.Mark]) -> [String] {
        page.compactMap { mark in
            if case .text(let text, _, _, _, _, _) = mark { text } else { nil }
        }
    }

    @Test("The elastic row takes what the page leaves, and everything stands within the margins")
    func onePage() throws {
        let layout = try PaperPress.layout(form("短"))
        #expect(layout.pages.count == 1)
        let lowest = lines(layout.pages[0]).map { max($0.1, $0.3) }.max() ?? 0
        #expect(abs(lowest - PaperLayout.bottom) < 1)
        for (x1, y1, x2, y2) in lines(layout.pages[0]) {
            for x in [x1, x2] {
                #expect((PaperLayout.left - 0.1...PaperLayout.right + 0.1).contains(x))
            }
            for y in [y1, y2] {
                #expect((PaperLayout.top...PaperLayout.bottom + 0.1).contains(y))
            }
        }
        #expect(words(layout.pages[0]) == ["表", "左", "右", "户主", "某人", "纪要", "短", "签字"])
    }

    @Test("Nothing that was stored turns about the words beside it; a tab and a line's end stay")
    func turned() throws {
        let layout = try PaperPress.layout(form("甲\u{202E}乙\u{1B}[2J\u{2066}\t丙\n丁"))
        #expect(words(layout.pages[0]).contains("甲?乙?[2J?\t丙\n丁"))
        let rare = "\u{E863}\u{2060}👩\u{200D}🏫"
        #expect(Problem.harmless(rare, isLaidOut: true) == rare)
    }

    @Test("What is too long goes on on the next page, and no word of it is lost")
    func twoPages() throws {
        let long = String(repeating: "谈了孩子的学习和家里的情况。", count: 260)
        let layout = try PaperPress.layout(form(long))
        #expect(layout.pages.count == 2)
        let parts = layout.pages.flatMap(words)
            .filter { $0.contains("谈了") || $0.contains("孩子") }
        #expect(parts.count == 2 && parts.joined() == long)
        #expect(words(layout.pages[1]).contains("纪要（续）"))
        #expect(words(layout.pages[1]).contains("签字"))
        #expect(words(layout.pages[0]).last == "表  第 1/2 页")
    }

    @Test("Words stand in their box")
    func wordsInBoxes() throws {
        let press = try PaperPress.layout(form(String(repeating: "字", count: 400)))
        for mark in press.pages[0] {
            guard case .text(_, _, let x, let y, let width, _) = mark else { continue }
            #expect(x >= PaperLayout.left && x + width <= PaperLayout.right + 0.1)
            #expect(y >= PaperLayout.top && y < PaperLayout.pageHeight - 20)
        }
    }

    @Test("A character that no font has does not keep the rest from being printed")
    func unknownGlyph() throws {
        #expect(try PaperPress.pdf(form("张\u{10FFFD}")).starts(with: Data("%PDF".utf8)))
    }

    @Test("Any row that is higher than a page goes on on the next, whichever box is the long one")
    func anyRow() throws {
        let long = (1...900).map { "第\($0)句。" }.joined()
        let short = (1...300).map { "另\($0)句。" }.joined()
        let sheet = PaperForm(
            name: "表",
            blocks: [
                .title("表"),
                PaperForm.row(.label("意见"), .init(long, 3), .label("问题"), .init(short, 5)),
                PaperForm.row(.label("签字"), .init("", 10), height: 30),
            ]
        )
        let layout = try PaperPress.layout(sheet)
        #expect(layout.pages.count > 2)
        // A box stands at the same place on each page.
        let boxes = layout.pages.joined().reduce(into: [Double: String]()) { boxes, mark in
            if case .text(let text, .body, let x, _, _, _) = mark { boxes[x, default: ""] += text }
        }
        #expect(boxes.values.contains(long) && boxes.values.contains(short))
        #expect(words(layout.pages[1]).starts(with: ["意见（续）"]))
        #expect(words(layout.pages[1]).contains("问题"))
        #expect(layout.pages.last.map(words)?.contains("签字") == true)
        for page in layout.pages {
            for (_, y1, _, y2) in lines(page) {
                #expect(max(y1, y2) <= PaperLayout.bottom + 0.1)
            }
        }
    }
}
