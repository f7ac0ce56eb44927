// swift-tools-version: 6.2

import PackageDescription

// Built by Fuzz/run, which adds the sanitisers' flags for every module of the graph and links with libFuzzer's main.
let package = Package(
    name: "fuzz",
    platforms: [.macOS(.v26)],
    products: [.library(name: "Fuzz", type: .static, targets: ["Fuzz"])],
    dependencies: [.package(name: "hardtack", path: "..")],
    targets: [
        .target(
            name: "Fuzz",
            dependencies: [
                .product(name: "CookieHeaders", package: "hardtack"),
                .product(name: "SecureTokens", package: "hardtack"),
            ]
        )
    ]
)
