import Foundation
import Testing

@testable import FieldKit

@Suite("Choices found by what a person types")
struct ChoiceMenuTests {
    private let kinds = ChoiceMenu(
        [("10", "入户"), ("20", "电话随访"), ("22", "微信/短信"), ("30", "来校面谈"), ("90", "未遇（家中无人）")]
            .map { .init(name: $0.0, label: $0.1) }
    )
    private let villages = ChoiceMenu(
        [("a", "东村"), ("b", "西村"), ("c", "东风村"), ("d", "重庆路")]
            .map { .init(name: $0.0, label: $0.1) }
    )

    @Test("Codes that people know are typed in place of running numbers, in any width")
    func codes() {
        #expect(kinds.isCoded && !villages.isCoded)
        #expect(kinds.find("20") == [1])
        #expect(kinds.find("３０") == [3])
        #expect(kinds.find("2").isEmpty)
        #expect(villages.find("2") == [1])
        #expect(villages.find("5").isEmpty)
        #expect(villages.find("1", shown: [2, 3]) == [2])
    }

    @Test(
        "A program means a choice by its name, then by its label, whatever number stands beside it"
    )
    func programs() {
        let menu = ChoiceMenu(
            [("1", "三"), ("2", "2"), ("4", "四"), ("5", "五"), ("other", "其他")]
                .map { .init(name: $0.0, label: $0.1) }
        )
        #expect(menu.named("4") == 2)
        #expect(menu.find("4") == [3])
        #expect(menu.named("五") == 3)
        #expect(menu.named("3") == nil)
    }

    @Test("A part of the label is enough if it is one's own")
    func parts() {
        #expect(kinds.find("微信") == [2])
        #expect(villages.find("东") == [0, 2])
        #expect(villages.find("东村") == [0])
        #expect(villages.find("北").isEmpty)
    }

    @Test("Letters are initials or syllables; a whole reading comes before a beginning")
    func letters() {
        #expect(kinds.find("rh") == [0])
        #expect(kinds.find("dianhua") == [1])
        #expect(kinds.find("WXDX") == [2])
        #expect(villages.find("dc") == [0])
        #expect(villages.find("dfc") == [2])
        #expect(villages.find("cq") == [3])
        #expect(villages.find("zq") == [3])
    }

    @Test("Yes and no in all their words")
    func yesAndNo() {
        let menu = ChoiceMenu(
            [("1", "是"), ("2", "否"), ("3", "不清楚")].map { .init(name: $0.0, label: $0.1) }
        )
        for word in ["是", "有", "y", "Yes", "1", "１"] { #expect(menu.find(word) == [0], "\(word)") }
        for word in ["否", "没有", "n", "NO", "2"] { #expect(menu.find(word) == [1], "\(word)") }
        #expect(menu.find("bqc") == [2])
    }
}
