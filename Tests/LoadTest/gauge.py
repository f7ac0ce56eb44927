"""What a process holds: resident memory and open file descriptors, from /proc.

Samples are taken at rest, when no request is under way: a password's hash takes 32 MiB for a moment, and that is no growth.

The rule. After a warm-up of a quarter of the time, in which caches fill, the rest is cut into four. What a quarter holds is
its lowest tenth of samples. The last quarter may
hold GROWTH more memory than the first, and SPARE more descriptors, for connections that come and go. The least leak that
is found is GROWTH over three quarters of the measured time's requests: 30 bytes each at 300 requests a second in half an hour.
"""

import os
import pathlib
import statistics

GROWTH = 8 * 1_048_576
SPARE = 8
LEAST_SAMPLES = 40


class Gauge:
    def __init__(self, pid):
        self._process = pathlib.Path("/proc") / str(pid)
        self.memory = []
        self.descriptors = []

    def sample(self):
        for line in (self._process / "status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                self.memory.append(int(line.split()[1]) * 1024)
        self.descriptors.append(len(os.listdir(self._process / "fd")))

    def judge(self):
        """What is wrong, each as a sentence."""
        assert len(self.memory) >= LEAST_SAMPLES, "too short a time to tell"
        first, last = ends(self.memory)
        fewest, most = ends(self.descriptors)
        print(f"memory       {first / 1e6:.1f} MB after the warm-up, {last / 1e6:.1f} MB at the end")
        print(f"descriptors  {fewest:.0f} after the warm-up, {most:.0f} at the end")
        faults = []
        if last - first > GROWTH:
            faults.append(f"memory grew by {(last - first) / 1e6:.1f} MB")
        if most - fewest > SPARE:
            faults.append(f"{most - fewest:.0f} descriptors were left open")
        return faults


def ends(samples):
    """What the first and the last quarter after the warm-up hold."""
    kept = samples[len(samples) // 4:]
    quarter = len(kept) // 4
    return [statistics.quantiles(part, n=10)[0] for part in (kept[:quarter], kept[-quarter:])]
