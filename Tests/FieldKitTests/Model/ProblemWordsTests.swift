import FieldKit
import Testing

@Suite("Problems in words")
struct ProblemWordsTests {
    @Test("Why a network failed is Chinese in Chinese; the detail stays as programs know it")
    func reasons() {
        let problem = Problem(.serverUnreachable, ["host": "sync.example", "reason": "connect"])
        #expect(problem.sentence(.chinese).contains("（连接不上）"))
        #expect(problem.sentence(.english).contains("(connect)"))
        #expect(problem.details["reason"] == "connect")
    }
}
