"""The classes in which another program reads cookies differently: each a function that turns our reading into that
program's, under an id. DIVERGENCES.md gives the reason for each id; `check_document` holds the two together.
"""

import pathlib
import re

IDS = []


def divergence(identifier):
    """Marks a step from our reading to another program's. A step that changes nothing has not been used."""

    def mark(step):
        IDS.append(identifier)
        step.identifier = identifier
        return step

    return mark


def through(steps, used, raw, reading):
    """Our reading of a piece after all steps; ids of those that changed it are added to `used`."""
    for step in steps:
        changed = step(raw, reading)
        if changed != reading:
            used.add(step.identifier)
        reading = changed
    return reading


def documented():
    """The ids of the document's tables with the other cells of their rows."""
    rows = {}
    for line in (pathlib.Path(__file__).parent / "DIVERGENCES.md").read_text(encoding="utf-8").splitlines():
        found = re.match(r"\| ([A-Z]+-[A-Z-]+) \| (.*) \|$", line)
        if found:
            assert found[1] not in rows, f"{found[1]} stands twice in DIVERGENCES.md"
            rows[found[1]] = found[2].split(" | ")
    return rows


def check_document(ids, prefixes):
    """Every id is explained, with a rule, and nothing is explained that is not there."""
    rows = {identifier: cells for identifier, cells in documented().items() if identifier.split("-")[0] in prefixes}
    assert set(rows) == set(ids), f"DIVERGENCES.md and the classes differ: {sorted(set(rows) ^ set(ids))}"
    for identifier, cells in rows.items():
        assert len(cells) == 2, f"{identifier}: what and why"
        assert re.search(r"\b(SC|CK|UA|TR)-\d\d|§\d", cells[1]), f"{identifier} names no rule"
