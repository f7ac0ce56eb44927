import Sessions
import Testing

@Suite("Points in time")
struct TimestampTests {
    @Test("F6 sums and differences stop at the ends of the range, whatever the clock and the duration")
    func saturates() {
        let (first, last) = (Timestamp(milliseconds: .min), Timestamp(milliseconds: .max))
        let now = Timestamp(milliseconds: 1_800_000_000_000)
        let long = Duration.seconds(Int64.max)
        // Of the longer two not even the seconds fit into 64 bits.
        for duration in [long, long * 2, long * 9] {
            #expect(now + duration == last)
            #expect(last + duration == last)
            #expect(Timestamp(milliseconds: -1) + (.zero - duration) == first)
            #expect(first + (.zero - duration) == first)
        }
        #expect(first + .milliseconds(Int64.max) == Timestamp(milliseconds: -1))
        #expect(last + .milliseconds(Int64.min) == Timestamp(milliseconds: -1))
        #expect(last - first == .milliseconds(Int64.max))
        #expect(first - last == .milliseconds(Int64.min))
    }

    @Test("A part of a millisecond is cut off, before and after")
    func rounds() {
        let now = Timestamp(milliseconds: 1_800_000_000_000)
        #expect(now + .microseconds(1_999) == Timestamp(milliseconds: 1_800_000_000_001))
        #expect(now + .microseconds(-1_999) == Timestamp(milliseconds: 1_799_999_999_999))
    }
}
