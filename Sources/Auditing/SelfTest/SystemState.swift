import COpenSSL
import SecureTokens

/// What the machine gives: told, and failed only where something cannot be right.
enum SystemState {
    static func lockedMemory() -> SelfTestResult {
        guard let key = try? RootKey.generate() else {
            return SelfTestResult(name: "locked memory", passed: false, detail: "no key could be made")
        }
        let report = SecretMemory.report
        withExtendedLifetime(key) {}
        let isLocked = report.lockedBytes == report.bytes
        return SelfTestResult(
            name: "locked memory",
            passed: report.bytes > 0,
            detail: isLocked
                ? "all \(report.bytes) bytes" : "\(report.lockedBytes) of \(report.bytes) bytes; raise ulimit -l"
        )
    }

    /// A FIPS mode that was asked for must be real: the properties of OpenSSL's own algorithms tell.
    static func fips() -> SelfTestResult {
        guard FIPSMode.isRequired else {
            return SelfTestResult(name: "FIPS mode", passed: true, detail: "not asked for")
        }
        let digest = unsafe EVP_MD_fetch(nil, "SHA256", "fips=yes")
        defer { unsafe EVP_MD_free(digest) }
        let provider = unsafe OSSL_PROVIDER_get0_name(EVP_MD_get0_provider(digest)).map { unsafe String(cString: $0) }
        return SelfTestResult(
            name: "FIPS mode",
            passed: unsafe digest != nil,
            detail: "required; provider \(provider ?? "missing")"
        )
    }

    /// The library that runs must be of the series that the headers were of, and no older.
    static func openSSL() -> SelfTestResult {
        let running = (OPENSSL_version_major(), OPENSSL_version_minor(), OPENSSL_version_patch())
        let headers = (UInt32(OPENSSL_VERSION_MAJOR), UInt32(OPENSSL_VERSION_MINOR), UInt32(OPENSSL_VERSION_PATCH))
        let text = unsafe OpenSSL_version(OPENSSL_VERSION).map { unsafe String(cString: $0) } ?? "unknown"
        let isSame = text == OPENSSL_VERSION_TEXT
        return SelfTestResult(
            name: "libcrypto",
            passed: running.0 == headers.0 && (isSame || running >= headers),
            detail: isSame ? "\(text), as its headers" : "\(text); headers: \(OPENSSL_VERSION_TEXT)"
        )
    }
}
