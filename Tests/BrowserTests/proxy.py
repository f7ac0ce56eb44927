"""A proxy that shows what a browser sent, and holds an answer back or loses it: what a slow network does, by arrangement."""

import socketserver
import socket
import threading


class Hold:
    """An answer that has left the server and not reached the browser."""

    def __init__(self, path):
        self.path = path
        self._arrived = threading.Event()
        self._decided = threading.Event()
        self._is_lost = False

    def wait(self):
        """Until the server has answered."""
        assert self._arrived.wait(20), f"nobody asked for {self.path}"

    def release(self):
        self._decided.set()

    def lose(self):
        self._is_lost = True
        self._decided.set()

    def stop(self):
        """Called by the proxy; says whether the answer goes on."""
        self._arrived.set()
        assert self._decided.wait(60)
        return not self._is_lost


class Proxy(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, server, tls=None):
        """With an `ssl.SSLContext` it ends TLS, and the server behind speaks plain HTTP as before."""
        super().__init__(("127.0.0.1", 0), _Connection)
        self.target = server
        self._tls = tls
        self.heads = []
        self._holds = []
        self._lock = threading.Lock()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self):
        return self.server_address[1]

    @property
    def address(self):
        return f"http://localhost:{self.port}"

    def get_request(self):
        connection, peer = super().get_request()
        # The handshake is the handler's thread's: nobody waits for another's.
        return (self._tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False) if self._tls
                else connection), peer

    def hold(self, path):
        """The next answer to a request for that path waits."""
        hold = Hold(path)
        with self._lock:
            self._holds.append(hold)
        return hold

    def take_hold(self, path):
        with self._lock:
            for hold in self._holds:
                if hold.path == path:
                    self._holds.remove(hold)
                    return hold
        return None

    def sent(self, method, path):
        """The heads of the requests for that path, in small letters."""
        return [head.lower() for head in self.heads if head.startswith(f"{method} {path} ")]

    def close(self):
        self.shutdown()
        self.server_close()


class _Connection(socketserver.StreamRequestHandler):
    """One request a connection."""

    def handle(self):
        lines = []
        while (line := self.rfile.readline()) not in (b"\r\n", b""):
            lines.append(line.rstrip(b"\r\n").decode("latin-1"))
        if not lines:
            return
        self.server.heads.append("\n".join(lines))
        length = 0
        kept = []
        for line in lines[1:]:
            name = line.split(":", 1)[0].lower()
            if name == "content-length":
                length = int(line.split(":", 1)[1])
            if name != "connection":
                kept.append(line)
        body = self.rfile.read(length)
        head = "\r\n".join([lines[0], *kept, "Connection: close", "", ""]).encode("latin-1")
        with socket.create_connection(("127.0.0.1", self.server.target.port), timeout=30) as upstream:
            upstream.sendall(head + body)
            answer = b""
            while chunk := upstream.recv(65536):
                answer += chunk
        hold = self.server.take_hold(lines[0].split()[1])
        if hold is None or hold.stop():
            self.wfile.write(answer)
