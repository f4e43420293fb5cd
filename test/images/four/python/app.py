"""Answers with what it has just written into a temporary file."""
import http.server
import signal
import sys
import tempfile


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        with tempfile.NamedTemporaryFile() as file:
            file.write(f"four images: python {self.path}\n".encode())
            file.flush()
            file.seek(0)
            body = file.read()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
print("listening on 8080", flush=True)
http.server.ThreadingHTTPServer(("", 8080), Handler).serve_forever()
