// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "benchmarks",
    platforms: [.macOS(.v26)],
    dependencies: [
        .package(name: "hardtack", path: ".."),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.4.0", traits: []),
    ],
    targets: [
        .systemLibrary(name: "CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .target(
            name: "CLimits",
            dependencies: ["CLibCrypto"],
            cSettings: [.unsafeFlags(["-O3", "-march=native"])]
        ),
        .executableTarget(
            name: "Bench",
            dependencies: [
                "CLimits",
                .product(name: "CookieHeaders", package: "hardtack"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "SecureTokens", package: "hardtack"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6)]
        ),
    ]
)
