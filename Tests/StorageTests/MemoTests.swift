internal import SQL
internal import Testing

@Suite("Answers that a connection keeps")
struct MemoTests {
    private final class Answer {}

    @Test func `an answer is found by the values it is for, in its state only`() {
        let memo = SQLMemo()
        let answer = Answer()
        memo.enter(state: 1)
        memo.keep(answer, for: [.text("a"), .integer(1)])
        #expect(memo.answer(to: [.text("a"), .integer(1)]) === answer)
        #expect(memo.answer(to: [.text("a"), .integer(2)]) == nil)
        #expect(memo.answer(to: [.text("a")]) == nil)
        memo.enter(state: 1)
        #expect(memo.answer(to: [.text("a"), .integer(1)]) === answer)
        memo.enter(state: 2)
        #expect(memo.answer(to: [.text("a"), .integer(1)]) == nil)
    }

    @Test func `values of different kinds are different`() {
        let memo = SQLMemo()
        memo.keep(Answer(), for: [.text("1")])
        for other in [SQLValue.integer(1), .blob([0x31]), .null, .boolean(true)] {
            #expect(memo.answer(to: [other]) == nil)
        }
    }

    @Test func `it does not grow without bound`() {
        let memo = SQLMemo()
        let first = Answer()
        memo.keep(first, for: [.integer(0)])
        for number in 1...512 { memo.keep(Answer(), for: [.integer(Int64(number))]) }
        #expect(memo.answer(to: [.integer(0)]) == nil)
        #expect(memo.answer(to: [.integer(512)]) != nil)
    }
}
