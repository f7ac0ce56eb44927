"""HTTP/1.1 over asyncio's streams: as much as the application speaks, and cheaper than the server that is measured."""

import asyncio
import collections
import time
import urllib.parse

TIMEOUT = 30

Reply = collections.namedtuple("Reply", "status fields cookies body began ended")


class Down(Exception):
    """The connection ended before the answer was whole."""

    def __init__(self, reason, opened):
        super().__init__(reason)
        # When the connection was.
        self.opened = opened


class Connection:
    """One request after another, kept alive."""

    def __init__(self, port):
        self._port = port
        self._streams = None
        self._opened = 0.0
        # Of two tabs one may look something up over the connection on which the other still waits.
        self._turn = asyncio.Lock()

    async def send(self, method, path, fields, form=None):
        async with self._turn:
            began = time.monotonic()
            try:
                status, names, cookies, body = await asyncio.wait_for(self._send(method, path, fields, form), TIMEOUT)
                return Reply(status, names, cookies, body, began, time.monotonic())
            except (OSError, EOFError, asyncio.TimeoutError) as error:
                self.close()
                raise Down(repr(error), self._opened) from error

    async def _send(self, method, path, fields, form):
        if self._streams is None:
            self._opened = time.monotonic()
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        body = b""
        if form is not None:
            body = urllib.parse.urlencode(form).encode()
            fields = {**fields, "Content-Type": "application/x-www-form-urlencoded", "Content-Length": len(body)}
        lines = [f"{method} {path} HTTP/1.1", f"Host: localhost:{self._port}"]
        lines += [f"{name}: {value}" for name, value in fields.items()]
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        names, cookies = {}, []
        for line in head[1:-2]:
            name, _, value = line.partition(": ")
            if name.lower() == "set-cookie":
                cookies.append(value)
            names[name.lower()] = value
        content = await reader.readexactly(int(names.get("content-length", 0)))
        return int(head[0].split()[1]), names, cookies, content.decode()

    def close(self):
        if self._streams is not None:
            self._streams[1].close()
        self._streams = None
