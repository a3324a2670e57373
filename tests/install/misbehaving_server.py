# SPDX-License-Identifier: GPL-3.0-or-later
"""An HTTPS server on this machine that serves one file in many wrong ways, each under a path of its
own: https://localhost:PORT/HOW/NAME."""
import http.server
import os
import socket
import ssl
import struct
import subprocess
import threading
import time


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        how = self.path.split("/")[1]
        self.server.requests.append((how, self.headers.get("Range"), self.headers.get("If-Range")))
        count = sum(1 for each in self.server.requests if each[0] == how)
        getattr(self, how.replace("-", "_"))(count)

    def send(self, body, status=200, etag='"one"', length=None, extra=()):
        self.send_response(status)
        if etag:
            self.send_header("ETag", etag)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in extra:
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
            pass

    def start(self):
        """Where the client wants to go on, if what it has is of the same file."""
        wanted = self.headers.get("Range")
        if not wanted or self.headers.get("If-Range") != '"one"':
            return 0
        return int(wanted[len("bytes="):-1])

    def rest(self, upto=None, etag='"one"'):
        data, at = self.server.data, self.start()
        body = data[at:] if upto is None else data[at:upto]
        if at == 0:
            return self.send(body, 200, etag, len(data))
        return self.send(body, 206, etag, len(data) - at,
                         [("Content-Range", f"bytes {at}-{len(data) - 1}/{len(data)}")])

    def cut(self):
        """Resets the connection."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def models(self, _):
        """A repository of models: the file of this name."""
        self.server.data = self.server.files[self.path.split("/")[-1]]
        self.rest()

    # --- the ways ---
    def well(self, _):
        self.rest()

    def no_etag(self, count):
        self.send(self.server.data[:1000] if count == 1 else self.server.data, 200, None, len(self.server.data))
        self.close_connection = True

    def resets(self, count):
        self.rest(min(len(self.server.data), count * 70_001))
        if count * 70_001 < len(self.server.data):
            self.cut()

    def nine_tenths(self, _):
        """The rest comes when the disk has had time to fill up."""
        upto = len(self.server.data) * 9 // 10
        self.rest(upto)
        time.sleep(2)
        try:
            self.wfile.write(self.server.data[upto:])
        except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
            pass

    def stalls(self, _):
        self.rest(5000)
        time.sleep(5)
        self.close_connection = True

    def stalls_once(self, count):
        if count > 1:
            return self.rest()
        self.rest(5000)
        time.sleep(3)
        self.close_connection = True

    def wrong_length(self, _):
        self.send(self.server.data + b"x" * 100)

    def short(self, _):
        self.send(self.server.data[:-100])

    def endless(self, _):
        self.send_response(200)
        self.send_header("ETag", '"one"')
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"10000\r\n" + b"y" * 0x10000 + b"\r\n")
        except OSError:
            self.close_connection = True

    def bad_bytes(self, _):
        self.send(bytes(len(self.server.data)))

    def etag_changes(self, count):
        self.send(self.server.data[:9000] if count == 1 else self.server.data, 200, f'"{count}"', len(self.server.data))
        self.close_connection = True

    def weak_etag(self, count):
        self.send(self.server.data[:9000] if count == 1 else self.server.data, 200, 'W/"one"', len(self.server.data))
        self.close_connection = True

    def wrong_range(self, count):
        if count == 1:
            self.rest(9000)
            return self.cut()
        if count == 2:
            data = self.server.data
            return self.send(data[100:], 206, '"one"', None,
                             [("Content-Range", f"bytes 100-{len(data) - 1}/{len(data)}")])
        return self.rest()

    def unasked_part(self, _):
        data = self.server.data
        self.send(data[5:], 206, '"one"', None, [("Content-Range", f"bytes 5-{len(data) - 1}/{len(data)}")])

    def to_http(self, _):
        self.send(b"", 302, None, None, [("Location", f"http://localhost:{self.server.server_port}/well/f")])

    def to_file(self, _):
        self.send(b"", 302, None, None, [("Location", "file:///etc/passwd")])

    def around(self, _):
        self.send(b"", 302, None, None, [("Location", "/around/f")])

    def redirects(self, _):
        self.send(b"", 302, None, None, [("Location", "/well/f")])

    def missing(self, _):
        self.send(b"no such file", 404, None)

    def forbidden(self, _):
        self.send(b"no", 403, None)

    def busy(self, count):
        if count < 3:
            return self.send(b"later", 503, None)
        return self.rest()

    def portal(self, _):
        self.send(b"<html>Please sign in</html>", 200, None, None, [("Content-Type", "text/html; charset=utf-8")])

    def in_pieces(self, _):
        """In three seconds, so that something can happen meanwhile."""
        data, pieces = self.server.data, 60
        size = -(-len(data) // pieces)
        self.send(data[:size], length=len(data))
        try:
            for at in range(size, len(data), size):
                time.sleep(3 / pieces)
                self.wfile.write(data[at:at + size])
        except OSError:
            self.close_connection = True

    def slow(self, _):
        self.send_response(200)
        self.send_header("ETag", '"one"')
        self.send_header("Content-Length", str(len(self.server.data)))
        self.end_headers()
        try:
            for at in range(1000):
                self.wfile.write(self.server.data[at:at + 1])
                time.sleep(0.1)
        except OSError:
            self.close_connection = True


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass


def start(data, folder):
    """The server, and the file with the certificate to trust (SSL_CERT_FILE)."""
    key, certificate = os.path.join(folder, "key.pem"), os.path.join(folder, "certificate.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key,
                    "-out", certificate, "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
                   check=True, stderr=subprocess.DEVNULL)
    server = Server(("127.0.0.1", 0), Handler)
    server.data, server.requests = data, []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, certificate
