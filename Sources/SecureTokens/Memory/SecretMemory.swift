import COpenSSL
import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The pages that secrets live in: between guard pages, out of core dumps, locked as far as the system allows.
///
/// Locked memory is scarce (8 MiB by default, 64 KiB on older systems), so 64 small secrets share a page. Nothing is
/// locked per thread or per message. After a fork the child holds the secrets too, without the lock.
public enum SecretMemory {
    /// How much is held, and how much of it the system agreed to keep out of swap.
    public struct Report: Equatable, Sendable {
        /// Bytes of pages that hold secrets.
        public let bytes: Int
        /// Bytes of these that are locked. If fewer, raise the limit (`ulimit -l`, `LimitMEMLOCK=`).
        public let lockedBytes: Int
    }

    /// The state of all secret memory of this process.
    public static var report: Report {
        pool.withLock { Report(bytes: $0.bytes, lockedBytes: $0.lockedBytes) }
    }

    /// A place for one secret.
    struct Region {
        let address: UInt
        fileprivate let mapping: Mapping
        fileprivate let isShared: Bool
    }

    static let slotLength = 64
    private static let slotsPerPage = 64
    private static let pool = Mutex(Pool())

    /// Reserves zeroed memory for `count` bytes.
    static func reserve(_ count: Int) throws(TokenError) -> Region {
        guard count >= 0, count <= 1 << 30 else { throw .invalid(.outputLength) }
        return try pool.withLock { (pool) throws(TokenError) in
            guard count <= slotLength else {
                let mapping = try Mapping(count)
                pool.add(mapping)
                return Region(address: mapping.address, mapping: mapping, isShared: false)
            }
            if let index = pool.pages.firstIndex(where: { $0.used != .max }) {
                return pool.take(index)
            }
            let mapping = try Mapping(slotLength * slotsPerPage)
            pool.add(mapping)
            pool.pages.append(SharedPage(mapping: mapping))
            return pool.take(pool.pages.count - 1)
        }
    }

    /// Gives back what `reserve` gave, which the owner has wiped.
    static func release(_ region: Region) {
        pool.withLock { pool in
            guard region.isShared else {
                pool.remove(region.mapping)
                return
            }
            guard let index = pool.pages.firstIndex(where: { $0.mapping.base == region.mapping.base }) else { return }
            let slot = (region.address - region.mapping.address) / UInt(slotLength)
            pool.pages[index].used &= ~(1 << UInt64(slot))
            // One empty page is kept: a program that makes and drops single keys does not map and unmap each time.
            if pool.pages[index].used == 0, pool.pages.count > 1 {
                pool.pages.remove(at: index)
                pool.remove(region.mapping)
            }
        }
    }

    private struct SharedPage {
        let mapping: Mapping
        var used: UInt64 = 0
    }

    private struct Pool {
        var pages: [SharedPage] = []
        var bytes = 0
        var lockedBytes = 0

        mutating func take(_ index: Int) -> Region {
            let slot = (~pages[index].used).trailingZeroBitCount
            pages[index].used |= 1 << UInt64(slot)
            let mapping = pages[index].mapping
            return Region(address: mapping.address + UInt(slot * slotLength), mapping: mapping, isShared: true)
        }

        mutating func add(_ mapping: Mapping) {
            bytes += mapping.length
            lockedBytes += mapping.isLocked ? mapping.length : 0
        }

        mutating func remove(_ mapping: Mapping) {
            bytes -= mapping.length
            lockedBytes -= mapping.isLocked ? mapping.length : 0
            mapping.unmap()
        }
    }

    /// Whole pages with an inaccessible one on either side.
    fileprivate struct Mapping {
        let base: UInt
        let address: UInt
        let length: Int
        let isLocked: Bool

        init(_ count: Int) throws(TokenError) {
            let page = Int(sysconf(Int32(_SC_PAGESIZE)))
            let length = max(1, (count + page - 1) / page) * page
            guard page > 0, let base = unsafe hardtack_map(length + 2 * page, PROT_NONE) else {
                throw .unavailable(.memory)
            }
            let address = unsafe base + page
            guard unsafe mprotect(address, length, PROT_READ | PROT_WRITE) == 0 else {
                unsafe munmap(base, length + 2 * page)
                throw .unavailable(.memory)
            }
            unsafe _ = hardtack_exclude_from_dumps(address, length)
            unsafe self.isLocked = mlock(address, length) == 0
            self.base = UInt(bitPattern: base)
            self.address = UInt(bitPattern: address)
            self.length = length
        }

        func unmap() {
            let guards = 2 * Int(address - base)
            unsafe munmap(UnsafeMutableRawPointer(bitPattern: base), length + guards)
        }
    }
}
