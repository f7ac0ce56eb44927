"""Compares this package's reading and building of cookies with Go's net/http and with `cookie` for Node.

Usage: compare.py PROBE GO-PROGRAM NODE-SCRIPT [SEED]. Each disagreement has to be what a class of deliberate divergence
(DIVERGENCES.md) makes of our reading, to the byte; any other is shown and fails the run.
"""

import random
import sys

import building
import divergence
import go_classes
import node_classes
import rules
from divergence import through
from pieces import CONTROL, split
from programs import Program
from samples import cookie_headers, set_cookie_lines
from tally import Tally

COUNT = 1000
LIMITS = {"bytes": 16_384, "pairs": 256}
FLAGS = ("secure", "httpOnly", "partitioned")


def read_cookies(probe, headers):
    """Our pairs of each header; None for a header that is refused."""
    answers = probe.ask("cookie", [{"header": header.hex()} for header in headers])
    return [None if "refused" in answer else [unhex(pair) for pair in answer["pairs"]] for answer in answers]


def unhex(pair):
    return tuple(bytes.fromhex(part) for part in pair)


def read_pieces(read, probe, headers, whole=lambda piece, index: piece):
    """For each header its pieces, each with our reading of it alone."""
    cut = [[whole(piece, index) for index, piece in enumerate(header.split(b";"))] for header in headers]
    readings = iter(read(probe, [piece for pieces in cut for piece in pieces]))
    return [list(zip(header.split(b";"), (next(readings) for _ in pieces))) for header, pieces in zip(headers, cut)]


def compare_cookies(tally, probe, go, node, headers):
    ours = read_cookies(probe, headers)
    alone = read_pieces(read_cookies, probe, headers)
    plain = [go_classes.line_ends(header) for header in headers]
    plain_alone = read_pieces(read_cookies, probe, plain)
    questions = [{"header": header.hex()} for header in headers]
    of_go, of_node = go.ask("cookie", questions), node.ask("cookie", questions)
    for index, header in enumerate(headers):
        pieces = [(raw, only(pairs, raw)) for raw, pairs in alone[index]]
        too_large = len(header) > LIMITS["bytes"] or len(pieces) > LIMITS["pairs"]
        # A header is the sum of its pieces, and each piece is what CK-02 and CK-05 say.
        summed = None if too_large else [pair for _, pair in pieces if pair]
        tally.add("header, by its pieces", header, ours[index], summed, ours[index], set())
        ruled = None if too_large else by_rule(header)
        tally.add("header, by CK-02 and CK-05", header, ours[index], ruled, ours[index], set())

        used = {"ALL-LIMIT"} if too_large else set()
        if [pairs for _, pairs in plain_alone[index]] != [pairs for _, pairs in alone[index]]:
            used.add(go_classes.line_ends.identifier)
        expected = []
        for raw, pairs in plain_alone[index]:
            expected.append(through(go_classes.COOKIE_PAIR, used, raw, only(pairs, raw)))
        theirs = [unhex(pair) for pair in of_go[index]]
        tally.add("Cookie, Go", header, ours[index], theirs, [pair for pair in expected if pair], used)

        used = {"ALL-LIMIT"} if too_large else set()
        expected = [through(node_classes.COOKIE_PAIR, used, raw, node_classes.text(pair)) for raw, pair in pieces]
        expected = [pair for pair in expected if pair]
        for step in node_classes.COOKIE_PAIRS:
            left = step(expected)
            if left != expected:
                used.add(step.identifier)
            expected = left
        # The properties of an object have an order of their own.
        theirs = sorted(tuple(pair) for pair in of_node[index])
        tally.add("Cookie, Node", header, ours[index], theirs, sorted(expected), used)


def only(pairs, raw):
    """The pair of a piece; one that is over the limit alone is read by the rule."""
    return next(iter(by_rule(raw) if pairs is None else pairs), None)


def by_rule(header):
    """CK-02 and CK-05 once more, in three lines."""
    pairs = [split(piece) for piece in header.split(b";") if not CONTROL.search(piece)]
    return [pair for pair in pairs if pair != (b"", b"")]


def read_set_cookies(probe, lines):
    return probe.ask("set-cookie", [{"line": line.hex()} for line in lines])


def first_pair(answer):
    """The pair, or "size"; None for a line that is dropped."""
    if "dropped" in answer:
        return "size" if answer["dropped"] == "size" else None
    return (bytes.fromhex(answer["name"]), bytes.fromhex(answer["value"]))


def attribute(answer):
    """What an attribute alone says: its kind and meaning, None, or why it drops the cookie."""
    if "dropped" in answer:
        return answer["dropped"]
    for name in answer["attributes"]:
        kind = rules.KINDS.get(bytes.fromhex(name).lower())
        if kind:
            return (kind, answer.get(kind))
    return None


