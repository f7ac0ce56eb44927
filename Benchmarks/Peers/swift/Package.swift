// swift-tools-version: 6.1

import PackageDescription

let package = Package(
    name: "peers",
    platforms: [.macOS(.v15)],
    dependencies: [.package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0")],
    targets: [.executableTarget(name: "Peers", dependencies: [.product(name: "GRDB", package: "GRDB.swift")])]
)
