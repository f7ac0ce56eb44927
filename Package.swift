// swift-tools-version: 6.2

import PackageDescription

let environment = Context.environment

// Every target is compiled under the same rules. `make check` also turns warnings into errors.
var settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]
if environment["HARDTACK_CHECK"] != nil {
    settings.append(.treatAllWarnings(as: .error))
}

let hummingbird = TargetDependencyCondition.when(traits: ["Hummingbird"])
let postgreSQL = TargetDependencyCondition.when(traits: ["PostgreSQL"])
let redis = TargetDependencyCondition.when(traits: ["Redis"])
let flyingFox = TargetDependencyCondition.when(traits: ["FlyingFox"])

/// Folders of Vectors/: one a suite.
let vectorSuites = [
    "AES-256", "AES-256-CMAC", "AES-256-GCM", "Base64URL", "HKDF-SHA256", "HMAC-SHA256", "Keys", "SHA-256",
    "SealedTokens", "SignedTokens", "XAES-256-GCM", "XAES-256-GCM-accumulated",
]

let package = Package(
    name: "hardtack",
    platforms: [.macOS(.v26)],
    products: [
        .library(name: "SecureTokens", targets: ["SecureTokens"]),
        .library(name: "CookieHeaders", targets: ["CookieHeaders"]),
        .library(name: "Sessions", targets: ["Sessions"]),
        .library(name: "SessionsSQLite", targets: ["SessionsSQLite"]),
        .library(name: "SessionsPostgreSQL", targets: ["SessionsPostgreSQL"]),
        .library(name: "SessionsRedis", targets: ["SessionsRedis"]),
        .library(name: "SessionsHummingbird", targets: ["SessionsHummingbird"]),
        .library(name: "SessionsFlyingFox", targets: ["SessionsFlyingFox"]),
        .library(name: "SessionsTesting", targets: ["SessionsTesting"]),
        .executable(name: "hardtack", targets: ["hardtack"]),
    ],
    traits: [
        .trait(
            name: "Hummingbird",
            description: "Middleware and request context for Hummingbird 2.",
            enabledTraits: ["ServiceLifecycle"]
        ),
        .trait(name: "FlyingFox", description: "Handlers with sessions for FlyingFox."),
        .trait(name: "PostgreSQL", description: "Sessions in PostgreSQL, through libpq."),
        .trait(name: "Redis", description: "Sessions in Redis or a Redis Cluster, through hiredis and OpenSSL."),
        .trait(name: "ServiceLifecycle", description: "SessionPurger is a Service."),
        .default(enabledTraits: []),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-distributed-tracing.git", from: "1.2.0"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.4.0", traits: []),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-metrics.git", from: "2.5.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.20.0"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.90.0"),
        .package(url: "https://github.com/apple/swift-nio-http2.git", from: "1.34.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.6.0"),
        .package(url: "https://github.com/swhitty/FlyingFox.git", .upToNextMinor(from: "0.27.1")),
    ],
    targets: [
        .systemLibrary(
            name: "COpenSSL",
            pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]
        ),
        .systemLibrary(
            name: "CSQLite",
            pkgConfig: "sqlite3",
            providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]
        ),
        .systemLibrary(
            name: "CPostgreSQL",
            pkgConfig: "libpq",
            providers: [.apt(["libpq-dev"]), .brew(["libpq"])]
        ),
        .systemLibrary(
            // Without pkg-config: Debian's file has flags that the package manager refuses with a warning.
            name: "CHiredis",
            providers: [.apt(["libhiredis-dev"]), .brew(["hiredis"])]
        ),
        .systemLibrary(
            // TLS to Redis.
            name: "CLibSSL",
            pkgConfig: "libssl",
            providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]
        ),
        .target(name: "SecureTokens", dependencies: ["COpenSSL"]),
        .target(
            name: "CookieHeaders",
            dependencies: [.product(name: "HTTPTypes", package: "swift-http-types")]
        ),
        .target(
            name: "Sessions",
            dependencies: [
                "CookieHeaders",
                "SecureTokens",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Instrumentation", package: "swift-distributed-tracing"),
                .product(name: "Logging", package: "swift-log"),
                .product(
                    name: "ServiceLifecycle",
                    package: "swift-service-lifecycle",
                    condition: .when(traits: ["ServiceLifecycle"])
                ),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ]
        ),
        // What the stores have in common: their threads and queues, the names of tables, a row that cannot be read.
        .target(name: "StoreSupport", dependencies: ["Sessions"]),
        // What of the SQLite store is C by nature: a log that writes several frames at a time, memory that processes share.
        .target(name: "CSQLiteSupport", dependencies: ["CSQLite"]),
        .target(name: "SessionsSQLite", dependencies: ["CSQLite", "CSQLiteSupport", "Sessions", "StoreSupport"]),
        .target(
            name: "SessionsPostgreSQL",
            dependencies: [.target(name: "CPostgreSQL", condition: postgreSQL), "Sessions", "StoreSupport"]
        ),
        .target(
            name: "SessionsRedis",
            dependencies: [
                .target(name: "CHiredis", condition: redis), .target(name: "CLibSSL", condition: redis), "Sessions",
                "StoreSupport",
            ]
        ),
        .target(
            name: "SessionsHummingbird",
            dependencies: [
                "CookieHeaders",
                "Sessions",
                .product(name: "HTTPTypes", package: "swift-http-types", condition: hummingbird),
                .product(name: "Hummingbird", package: "hummingbird", condition: hummingbird),
                .product(name: "Logging", package: "swift-log", condition: hummingbird),
                .product(name: "NIOCore", package: "swift-nio", condition: hummingbird),
            ]
        ),
        .target(
            name: "SessionsFlyingFox",
            dependencies: [
                "Sessions",
                .product(name: "FlyingFox", package: "FlyingFox", condition: flyingFox),
                .product(name: "HTTPTypes", package: "swift-http-types", condition: flyingFox),
                .product(name: "Logging", package: "swift-log", condition: flyingFox),
            ]
        ),
        .target(
            name: "SessionsTesting",
            dependencies: [
                "CookieHeaders",
                "SecureTokens",
                "Sessions",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        // The long search: `make soak`. Also run against a manager that lacks a rule: Tests/Mutations/run.
        .executableTarget(name: "Soak", dependencies: ["Sessions", "SessionsTesting"], path: "Tests/Soak"),
        // Sixty-four browsers at a store, and a purge: `make soak`.
        .executableTarget(
            name: "StoreSoak",
            dependencies: [
                "CookieHeaders",
                "SecureTokens",
                "Sessions",
                "SessionsSQLite",
                "SessionsTesting",
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/StoreSoak",
            exclude: ["run"]
        ),
        // One of several application servers on one store.
        .executableTarget(
            name: "SessionServer",
            dependencies: [
                "SecureTokens",
                "Sessions",
                "SessionsHummingbird",
                .target(name: "SessionsPostgreSQL", condition: postgreSQL),
                .target(name: "SessionsRedis", condition: redis),
                .product(name: "Hummingbird", package: "hummingbird", condition: hummingbird),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/SessionServer"
        ),
        // The figures that the cryptography is held against, and what reads them.
        .target(
            name: "Vectors",
            path: "Vectors",
            exclude: ["VECTORS.md"],
            sources: ["Reader"],
            resources: vectorSuites.map { .copy($0) }
        ),
        // What `hardtack audit` and the tests run.
        .target(name: "Auditing", dependencies: ["COpenSSL", "SecureTokens", "Vectors"]),
        .executableTarget(
            name: "hardtack",
            dependencies: [
                "Auditing",
                "CookieHeaders",
                "SecureTokens",
                "Sessions",
                .target(name: "SessionsPostgreSQL", condition: postgreSQL),
                .target(name: "SessionsRedis", condition: redis),
                "SessionsSQLite",
                "Vectors",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        // What the tests of every store share.
        .target(name: "StoreTesting", dependencies: ["Sessions"], path: "Tests/StoreTesting"),
        // Programs in processes of their own, for whichever tests.
        .target(name: "ProcessTesting", path: "Tests/ProcessTesting"),
        // What several tests share: a server for one test, a client that does nothing behind one's back, and stories that are
        // the same with every shared store.
        .target(
            name: "HTTPTesting",
            dependencies: [
                "ProcessTesting",
                "Sessions",
                "SessionsSQLite",
                "SessionsTesting",
                .product(name: "HTTPTypes", package: "swift-http-types", condition: hummingbird),
                .product(name: "Hummingbird", package: "hummingbird", condition: hummingbird),
                .product(name: "HummingbirdHTTP2", package: "hummingbird", condition: hummingbird),
                .product(name: "Logging", package: "swift-log", condition: hummingbird),
                .product(name: "NIOCore", package: "swift-nio", condition: hummingbird),
                .product(name: "NIOHTTP1", package: "swift-nio", condition: hummingbird),
                .product(name: "NIOHTTP2", package: "swift-nio-http2", condition: hummingbird),
                .product(name: "NIOPosix", package: "swift-nio", condition: hummingbird),
            ],
            path: "Tests/HTTPTesting"
        ),
        // Runs under valgrind with secrets marked as undefined: Tests/ConstantTime/run.
        .executableTarget(name: "ConstantTimeProbe", dependencies: ["SecureTokens"], path: "Tests/ConstantTime/Probe"),
        // Welch's t over right and wrong tags, and IDs present and absent: `make timing`.
        .executableTarget(
            name: "TimingProbe",
            dependencies: [
                "SecureTokens",
                "Sessions",
                "SessionsSQLite",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/ConstantTime/Timing"
        ),
        // Says what CookieHeaders makes of a header, for programs in other languages: Tests/CookieOracles/run.
        .executableTarget(
            name: "CookieProbe",
            dependencies: [
                "CookieHeaders",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            path: "Tests/CookieOracles/Probe"
        ),
        // What the crash tests kill, and what shares a file with others of its kind: Tests/CrashTest/run.
        .executableTarget(
            name: "CrashProbe",
            dependencies: [
                "SecureTokens",
                "Sessions",
                "SessionsSQLite",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/CrashTest/Probe"
        ),
        .testTarget(name: "SecureTokensTests", dependencies: ["COpenSSL", "SecureTokens", "Vectors"]),
        .testTarget(name: "VectorsTests", dependencies: ["Vectors"]),
        .testTarget(name: "AuditingTests", dependencies: ["Auditing", "SecureTokens", "Vectors"]),
        .testTarget(
            name: "hardtackTests",
            dependencies: [
                "CSQLite",
                "ProcessTesting",
                "SecureTokens",
                "Sessions",
                "SessionsSQLite",
                "hardtack",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ]
        ),
        .testTarget(
            name: "CookieHeadersTests",
            dependencies: [
                "CookieHeaders",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ]
        ),
        .testTarget(
            name: "SessionsTests",
            dependencies: [
                "CookieHeaders",
                "SecureTokens",
                "Sessions",
                "SessionsTesting",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "InMemoryTracing", package: "swift-distributed-tracing"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "MetricsTestKit", package: "swift-metrics"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ]
        ),
        .testTarget(name: "StoreSupportTests", dependencies: ["Sessions", "StoreSupport"]),
        .testTarget(
            name: "SessionsSQLiteTests",
            dependencies: [
                "CSQLite",
                "CrashProbe",
                "ProcessTesting",
                "SecureTokens",
                "Sessions",
                "SessionsSQLite",
                "SessionsTesting",
                "StoreTesting",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .testTarget(
            name: "SessionsPostgreSQLTests",
            dependencies: [
                .target(name: "CPostgreSQL", condition: postgreSQL),
                "HTTPTesting",
                "ProcessTesting",
                "SecureTokens",
                "Sessions",
                "SessionsPostgreSQL",
                "SessionServer",
                "SessionsTesting",
                "StoreTesting",
                "hardtack",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .testTarget(
            name: "SessionsRedisTests",
            dependencies: [
                .target(name: "CHiredis", condition: redis),
                "HTTPTesting",
                "ProcessTesting",
                "SecureTokens",
                "Sessions",
                "SessionsRedis",
                "SessionServer",
                "SessionsTesting",
                "StoreTesting",
                "hardtack",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .testTarget(
            name: "SessionsHummingbirdTests",
            dependencies: [
                "HTTPTesting",
                "SecureTokens",
                "Sessions",
                "SessionsHummingbird",
                "SessionsSQLite",
                "SessionsTesting",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird", condition: hummingbird),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio", condition: hummingbird),
            ]
        ),
        .testTarget(
            name: "SessionsFlyingFoxTests",
            dependencies: [
                "SecureTokens",
                "Sessions",
                "SessionsFlyingFox",
                "SessionsTesting",
                .product(name: "FlyingFox", package: "FlyingFox", condition: flyingFox),
                .product(name: "FlyingSocks", package: "FlyingFox", condition: flyingFox),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .testTarget(
            name: "AttackTests",
            dependencies: [
                "CookieHeaders",
                "HTTPTesting",
                "SecureTokens",
                "Sessions",
                "SessionsHummingbird",
                "SessionsSQLite",
                "SessionsTesting",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird", condition: hummingbird),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
    ]
)

// Only those who build the documentation need its plug-in.
if environment["HARDTACK_DOCUMENTATION"] != nil {
    package.dependencies.append(.package(url: "https://github.com/swiftlang/swift-docc-plugin.git", from: "1.4.0"))
}

for target in package.targets where target.type != .system {
    target.swiftSettings = (target.swiftSettings ?? []) + settings
}
