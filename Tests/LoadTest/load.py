"""Mixed load on the login application: 64 visitors, four devices of each of sixteen accounts, who log in, click, open two
tabs at once, save settings, prove who they are once more, log out, and end each other's sessions.

Usage: LOGIN_BINARY=… load.py MINUTES

First MINUTES without a fault; then a third of that in which the server is stopped and killed in turn and started again.
Fails if
- somebody who is logged in is not at his next click, unless he or another of his devices ended it, or the answer to a
  login or a step-up of his was lost in a fault;
- a session is alive that another device has ended;
- a visit that was acknowledged is not counted, or one is counted that nobody made;
- an answer is 500 or above, or a connection ends without a fault;
- memory or descriptors grow (`gauge.py` has the rule).
"""

import asyncio
import collections
import contextlib
import pathlib
import statistics
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "BrowserTests"))

from gauge import Gauge
from server import Server
from visitor import AGENTS, Account, Visitor

ACCOUNTS = 16
# An ID is due for renewal after a minute, so that renewals are part of the load.
SETTINGS = {"RENEW_SECONDS": "60"}
# Of memory and descriptors, in the time without faults.
SAMPLES = 120
BETWEEN_FAULTS = 15
SHOWN = 20


class Load:
    def __init__(self):
        self.server = Server()
        self.port = self.server.port
        self.is_over = False
        # A password takes the server a core for a fifth of a second: 64 at once would be a load of its own.
        self.passwords = asyncio.Semaphore(2)
        self.failures = []
        self._counts = collections.Counter()
        self._statuses = collections.Counter()
        self._times = []
        self._is_up = asyncio.Event()
        # Whether visitors may click, and how many are at it.
        self._may_click = asyncio.Event()
        self._clicking = 0
        # Answers that were lost up to this time are the fault's.
        self._fault_ended = 0.0

    def count(self, what):
        self._counts[what] += 1

    def note(self, reply):
        self._statuses[reply.status] += 1
        self._times.append(reply.ended - reply.began)

    def fail(self, what):
        self.failures.append(what)
        if len(self.failures) <= SHOWN:
            print(f"FAILED  {what}", flush=True)

    async def wait_for_server(self, error):
        # One that was kept alive over a fault is found dead when it is next used.
        is_late = time.monotonic() > self._fault_ended + 1 and error.opened > self._fault_ended
        if self._is_up.is_set() and is_late:
            self.fail(f"a connection ended: {error}")
        self.count("lost answers")
        await self._is_up.wait()

    @contextlib.asynccontextmanager
    async def click(self):
        """What a visitor does in one go. The server has nothing to do while nobody is at it."""
        await self._may_click.wait()
        self._clicking += 1
        try:
            yield
        finally:
            self._clicking -= 1

    async def _sample(self, gauge):
        """At rest: the hash of a password takes 32 MiB for a moment."""
        self._may_click.clear()
        while self._clicking:
            await asyncio.sleep(0.01)
        gauge.sample()
        self._may_click.set()

    async def run(self, minutes):
        await asyncio.to_thread(self.server.start, **SETTINGS)
        self._is_up.set()
        self._may_click.set()
        visitors = self._make_visitors()
        for each in visitors[:: len(AGENTS)]:
            await each.sign_up()
        print(f"{len(visitors)} visitors, {minutes:g} minutes, then {minutes / 3:g} with faults", flush=True)
        tasks = [asyncio.create_task(each.live()) for each in visitors]
        while not all(each.has_logged_in for each in visitors):
            await asyncio.sleep(0.5)
        self._times.clear()
        began = time.monotonic()
        gauge = Gauge(self.server.pid)
        while time.monotonic() < began + minutes * 60:
            await asyncio.sleep(minutes * 60 / SAMPLES)
            await self._sample(gauge)
        self._report(time.monotonic() - began)
        for sentence in gauge.judge():
            self.fail(sentence)
        faults = await self._make_faults(minutes * 20)
        self.is_over = True
        for task in tasks:
            await task
        print(f"faults       {faults}")
        self._report(None)
        if errors := self.server.errors:
            print(f"The server said:\n{errors[-2_000:]}")

    def _make_visitors(self):
        accounts = [Account(f"visitor{number}") for number in range(ACCOUNTS)]
        return [Visitor(self, account, label) for account in accounts for label in AGENTS]

    async def _make_faults(self, seconds):
        """Stops the server as Control-C does and as the power cord does, in turn. Returns how often."""
        count = 0
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            await asyncio.sleep(min(BETWEEN_FAULTS, seconds / 4))
            self._is_up.clear()
            await asyncio.to_thread(self.server.kill if count % 2 == 0 else self.server.stop)
            await asyncio.to_thread(self.server.start, **SETTINGS)
            self._fault_ended = time.monotonic()
            self._is_up.set()
            count += 1
        # What the last one has done is seen at the next click.
        await asyncio.sleep(5)
        return count

    def _report(self, seconds):
        if seconds is None:
            print(", ".join(f"{what} {count}" for what, count in self._counts.most_common()))
            print("statuses     " + ", ".join(f"{status}: {count}" for status, count in sorted(self._statuses.items())))
            return
        cuts = statistics.quantiles(self._times, n=100)
        print(f"requests     {len(self._times)}, {len(self._times) / seconds:.0f} a second")
        print(f"answered in  {cuts[49] * 1000:.1f} ms in the middle, {cuts[98] * 1000:.1f} ms of 99 %", flush=True)


async def main():
    load = Load()
    try:
        await load.run(float(sys.argv[1]))
    finally:
        load.server.close()
    print(f"{len(load.failures)} failures" if load.failures else "Nobody was lost.")
    sys.exit(1 if load.failures else 0)


if __name__ == "__main__":
    asyncio.run(main())
