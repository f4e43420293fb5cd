"""Shows the current time in Moscow. Python's standard library only."""

import json
import os
import signal
import threading
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# Moscow is at UTC+3 all year since 26 October 2014. zoneinfo would need Python 3.9.
MOSCOW = timezone(timedelta(hours=3), "MSK")

PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Moscow time</title></head>
<body>
<h1>Moscow time: {time}</h1>
<p>{date}, visit number {visits} since the start.</p>
</body>
</html>
"""


def page(now, visits):
    moscow = now.astimezone(MOSCOW)
    return PAGE.format(time=moscow.strftime("%H:%M:%S"), date=moscow.strftime("%Y-%m-%d"), visits=visits)


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address, log):
        super().__init__(address, Handler)
        self.log = log
        self.lock = threading.Lock()
        self.visits = 0

    def visit(self):
        with self.lock:
            self.visits += 1
            return self.visits

    def write_log(self, line):
        with self.lock:
            self.log.write(line + "\n")
            self.log.flush()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/":
            self.answer(200, "text/html; charset=utf-8", page(datetime.now(timezone.utc), self.server.visit()))
        elif self.path == "/health":
            self.answer(200, "application/json", json.dumps({"status": "ok"}))
        else:
            self.answer(404, "text/plain; charset=utf-8", "Not found\n")

    def answer(self, status, content_type, text):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *args):
        now = datetime.now(MOSCOW).isoformat(timespec="seconds")
        self.server.write_log("{} {} {}".format(now, self.client_address[0], format % args))


def main():
    port = int(os.environ.get("PORT", "8080"))
    path = os.environ.get("ACCESS_LOG", "/tmp/access.log")
    with open(path, "a") as log, Server(("", port), log) as server:
        # shutdown() waits for serve_forever() to end, so it must not run in that thread.
        stop = lambda *_: threading.Thread(target=server.shutdown).start()
        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        print("Moscow time on port {}, access log in {}".format(port, path), flush=True)
        server.serve_forever(poll_interval=0.1)
    print("stopped", flush=True)


if __name__ == "__main__":
    main()
