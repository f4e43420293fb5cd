"""Runs a command on a pseudo-terminal: on-terminal.py KEYS COMMAND...; sends one key at each prompt, or a line where one ends in "> ", prints what the terminal shows."""
import os
import pty
import select
import signal
import sys
import termios
import time

keys = sys.argv[1].encode().decode("unicode_escape").encode("latin-1")
child, terminal = pty.fork()
if child == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
shown = b""


def until_it_reads_keys():
    """A key that the terminal itself would act on, as end of file, comes too early before the program has switched it to single keys."""
    until = time.monotonic() + 10
    while termios.tcgetattr(terminal)[3] & termios.ICANON and time.monotonic() < until:
        time.sleep(0.01)


while True:
    # A program that waits for what no one types is a failure, and not one that lasts.
    if not select.select([terminal], [], [], 120)[0]:
        os.kill(child, signal.SIGKILL)
    try:
        more = os.read(terminal, 65536)
    except OSError:  # Linux says EIO when the other end is closed.
        break
    if not more:
        break
    shown += more
    if keys and (shown.endswith(b"[?] ") or shown.endswith(b"[n]o ")):
        os.write(terminal, keys[:1])
        keys = keys[1:]
    elif keys and shown.endswith(b"] > "):
        line, end, keys = keys.partition(b"\r")
        until_it_reads_keys()
        os.write(terminal, line + end)
_, status = os.waitpid(child, 0)
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(status) % 256)
