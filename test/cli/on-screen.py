"""Runs a command on a pseudo-terminal and does steps: on-screen.py STEPS COMMAND...; prints what the terminal got, the exit code and whether its settings are as before, as JSON.

A step is ["wait", TEXT] for what the terminal is to get since the last key, ["gone", TEXT] for a frame without it, ["keys", TEXT], ["size", COLUMNS, ROWS] or ["signal", NUMBER]."""
import fcntl
import json
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

steps = json.loads(sys.argv[1])
child, terminal = pty.fork()
if child == 0:
    # The size is set before the command looks at it.
    os.kill(os.getpid(), signal.SIGSTOP)
    os.execvp(sys.argv[2], sys.argv[2:])
os.waitpid(child, os.WUNTRACED)


def resize(columns, rows):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


resize(100, 30)
before = termios.tcgetattr(terminal)
os.kill(child, signal.SIGCONT)
got = b""
since = 0
ended = False


def read(seconds):
    global got, ended
    if ended or not select.select([terminal], [], [], seconds)[0]:
        return
    try:
        more = os.read(terminal, 65536)
    except OSError:  # Linux says EIO when the other end is closed.
        more = b""
    ended = more == b""
    got += more


def until(is_so, what):
    limit = time.monotonic() + 30
    while not is_so():
        if ended or time.monotonic() > limit:
            os.kill(child, signal.SIGKILL)
            sys.exit(f"{what} did not come; the terminal got {got[since:]!r}")
        read(0.5)


def frames():
    """What is drawn since the last key, a whole screen each."""
    return [frame for frame in got[since:].split(b"\x1b[H")[1:] if frame.endswith(b"\x1b[J") or b"\x1b[J" in frame]


for kind, *words in steps:
    if kind == "wait":
        text = words[0].encode()
        until(lambda: text in got[since:], f"wait {text}")
    elif kind == "gone":
        text = words[0].encode()
        until(lambda: any(text not in frame for frame in frames()), f"gone {text}")
    else:
        since = len(got)
        if kind == "keys":
            os.write(terminal, words[0].encode())
        elif kind == "size":
            resize(*words)
        elif kind == "signal":
            os.kill(child, words[0])
limit = time.monotonic() + 30
settings = before
while not ended and time.monotonic() < limit:
    read(0.5)
    # Once it is closed, there is nothing left to ask.
    try:
        settings = termios.tcgetattr(terminal)
    except termios.error:
        pass
if not ended:
    os.kill(child, signal.SIGKILL)
_, status = os.waitpid(child, 0)
json.dump({"shown": got.decode(errors="replace"), "code": os.waitstatus_to_exitcode(status), "same": settings == before}, sys.stdout)
