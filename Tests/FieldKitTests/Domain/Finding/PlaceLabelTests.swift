import FieldKit
import Testing

@Suite("What places are called")
struct PlaceLabelTests {
    @Test("A village and a school have their names; a code without a name stands for itself")
    func labels() throws {
        let laptop = try TeacherLaptop()
        let other = "610326101902"
        try laptop.make(
            "division",
            in: ["system"],
            ["code": TeacherLaptop.village, "name": "柿林示例村"]
        )
        try laptop.make("school", in: ["system"], ["school_code": "2199000001", "name": "示例小学"])
        try laptop.make("division", in: ["system"], ["code": "610326101000", "name": "示例镇"])
        let codes = [other, TeacherLaptop.village, "2199000001", other, "610326101", "610326"]
        #expect(
            try laptop.folder.placeLabels(codes)
                == [other, "柿林示例村", "示例小学", other, "示例镇", "610326"]
        )
        #expect(try laptop.folder.placeLabels([]).isEmpty)
    }
}
