"""A process for each connection, each with some memory and two threads of its own: one client at a time shows almost nothing of it."""
import http.server
import signal
import socketserver
import sys
import threading
import time


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        kept = bytearray(2 * 1024 * 1024)
        threads = [threading.Thread(target=time.sleep, args=(0.2,)) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        body = f"forked {len(kept)}\n".encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Server(socketserver.ForkingMixIn, http.server.HTTPServer):
    request_queue_size = 64
    max_children = 64


signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
Server(("", 8080), Handler).serve_forever()
