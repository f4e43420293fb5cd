"""Runs a command on a pseudo-terminal: on-terminal.py KEYS COMMAND...; sends one key at each prompt, or a line where one ends in "> ", prints what the terminal shows."""
import os
import pty
import sys

keys = sys.argv[1].encode().decode("unicode_escape").encode("latin-1")
child, terminal = pty.fork()
if child == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
shown = b""
while True:
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
        os.write(terminal, line + end)
_, status = os.waitpid(child, 0)
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(status) % 256)
