// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "benchmarks",
    platforms: [.macOS(.v26)],
    dependencies: [
        .package(name: "hardtack", path: ".."),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.4.0", traits: []),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.6.0"),
    ],
    targets: [
        .systemLibrary(name: "CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CLibSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .target(
            name: "CLimits",
            dependencies: ["CLibCrypto", "CLibSQLite"],
            cSettings: [.unsafeFlags(["-O3", "-march=native", "-falign-functions=64", "-falign-loops=32"])]
        ),
        // What callgrind counts: Counts/run. Without the C programs, which count allocations and know this processor.
        .executableTarget(
            name: "Counts",
            dependencies: [
                .product(name: "CookieHeaders", package: "hardtack"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SecureTokens", package: "hardtack"),
                .product(name: "Sessions", package: "hardtack"),
                .product(name: "SessionsSQLite", package: "hardtack"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6), .enableUpcomingFeature("NonisolatedNonsendingByDefault")]
        ),
        .executableTarget(
            name: "Bench",
            dependencies: [
                "CLimits",
                .product(name: "CookieHeaders", package: "hardtack"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SecureTokens", package: "hardtack"),
                .product(name: "Sessions", package: "hardtack"),
                .product(name: "SessionsSQLite", package: "hardtack"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6), .enableUpcomingFeature("NonisolatedNonsendingByDefault")]
        ),
    ]
)