def in_go(reading):
    """An attribute as Go has it: no Domain and no Path are empty ones, Max-Age is -1 for all that is past."""
    if reading in (None, "syntax", "domain", "path"):
        return reading
    kind, meaning = reading
    if kind in ("domain", "path"):
        return (kind, (meaning or "").encode())
    return (kind, meaning if kind != "maxAge" or meaning is None else max(-1, meaning or -1))


def folded(pair, attributes):
    """A line from what its parts say alone: the last of each kind, for Expires and Max-Age the last valid one."""
    if pair in (None, "size") or "syntax" in attributes:
        return {"dropped": "syntax" if pair is None or "syntax" in attributes else "size"}
    result = {"name": pair[0].hex(), "value": pair[1].hex()} | dict.fromkeys(FLAGS, False)
    dropping = set()
    for reading in attributes:
        if reading in ("domain", "path"):
            dropping.add(reading)
        elif reading is not None:
            kind, meaning = reading
            dropping.discard(kind)
            if meaning is not None or kind not in ("expires", "maxAge"):
                result[kind] = meaning
    for kind in ("domain", "path"):
        if kind in dropping:
            return {"dropped": kind}
    return {kind: meaning for kind, meaning in result.items() if meaning is not None}


def folded_by_go(pair, attributes):
    if pair is None:
        return None
    result = {
        "name": pair[0].hex(), "value": pair[1].hex(), "domain": "", "path": "", "maxAge": 0, "expires": None,
        "sameSite": None,
        "secure": False, "httpOnly": False,
    }
    for reading in attributes:
        if reading is None:
            continue
        kind, meaning = reading
        if kind in ("domain", "path"):
            meaning = meaning.hex()
        if kind == "expires" and meaning is not None:
            result[kind] = None if meaning == "none" else meaning
        elif kind not in ("expires", "maxAge") or meaning is not None:
            result[kind] = meaning
    return result


def compare_set_cookies(tally, probe, go, lines):
    def whole(piece, index):
        return b"x=y;" + piece if index > 0 else piece

    ours = read_set_cookies(probe, lines)
    alone = read_pieces(read_set_cookies, probe, lines, whole)
    plain = [go_classes.line_ends(line) for line in lines]
    plain_alone = read_pieces(read_set_cookies, probe, plain, whole)
    of_go = go.ask("set-cookie", [{"line": line.hex()} for line in lines])
    for index, line in enumerate(lines):
        readings = [attribute(answer) for _, answer in alone[index][1:]]
        expected = folded(first_pair(alone[index][0][1]), readings)
        shown = {kind: meaning for kind, meaning in ours[index].items() if kind != "attributes"}
        tally.add("line, by its pieces", line, shown, expected, shown, set())
        head, *rest = line.split(b";")
        ruled = folded(rules.pair(head), [rules.attribute(raw) for raw in rest])
        tally.add("line, by §5.6", line, shown, ruled, shown, set())

        used = set()
        if plain_alone[index] != alone[index] and line != plain[index]:
            used.add(go_classes.line_ends.identifier)
        raw, answer = plain_alone[index][0]
        pair = through(go_classes.SET_COOKIE_PAIR, used, raw, first_pair(answer))
        steps = set()
        attributes = [
            through(go_classes.ATTRIBUTE, steps, raw, in_go(attribute(answer)))
            for raw, answer in plain_alone[index][1:]
        ]
        # What the attributes of a cookie that Go drops would have been does not matter.
        used |= steps if pair else set()
        tally.add("Set-Cookie, Go", line, shown, of_go[index], folded_by_go(pair, attributes), used)


def main():
    probe, go = Program(sys.argv[1]), Program(sys.argv[2])
    node = Program("node", sys.argv[3])
    seed = sys.argv[4] if len(sys.argv) > 4 else "1"
    generator = random.Random(seed)
    tally = Tally()
    for program, known in ((go, "go1.19"), (node, "cookie 0.5.0")):
        version = program.version()
        note = "" if version.startswith(known) else f": the classes are exact for {known}, and may need a look"
        print(version + note)
    compare_cookies(tally, probe, go, node, cookie_headers(generator, COUNT))
    compare_set_cookies(tally, probe, go, set_cookie_lines(generator, COUNT))
    building.compare(tally, probe, go, generator, COUNT)
    tally.show()

    ids = set(divergence.IDS) | {"ALL-LIMIT"}
    divergence.check_document(ids, {"ALL", "GO", "NODE"})
    unused = tally.unused(ids)
    if unused:
        print(f"These classes explain nothing any more: {', '.join(unused)}")
    if tally.unexplained:
        print(f"{tally.unexplained} disagreements are unexplained (the first 20 are shown); SEED={seed} repeats them")
    sys.exit(1 if unused or tally.unexplained else 0)


if __name__ == "__main__":
    main()
