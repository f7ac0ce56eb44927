// swift-tools-version: 6.2

import PackageDescription

// A package of its own: whoever measures no database server needs neither libpq nor hiredis.
let package = Package(
    name: "servers-benchmark",
    platforms: [.macOS(.v26)],
    dependencies: [
        .package(name: "hardtack", path: "../..", traits: ["PostgreSQL", "Redis"]),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.4.0", traits: []),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.6.0"),
    ],
    targets: [
        .executableTarget(
            name: "Servers",
            dependencies: [
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SecureTokens", package: "hardtack"),
                .product(name: "Sessions", package: "hardtack"),
                .product(name: "SessionsPostgreSQL", package: "hardtack"),
                .product(name: "SessionsRedis", package: "hardtack"),
            ],
            swiftSettings: [
                .swiftLanguageMode(.v6),
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
            ]
        )
    ]
)
