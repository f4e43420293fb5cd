import { readFile } from "node:fs/promises";
import type { EngineSession } from "../../../sources/engine/types.ts";
import type { Observer } from "../observer.ts";

export interface NetworkUse {
  /** It listened or was connected on an interface other than loopback. */
  readonly used: boolean;
}

const tables = ["tcp", "tcp6", "udp", "udp6"];

/** Reads the sockets of the container's network when it is ready and after its steps. */
export function observeNetworkUse(session: EngineSession): {
  readonly observer: Observer;
  use(): NetworkUse | undefined;
} {
  let networkUse: NetworkUse | undefined;
  const look = async ({ pid }: { readonly pid: number }) => {
    if (pid === 0) return;
    const texts = await Promise.all(
      tables.map((name) => readFile(`/proc/${pid}/net/${name}`, "utf8").catch(() => undefined)),
    );
    if (texts.some((text) => text === undefined)) return;
    networkUse = {
      used: networkUse?.used === true || texts.some((text) => text !== undefined && leavesLoopback(text)),
    };
  };
  if (!session.engine.info.sameKernel) return { observer: {}, use: () => undefined };
  return { observer: { ready: look, stopping: look }, use: () => networkUse };
}

/**
 * Whether a table of proc_pid_net(5) has a socket that is bound to, or connected with, another address than loopback's.
 * Addresses are hexadecimal, their words in the machine's byte order: 127.0.0.1 is 0100007F on a little-endian one.
 */
export function leavesLoopback(table: string): boolean {
  return table
    .split("\n")
    .slice(1)
    .some((line) => {
      const [, local = "", remote = ""] = line.trim().split(/\s+/u);
      if (local === "") return false;
      return !isLoopback(local) || !(isLoopback(remote) || /^0+:0000$/u.test(remote));
    });
}

function isLoopback(address: string): boolean {
  return /^(?:[0-9A-F]{6}7F|7F[0-9A-F]{6}|0{24}01000000|0{31}1|0{16}FFFF0000[0-9A-F]{6}7F):/u.test(address);
}
