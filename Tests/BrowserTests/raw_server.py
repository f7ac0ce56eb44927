"""A server that sets any bytes as a cookie and tells what it was sent: http.server would mend both."""

import socketserver
import threading


class RawServer(socketserver.ThreadingTCPServer):
    """`/…/set` answers with `line` as its Set-Cookie, `/…/echo` with the bytes of the Cookie field in hexadecimal."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.port = self.server_address[1]
        self.line = b""
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        target = self.rfile.readline().split(b" ")[1:2]
        cookies = []
        while (field := self.rfile.readline()).strip():
            name, _, value = field.partition(b":")
            if name.lower() == b"cookie":
                cookies.append(value.strip(b" \r\n"))
        if not target:
            return
        body = b"; ".join(cookies).hex().encode()
        fields = [b"HTTP/1.1 200 OK", b"Connection: close", b"Cache-Control: no-store", b"Content-Type: text/plain"]
        fields.append(b"Content-Length: %d" % len(body))
        if target[0].partition(b"?")[0].endswith(b"/set"):
            fields.append(b"Set-Cookie: " + self.server.line)
        self.wfile.write(b"\r\n".join(fields) + b"\r\n\r\n" + body)
