"""A shop with a need behind each of some routes: what no request reaches breaks under a learned profile."""
import ctypes
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from urllib.parse import parse_qs

lock = threading.Lock()
kinds = ["products", "orders", "categories", "reviews"]
state = {"users": {}, "tokens": {}, "sessions": {}, "next": 1, "forms": set(), **{kind: {} for kind in kinds}}
routes = []


def route(method, pattern, login=False):
    expression = re.compile("^" + re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", pattern) + "$")

    def add(function):
        routes.append((method, expression, function, login))
        return function

    return add


class Problem(Exception):
    def __init__(self, status, text):
        super().__init__(text)
        self.status = status


def new_id():
    with lock:
        state["next"] += 1
        return state["next"]


def one(kind, key):
    found = state[kind].get(str(key))
    if found is None:
        raise Problem(404, "no such " + kind)
    return found


@route("GET", "/health")
def health(request):
    return 200, {"status": "up"}


@route("GET", "/")
def page(request):
    with open(os.path.join(os.path.dirname(__file__), "page.html"), "rb") as file:
        return 200, file.read()


@route("POST", "/api/register")
def register(request):
    data = request.json()
    email, password = data["email"], data["password"]
    if email in state["users"]:
        raise Problem(409, "taken")
    state["users"][email] = password
    return 201, {"email": email}


@route("POST", "/api/login")
def login(request):
    data = request.json()
    if state["users"].get(data["email"]) != data["password"]:
        raise Problem(401, "wrong password")
    token = os.urandom(16).hex()
    state["tokens"][token] = data["email"]
    return 200, {"access_token": token, "expires": 3600}


@route("POST", "/session")
def sign_in(request):
    """The login of the page: a cookie in place of a token."""
    data = {name: values[0] for name, values in parse_qs(request.raw.decode()).items()}
    if state["users"].get(data["email"]) != data["password"]:
        raise Problem(401, "wrong password")
    session = os.urandom(16).hex()
    state["sessions"][session] = data["email"]
    request.cookie = "sid=%s; Path=/; HttpOnly" % session
    return 200, {"welcome": True}


@route("GET", "/account")
def account(request):
    session = re.search(r"sid=(\w+)", request.headers.get("cookie", ""))
    if session is None or session[1] not in state["sessions"]:
        raise Problem(401, "sign in")
    return 200, {"email": state["sessions"][session[1]]}


@route("GET", "/api/me", login=True)
def me(request):
    return 200, {"email": request.user}


def collection(kind, fields, login=False):
    @route("GET", "/api/%s" % kind)
    def listed(request):
        return 200, list(state[kind].values())[:20]

    @route("POST", "/api/%s" % kind, login=login)
    def made(request):
        data = request.json()
        for field in fields:
            if field not in data:
                raise Problem(422, field + " is missing")
        for other in state[kind].values():
            if kind == "products" and other["sku"] == data["sku"]:
                raise Problem(409, "sku is taken")
        key = new_id()
        state[kind][str(key)] = {"id": key, **data}
        return 201, state[kind][str(key)]

    @route("GET", "/api/%s/{id}" % kind)
    def read(request, id):
        return 200, one(kind, id)

    @route("PUT", "/api/%s/{id}" % kind, login=login)
    def changed(request, id):
        one(kind, id).update(request.json())
        return 200, one(kind, id)

    route("PATCH", "/api/%s/{id}" % kind, login=login)(changed)

    @route("DELETE", "/api/%s/{id}" % kind, login=login)
    def removed(request, id):
        one(kind, id)
        del state[kind][str(id)]
        return 204, None


@route("GET", "/api/products/newest")
def newest(request):
    return 200, {"product": max(state["products"], default=None)}


collection("products", ["name", "sku", "price"], login=True)
collection("orders", ["product_id", "quantity"], login=True)
collection("categories", ["title"], login=True)


@route("GET", "/api/search")
def search(request):
    query = parse_qs(request.path.partition("?")[2])
    if "q" not in query:
        raise Problem(422, "q is missing")
    return 200, [one for one in state["products"].values() if query["q"][0] in one["name"]]


@route("GET", "/api/products/{id}/reviews")
def reviews(request, id):
    one("products", id)
    return 200, [review for review in state["reviews"].values() if str(review["product"]) == id]


@route("POST", "/api/products/{id}/reviews", login=True)
def review(request, id):
    one("products", id)
    key = new_id()
    state["reviews"][str(key)] = {"id": key, "product": id, "text": request.json()["text"]}
    return 201, state["reviews"][str(key)]


@route("GET", "/api/form")
def form(request):
    token = os.urandom(12).hex()
    state["forms"].add(token)
    return 200, {"csrf_token": token}


@route("POST", "/api/contact")
def contact(request):
    if request.headers.get("x-csrf-token") not in state["forms"]:
        raise Problem(403, "no form")
    return 200, {"sent": request.json()["message"]}


@route("POST", "/graphql")
def graphql(request):
    query = request.json()["query"]
    if "products" not in query:
        raise Problem(400, "no such field")
    return 200, {"data": {"products": [{"name": one["name"]} for one in state["products"].values()]}}


@route("POST", "/api/uploads", login=True)
def upload(request):
    body = request.body()
    if b'filename="' not in body:
        raise Problem(400, "no file")
    # A written folder.
    path = "/srv/uploads/%d" % new_id()
    with open(path, "wb") as file:
        file.write(body)
    return 201, {"bytes": len(body)}


@route("POST", "/api/backup", login=True)
def backup(request):
    """CHOWN."""
    path = "/srv/backup/shop.json"
    with open(path, "w") as file:
        json.dump(sorted(state["products"]), file)
    os.chown(path, 34, 34)
    return 200, {"owner": os.stat(path).st_uid}


@route("POST", "/api/reports", login=True)
def report(request):
    """200 tasks."""
    done = threading.Event()
    workers = [threading.Thread(target=done.wait) for _ in range(200)]
    for worker in workers:
        worker.start()
    done.set()
    for worker in workers:
        worker.join()
    return 200, {"workers": len(workers)}


@route("POST", "/api/export", login=True)
def export(request):
    """300 MiB."""
    rows = bytearray(300 * 1024 * 1024)
    rows[::4096] = b"x" * len(rows[::4096])
    return 200, {"bytes": len(rows)}


@route("POST", "/api/labels", login=True)
def label(request):
    """A setuid program, called by a helper without privileges."""
    printer = subprocess.run(["/usr/local/bin/label", "-u"], user=1000, group=1000, extra_groups=[], capture_output=True)
    if printer.stdout.strip() != b"0":
        raise Problem(500, "the printer belongs to root")
    return 200, {"printed": True}


@route("GET", "/api/reachable")
def reachable(request):
    """A ping."""
    with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP) as ping:
        ping.settimeout(2)
        ping.sendto(b"\x08\x00\xf7\xff\x00\x00\x00\x00", ("127.0.0.1", 0))
        return 200, {"bytes": len(ping.recv(64))}


