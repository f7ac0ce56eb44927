#if Redis
    /// A queue in an array: taking from the front moves nothing until half of the array is empty.
    struct Fifo<Element> {
        private var elements: [Element?] = []
        private var head = 0

        var isEmpty: Bool { head == elements.count }
        var count: Int { elements.count - head }

        var first: Element? {
            get { head < elements.count ? elements[head] : nil }
            set { if head < elements.count { elements[head] = newValue } }
        }

        mutating func append(_ element: Element) {
            elements.append(element)
        }

        mutating func popFirst() -> Element? {
            guard head < elements.count else { return nil }
            defer {
                elements[head] = nil
                head += 1
                if head > 64, head * 2 > elements.count {
                    elements.removeFirst(head)
                    head = 0
                }
            }
            return elements[head]
        }

        /// All of them, in order; empty afterwards.
        mutating func removeAll() -> [Element] {
            defer { self = Fifo() }
            return elements[head...].compactMap { $0 }
        }

        /// Changes each in its place.
        mutating func forEach(_ body: (inout Element) -> Void) {
            for index in elements.indices.dropFirst(head) {
                guard var element = elements[index] else { continue }
                body(&element)
                elements[index] = element
            }
        }
    }
#endif
