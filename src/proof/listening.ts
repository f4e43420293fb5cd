import { readFile } from "node:fs/promises";
import { connect } from "node:net";

/**
 * Whether a TCP port of the container is listened on. Docker's proxy accepts connections for a container that does not
 * listen, so a successful connect proves nothing: with the container's process at hand, its own socket table is read
 * (proc_pid_net(5), state 0A is LISTEN); else a connection must stay open, or bring data, for 150 ms.
 */
export async function isListening(
  pid: number | undefined,
  containerPort: number,
  hostPort: () => Promise<number | undefined>,
): Promise<boolean> {
  if (pid !== undefined && pid > 0) {
    const tables = await Promise.all(
      ["tcp", "tcp6"].map((name) => readFile(`/proc/${pid}/net/${name}`, "utf8").catch(() => undefined)),
    );
    if (tables.some((table) => table !== undefined))
      return tables.some((table) => table !== undefined && listens(table, containerPort));
  }
  const port = await hostPort();
  return port !== undefined && (await staysOpen(port, 150));
}

/** `table` is the text of /proc/PID/net/tcp or tcp6. */
export function listens(table: string, port: number): boolean {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return table.split("\n").some((line) => {
    const [, local, , state] = line.trim().split(/\s+/u);
    return state === "0A" && local?.endsWith(suffix) === true;
  });
}

function staysOpen(port: number, ms: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ host: "127.0.0.1", port });
  const timer = setTimeout(() => end(true), ms);
  const end = (open: boolean) => {
    clearTimeout(timer);
    socket.destroy();
    resolve(open);
  };
  socket.on("data", () => end(true));
  socket.on("close", () => end(false));
  socket.on("error", () => end(false));
  return promise;
}
