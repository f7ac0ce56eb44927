"""How each peer is measured: what Benchmarks/Peers/PROTOCOL.md says, for Python."""

import json
import os
import sys
import time

measurements = []


def measure(operation, peer, version, body):
    """`body(n)` does the operation n times."""
    measurements.append((operation, peer, version, body))


def cpu():
    return time.clock_gettime_ns(time.CLOCK_PROCESS_CPUTIME_ID)


class Measurement:
    def __init__(self, entry):
        self.operation, self.peer, self.version, self.body = entry
        self.count = None

    def run(self, milliseconds):
        if self.count is None:
            count = 1
            while True:
                start = cpu()
                self.body(count)
                elapsed = cpu() - start
                if elapsed > milliseconds * 250_000 or count > 1 << 24:
                    break
                count *= 2
            self.count = max(1, int(count * milliseconds * 1e6 / max(elapsed, 1)))
        start = cpu()
        self.body(self.count)
        return (cpu() - start) / self.count


def main():
    milliseconds = float(os.environ.get("MILLISECONDS", "20"))
    ready = [Measurement(entry) for entry in measurements]

    def say(value):
        print(json.dumps(value), flush=True)

    def entry(m):
        return {"operation": m.operation, "peer": m.peer, "version": m.version}

    if sys.argv[1:] != ["serve"]:
        for m in ready:
            m.run(milliseconds)
            say({**entry(m), "nanoseconds": m.run(milliseconds)})
        return
    say([entry(m) for m in ready])
    for line in sys.stdin:
        say(ready[int(line)].run(milliseconds))
