import { readdir, readFile, readlink, realpath, stat } from "node:fs/promises";

const engines = /^(?:dockerd|podman)$/u;
/** OpenSSH: its sockets lead to another machine. */
export const forwarders = /^sshd?(?:-session)?$/u;

/**
 * The engine's process that listens on a local socket, by its pid on this machine; it may have its own network and
 * mounts. Undefined if none is visible: only root sees the processes of others, and a forwarding process does not
 * count, unless it is in `names`. `proc` replaces /proc, for tests.
 */
export async function engineProcess(
  socket: string,
  names: Pick<RegExp, "test"> = engines,
  proc = "/proc",
): Promise<number | undefined> {
  const file = await realpath(socket).catch(() => socket);
  const at = await stat(file).catch(() => undefined);
  for (const pid of await readdir(proc)) {
    if (!/^\d+$/u.test(pid)) continue;
    const name = await readFile(`${proc}/${pid}/comm`, "utf8").catch(() => "");
    // Other processes hold a socket too: systemd, if it opened the socket for the engine.
    if (!names.test(name.trim())) continue;
    const table = await readFile(`${proc}/${pid}/net/unix`, "utf8").catch(() => "");
    const sockets = new Set<string>();
    for (const { inode, path } of listening(table)) {
      // The kernel would resolve the usual link of /var/run in our own root.
      const plain = path.replace(/^\/var\/run\//u, "/run/");
      const socketStats = await stat(`${proc}/${pid}/root${plain}`).catch(() => undefined);
      if (at === undefined ? path === file : socketStats?.ino === at.ino && socketStats.dev === at.dev)
        sockets.add(`socket:[${inode}]`);
    }
    if (sockets.size > 0 && (await holdsAny(`${proc}/${pid}/fd`, sockets))) return Number(pid);
  }
  return undefined;
}

async function holdsAny(folder: string, sockets: ReadonlySet<string>): Promise<boolean> {
  for (const fd of await readdir(folder).catch(() => []))
    if (sockets.has(await readlink(`${folder}/${fd}`).catch(() => ""))) return true;
  return false;
}

/** Sockets that accept connections (`__SO_ACCEPTCON`) and have a path: proc_net(5), net/unix/af_unix.c. */
function listening(table: string): { readonly inode: string; readonly path: string }[] {
  return table.split("\n").flatMap((line) => {
    const [, , , flags = "", , , inode = "", ...path] = line.trim().split(/\s+/u);
    return flags === "00010000" && path[0]?.startsWith("/") === true ? [{ inode, path: path.join(" ") }] : [];
  });
}
