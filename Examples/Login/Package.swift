// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "login",
    platforms: [.macOS(.v26)],
    traits: [
        .trait(name: "PostgreSQL", description: "STORE may be postgres://..."),
        .trait(name: "Redis", description: "STORE may be redis://..."),
        .default(enabledTraits: []),
    ],
    dependencies: [
        .package(
            name: "hardtack",
            path: "../..",
            traits: [
                "Hummingbird",
                .trait(name: "PostgreSQL", condition: .when(traits: ["PostgreSQL"])),
                .trait(name: "Redis", condition: .when(traits: ["Redis"])),
            ]
        ),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.20.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache.git", from: "2.0.0"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.4.0", traits: []),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.90.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.6.0"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.0.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CPasswordHash",
            pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]
        ),
        .executableTarget(
            name: "Login",
            dependencies: [
                "CPasswordHash",
                .product(name: "CookieHeaders", package: "hardtack"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "SecureTokens", package: "hardtack"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Sessions", package: "hardtack"),
                .product(name: "SessionsHummingbird", package: "hardtack"),
                .product(
                    name: "SessionsPostgreSQL",
                    package: "hardtack",
                    condition: .when(traits: ["PostgreSQL"])
                ),
                .product(name: "SessionsRedis", package: "hardtack", condition: .when(traits: ["Redis"])),
                .product(name: "SessionsSQLite", package: "hardtack"),
            ],
            resources: [.copy("Resources")],
            swiftSettings: [
                .swiftLanguageMode(.v6),
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("InternalImportsByDefault"),
            ]
        ),
    ]
)
