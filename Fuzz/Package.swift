// swift-tools-version: 6.2

import PackageDescription

// Built by Fuzz/run, which adds the sanitisers' flags for every module of the graph and links with libFuzzer's main.
let package = Package(
    name: "fuzz",
    platforms: [.macOS(.v26)],
    products: [.library(name: "Fuzz", type: .static, targets: ["Fuzz"])],
    dependencies: [
        .package(name: "hardtack", path: ".."),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.4.0", traits: []),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.6.0"),
    ],
    targets: [
        .target(
            name: "Fuzz",
            dependencies: [
                .product(name: "CookieHeaders", package: "hardtack"),
                .product(name: "SecureTokens", package: "hardtack"),
                .product(name: "Sessions", package: "hardtack"),
                .product(name: "SessionsTesting", package: "hardtack"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ]
        )
    ]
)
