"""The login application as a process of its own, in a folder of its own."""

import os
import pathlib
import re
import signal
import socket
import subprocess
import tempfile
import time

BINARY = os.environ["LOGIN_BINARY"]
SETTINGS = ("PORT", "ORIGIN", "DATABASE", "KEYS", "RENEW_SECONDS", "AHEAD_SECONDS")


class Server:
    """Starts, stops and kills the application; the folder outlives each of them."""

    def __init__(self):
        self._folder = tempfile.TemporaryDirectory(prefix="hardtack-login-")
        self.folder = pathlib.Path(self._folder.name)
        self.port = free_port()
        self._process = None
        # Not pipes: one that nobody reads would stop the application once it is full.
        self._output, self._errors = (tempfile.TemporaryFile(buffering=0) for _ in range(2))

    @property
    def address(self):
        return f"http://localhost:{self.port}"

    def start(self, **environment):
        """Returns what it prints; `environment` is what a person would write before the command."""
        for file in (self._output, self._errors):
            file.seek(0)
            file.truncate()
        self._process = launch(self.folder, self._output, self._errors, **{"PORT": str(self.port), **environment})
        deadline = time.monotonic() + 30
        while "Control-C" not in (printed := contents(self._output)):
            if self._process.poll() is not None or time.monotonic() > deadline:
                self._process.kill()
                raise AssertionError(f"the application did not start: {printed}{self.errors}")
            time.sleep(0.02)
        return printed

    @property
    def pid(self):
        return self._process.pid

    @property
    def errors(self):
        """What it has said of things that went wrong."""
        return contents(self._errors)

    def stop(self):
        """Control-C; returns the exit status."""
        self._process.send_signal(signal.SIGINT)
        return self._process.wait(timeout=30)

    def kill(self):
        """The power cord."""
        self._process.kill()
        self._process.wait(timeout=30)

    def close(self):
        if self._process is not None and self._process.poll() is None:
            self.kill()
        self._output.close()
        self._errors.close()
        self._folder.cleanup()

    def files(self):
        return {path.name: path.read_bytes() for path in self.folder.iterdir()}


def launch(folder, output=subprocess.PIPE, errors=subprocess.PIPE, **environment):
    inherited = {key: value for key, value in os.environ.items() if key not in SETTINGS}
    return subprocess.Popen(
        [BINARY],
        cwd=folder,
        env={**inherited, **environment},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=errors,
    )


def refuse_to_start(folder, **environment):
    """What the application prints when it cannot start, and its exit status."""
    process = launch(folder, **environment)
    try:
        output, errors = process.communicate(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()
        output, errors = process.communicate()
        raise AssertionError(f"the application started: {output.decode()}") from None
    return process.returncode, output.decode(), errors.decode()


def contents(file):
    return os.pread(file.fileno(), 1 << 20, 0).decode(errors="replace")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def visits(html):
    """The count on the front page; None for a visitor."""
    found = re.search(r'id="visits">(\d+)<', html)
    return int(found.group(1)) if found else None


def token(html):
    """The anti-forgery token of the page's forms."""
    return re.search(r'name="csrf_token" value="([A-Za-z0-9_-]+)"', html).group(1)
