import { readFile } from "node:fs/promises";
import { connect } from "node:net";
import type { Container } from "../../../sources/engine/types.ts";
import { publishedPort } from "../environment/published-port.ts";

/**
 * Whether the container listens on a TCP port. Docker's proxy accepts connections for a container that does not listen,
 * so a successful connect proves nothing. With the container's process, its socket table is read (proc_pid_net(5),
 * state 0A is LISTEN), or through the engine if its ports are unreachable from here; else a connection must stay open,
 * or receive data, for 150 ms.
 */
export async function isListening(
  pid: number | undefined,
  containerPort: number,
  container: Container,
): Promise<boolean> {
  const tables = await socketTables(pid, container);
  if (tables !== undefined) return tables.some((table) => listens(table, containerPort));
  const port = await publishedPort(container, containerPort);
  return port !== undefined && (await staysOpen(port, 150));
}

/** TCP sockets of the container; undefined if unknown. */
export async function socketTables(
  pid: number | undefined,
  container: Container,
): Promise<readonly string[] | undefined> {
  if (pid === undefined || pid <= 0) return container.sockets();
  const texts = await Promise.all(
    ["tcp", "tcp6"].map((name) => readFile(`/proc/${pid}/net/${name}`, "utf8").catch(() => undefined)),
  );
  const read = texts.filter((text) => text !== undefined);
  return read.length === 0 ? undefined : read;
}

/** `table` is the text of /proc/PID/net/tcp or tcp6. */
export function listens(table: string, port: number): boolean {
  return socketsOf(table).some((socket) => socket.port === port);
}

/** Ports that are reachable from outside, without listeners on loopback such as the engine's DNS. */
export function listeningPorts(table: string): number[] {
  return socketsOf(table).flatMap(({ address, port }) => (loopback.test(address) ? [] : [port]));
}

/** 127.0.0.0/8 and ::1, in the kernel's byte order. */
const loopback = /^(?:[0-9A-F]{6}7F|0{24}01000000|0{16}FFFF0000[0-9A-F]{6}7F)$/u;

function socketsOf(table: string): { readonly address: string; readonly port: number }[] {
  return table.split("\n").flatMap((line) => {
    const [, local = "", , state] = line.trim().split(/\s+/u);
    const [address = "", port = ""] = local.split(":");
    return state === "0A" ? [{ address, port: Number.parseInt(port, 16) }] : [];
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
