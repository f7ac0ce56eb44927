import Foundation
import Synchronization

/// No port is free, or none was found.
public struct NoPort: Error {}

/// A port that nobody listens on, below those that the system gives to connections, and that was not given to another test of
/// this process: a server that is started, or started again, finds it as it is.
public func freePort() throws -> Int {
    for _ in 0..<100 {
        let port = Int.random(in: 12_000..<32_000)
        let descriptor = socket(AF_INET, streams, 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        if result == 0, given.withLock({ $0.insert(port).inserted }) { return port }
    }
    throw NoPort()
}

private let given = Mutex<Set<Int>>([])

#if canImport(Darwin)
    private let streams = SOCK_STREAM
#else
    private let streams = Int32(SOCK_STREAM.rawValue)
#endif
