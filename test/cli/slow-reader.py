# slow-reader.py block|nonblock|close COMMAND...: standard output of the command is a pipe of one page that is read slowly, or closed after a
# page. Prints what came and the command's exit code; its standard error is ours.
import fcntl, os, subprocess, sys, time

mode = sys.argv[1]
reader, writer = os.pipe()
fcntl.fcntl(writer, 1031, 4096)  # F_SETPIPE_SZ
if mode != "block":
    fcntl.fcntl(writer, fcntl.F_SETFL, fcntl.fcntl(writer, fcntl.F_GETFL) | os.O_NONBLOCK)
child = subprocess.Popen(sys.argv[2:], stdout=writer)
os.close(writer)
read = b""
while True:
    time.sleep(0.005)
    part = os.read(reader, 1024)
    read += part
    if not part:
        break
    if mode == "close":
        os.close(reader)
        break
code = child.wait()
sys.stdout.write(f"{code}\n")
sys.stdout.flush()
os.write(1, read)