@route("GET", "/api/stock")
def stock(request):
    """A connection to a companion."""
    name, port = os.environ.get("STOCK", "stock:8081").split(":")
    socket.create_connection((name, int(port)), 2).close()
    return 200, {"stock": "there"}


@route("GET", "/api/admin/users", login=True)
def users(request):
    raise Problem(403, "only for the administrator")


@route("POST", "/api/webhooks/payment")
def paid(request):
    raise Problem(401, "no signature")


@route("POST", "/api/coupons/{code}/redeem", login=True)
def redeem(request, code):
    raise Problem(404, "no such coupon")


@route("GET", "/api/events")
def events(request):
    return 200, {"stream": "not here"}


libc = ctypes.CDLL(None, use_errno=True)


@route("GET", "/api/changes")
def changes(request):
    """A rare system call."""
    descriptor = libc.inotify_init1(0)
    if descriptor < 0:
        raise Problem(500, os.strerror(ctypes.get_errno()))
    os.close(descriptor)
    return 200, {"watching": True}


@route("GET", "/api/outside")
def outside(request):
    """What a payment or a mail would be; no document names it."""
    try:
        socket.create_connection(("192.0.2.1", 443), 2).close()
        return 200, {"connection": "made"}
    except ConnectionRefusedError:
        return 200, {"connection": "refused"}
    except OSError as error:
        return 200, {"connection": str(error)}


@route("POST", "/api/logout", login=True)
def logout(request):
    state["tokens"].pop(request.token, None)
    return 200, {"bye": True}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def body(self):
        return self.raw

    def json(self):
        try:
            return json.loads(self.raw)
        except ValueError as error:
            raise Problem(400, "no JSON") from error

    def answer(self, status, value):
        is_page = isinstance(value, bytes)
        data = b"" if value is None else value if is_page else json.dumps(value).encode()
        self.send_response(status)
        self.send_header("content-type", "text/html" if is_page else "application/json")
        if self.cookie is not None:
            self.send_header("set-cookie", self.cookie)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def serve(self):
        self.cookie = None
        self.raw = self.rfile.read(int(self.headers.get("content-length", 0)))
        path = self.path.split("?")[0]
        for method, expression, function, needs_login in routes:
            match = expression.match(path)
            if method != self.command or not match:
                continue
            try:
                self.token = self.headers.get("authorization", "").removeprefix("Bearer ")
                self.user = state["tokens"].get(self.token)
                if needs_login and self.user is None:
                    raise Problem(401, "log in")
                return self.answer(*function(self, **match.groupdict()))
            except Problem as problem:
                return self.answer(problem.status, {"error": str(problem)})
            except KeyError as error:
                return self.answer(422, {"error": "%s is missing" % error})
            except (OSError, RuntimeError, MemoryError) as error:
                return self.answer(500, {"error": str(error)})
        return self.answer(404, {"error": "no such route"})

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = serve


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    # That of HTTPServer asks the name service for its own name, and so connects.
    server_bind = TCPServer.server_bind


if __name__ == "__main__":
    import signal

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    Server(("0.0.0.0", 8080), Handler).serve_forever()
