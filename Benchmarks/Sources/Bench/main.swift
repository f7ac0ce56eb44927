import CLimits
import Foundation
import SecureTokens

// Ratios between this package and C programs that do the same, both in one process and in turns: a machine that slows
// down slows both. The time is that of the thread on the processor; medians are quoted.

let payload = [UInt8](repeating: 0x5A, count: 100)
let keys = try KeyRing(primary: .generate())
let context = try TokenContext(purpose: "benchmark", name: "__Host-token", audience: "example.org")
let sealer = TokenSealer(keys: keys, context: context)
let signer = TokenSigner(keys: keys, context: context)
let anHour = TokenLifetime.lasting(.seconds(3_600))
let sealed = try sealer.seal(payload.span, for: anHour)
let signed = try signer.sign(payload.span, for: anHour)
let text = [UInt8](repeating: 0x5A, count: 200)
let encoded = Base64URL.encode(text.span)

// One token from each of many sealers' keys in turn, so that no derived key is found kept.
let strangers = try (0..<512).map { _ in
    SecureRandom.discard()
    return try sealer.seal(payload.span, for: anHour)
}

let groups: [Comparison] = [
    Comparison("random, 32 bytes", limit: 3.0, c: limit_random32) { rounds in
        var bytes = InlineArray<32, UInt8>(repeating: 0)
        for _ in 0..<rounds {
            var span = bytes.mutableSpan
            try SecureRandom.fill(&span)
        }
    },
    Comparison("signed value, write", limit: 1.3, c: limit_sign) { rounds in
        for _ in 0..<rounds { keep(try signer.sign(payload.span, for: anHour)) }
    },
    Comparison("signed value, read", limit: 1.3, c: limit_verify) { rounds in
        for _ in 0..<rounds { keep(try signer.verify(signed)) }
    },
    Comparison("sealed value, write", limit: 1.3, c: limit_seal) { rounds in
        for _ in 0..<rounds { keep(try sealer.seal(payload.span, for: anHour)) }
    },
    Comparison("sealed value, read", limit: 1.3, c: limit_open) { rounds in
        for _ in 0..<rounds { keep(try sealer.open(sealed)) }
    },
    Comparison("sealed value, unkept key, read", limit: 1.3, c: limit_open_fresh) { rounds in
        for round in 0..<rounds { keep(try sealer.open(strangers[round % strangers.count])) }
    },
    Comparison("base64url, 200 bytes, encode", limit: nil, c: limit_base64url_encode) { rounds in
        for _ in 0..<rounds { keep(Base64URL.encode(text.span)) }
    },
    Comparison("base64url, 200 bytes, decode", limit: nil, c: limit_base64url_decode) { rounds in
        for _ in 0..<rounds { keep(Base64URL.decode(encoded)) }
    },
]

let arguments = Set(CommandLine.arguments.dropFirst())
let rounds = arguments.contains("--quick") ? 11 : 41
let wanted = CommandLine.arguments.dropFirst().first { !$0.hasPrefix("--") } ?? ""
// For a profiler: nothing but ours, of the groups that are named.
if arguments.contains("--profile") {
    for group in groups where group.name.contains(wanted) { try group.swift(3_000_000) }
    exit(0)
}
print(row("operation", "C ns", "ours ns", "ratio", "limit"))
for group in groups where wanted.isEmpty || group.name.contains(wanted) {
    print(try group.run(rounds: rounds))
}
if wanted.isEmpty || "threads".contains(wanted) {
    print(try Scaling.run())
}
