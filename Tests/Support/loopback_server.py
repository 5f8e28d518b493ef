"""A small server on loopback that behaves as badly as a test asks it to.

Usage: loopback_server.py FOLDER. Makes two certificate authorities in FOLDER (county.pem, other.pem)
and a certificate of the first for 127.0.0.1, serves HTTPS and plain HTTP on two free ports, prints
them as one JSON line, and ends when its standard input does.
"""

import gzip
import itertools
import json
import os
import socket
import ssl
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MESSAGE = "application/x-protobuf"
folder = sys.argv[1]
connections = itertools.count(1)


def certificate(name, *options):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-days", "3650", "-subj", "/CN=Invented " + name, "-keyout", f"{name}.key",
         "-out", f"{name}.pem", *options],
        cwd=folder, check=True, capture_output=True)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def setup(self):
        self.number = next(connections)
        super().setup()

    def do_GET(self):
        self.answer()

    def do_POST(self):
        self.answer()

    def answer(self):
        self.body = self.rfile.read(int(self.headers.get("content-length", 0)))
        getattr(self, self.path.split("/")[-1].replace("-", "_"), self.unknown)()

    def reply(self, body, status=200, kind=MESSAGE, **headers):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Connection", str(self.number))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def cut(self):
        self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True

    # One method a path.

    def unknown(self):
        self.reply(b"<html>no such page</html>", 404, "text/html")

    def echo(self):
        """The body as it came, packed as it came, under the status that the request names."""
        more = {}
        if "content-encoding" in self.headers:
            more["Content_Encoding"] = self.headers["content-encoding"]
        if "x-retry-after" in self.headers:
            more["Retry_After"] = self.headers["x-retry-after"]
        self.reply(
            self.body, int(self.headers.get("x-status", 200)),
            self.headers.get("x-content-type", MESSAGE), X_Body_Bytes=str(len(self.body)), **more)

    def headers_seen(self):
        self.reply(json.dumps({k.lower(): v for k, v in self.headers.items()}).encode())

    def gzipped(self):
        self.reply(gzip.compress(b"from another library " * 100), Content_Encoding="gzip")

    def authority(self):
        self.reply(county, kind="application/x-pem-file")

    def cut_short(self):
        self.send_response(200)
        self.send_header("Content-Type", MESSAGE)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"0123456789")
        self.wfile.flush()
        self.cut()

    def no_reply(self):
        self.cut()

    def announces_too_much(self):
        self.send_response(200)
        self.send_header("Content-Type", MESSAGE)
        self.send_header("Content-Length", str(1 << 40))
        self.end_headers()
        self.wfile.flush()
        self.wait_for_the_end()

    def sends_too_much(self):
        self.send_response(200)
        self.send_header("Content-Type", MESSAGE)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"10000\r\n" + bytes(65536) + b"\r\n")
        except OSError:
            self.close_connection = True

    def bomb(self):
        self.reply(gzip.compress(bytes(64 << 20)), Content_Encoding="gzip")

    def garbage(self):
        self.reply(b"this is no zstd at all", Content_Encoding="zstd")

    def brotli(self):
        self.reply(b"whatever", Content_Encoding="br")

    def many_headers(self):
        self.reply(b"", **{f"X_Filler_{n}": "x" * 1000 for n in range(90)})

    def sign_in_page(self):
        self.reply(b"<html>please sign in</html>", kind="text/html; charset=utf-8")

    def redirect(self):
        self.reply(b"", 302, Location="http://127.0.0.1:1/")

    def never(self):
        self.wait_for_the_end()

    def wait_for_the_end(self):
        try:
            self.rfile.read(1)
        except OSError:
            pass
        self.close_connection = True

    def log_message(self, *arguments):
        pass


class Server(ThreadingHTTPServer):
    def handle_error(self, request, address):
        pass  # a client that refuses our certificate is what some tests want


def serve(context=None):
    server = Server(("127.0.0.1", 0), Handler)
    if context:
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


certificate("county")
certificate("other")
certificate("server", "-CA", "county.pem", "-CAkey", "county.key", "-addext",
            "subjectAltName=IP:127.0.0.1", "-addext", "basicConstraints=critical,CA:FALSE")
with open(os.path.join(folder, "county.pem"), "rb") as file:
    county = file.read()
tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
tls.load_cert_chain(os.path.join(folder, "server.pem"), os.path.join(folder, "server.key"))
print(json.dumps({"https": serve(tls), "http": serve()}), flush=True)
sys.stdin.read()
os._exit(0)
