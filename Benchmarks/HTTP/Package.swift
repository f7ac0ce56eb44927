// swift-tools-version: 6.2

import PackageDescription

// A package of its own: whoever measures no server does not wait for one to be built.
let package = Package(
    name: "http-benchmark",
    platforms: [.macOS(.v26)],
    dependencies: [
        .package(name: "hardtack", path: "../..", traits: ["Hummingbird"]),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.20.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.90.0"),
    ],
    targets: [
        .executableTarget(
            name: "Server",
            dependencies: [
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "SecureTokens", package: "hardtack"),
                .product(name: "Sessions", package: "hardtack"),
                .product(name: "SessionsHummingbird", package: "hardtack"),
                .product(name: "SessionsSQLite", package: "hardtack"),
            ],
            swiftSettings: [
                .swiftLanguageMode(.v6),
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("InternalImportsByDefault"),
            ]
        )
    ]
)
