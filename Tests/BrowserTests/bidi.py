"""WebDriver BiDi, as far as the tests need it: commands over a WebSocket, each with its answer (W3C WebDriver BiDi §4)."""

import json

import websocket

TIMEOUT = 60


class BiDiError(Exception):
    """The browser refused a command, or did not answer."""


class Session:
    def __init__(self, address):
        # Firefox takes no connection that names an origin: those are pages'.
        self._socket = websocket.create_connection(address + "/session", suppress_origin=True, timeout=TIMEOUT)
        self._count = 0
        self.capabilities = self.call("session.new", capabilities={})["capabilities"]

    def call(self, method, **parameters):
        """Returns the result. Events come between; none is subscribed to."""
        self._count += 1
        try:
            self._socket.send(json.dumps({"id": self._count, "method": method, "params": parameters}))
            while (answer := json.loads(self._socket.recv())).get("id") != self._count:
                pass
        except (OSError, ValueError, websocket.WebSocketException) as error:
            raise BiDiError(f"{method}: {error!r}") from error
        if answer["type"] != "success":
            raise BiDiError(f"{method}: {answer['error']}: {answer['message']}")
        return answer["result"]

    def close(self):
        self._socket.close()


def to_remote(value):
    """A Python value as a script's argument (§7.6.1, local values)."""
    if value is None:
        return {"type": "null"}
    if isinstance(value, bool):
        return {"type": "boolean", "value": value}
    if isinstance(value, (int, float)):
        return {"type": "number", "value": value}
    if isinstance(value, str):
        return {"type": "string", "value": value}
    raise TypeError(f"no argument of a script: {value!r}")


def from_remote(value):
    """What a script returned, as a Python value; a node stays a reference to it."""
    kind = value["type"]
    if kind in ("undefined", "null"):
        return None
    if kind == "array":
        return [from_remote(each) for each in value["value"]]
    if kind == "object":
        return {name: from_remote(each) for name, each in value["value"]}
    return value if kind == "node" else value["value"]
