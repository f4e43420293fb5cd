import { readdir, readFile, readlink, realpath, stat } from "node:fs/promises";

const engines = /^(?:dockerd|podman)$/u;
/** Of OpenSSH: what listens there leads to another machine. */
export const forwarders = /^sshd?(?:-session)?$/u;

/**
 * The engine's process that listens at a local socket, as this machine numbers it; it may have a network and mounts of its own. Undefined where none is seen: only root may look at the
 * processes of others, and what forwards to an engine does not count, unless `names` are its. `proc` stands in place of /proc, for tests.
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
    // Others hold a socket too: systemd, where it opened it for the engine.
    if (!names.test(name.trim())) continue;
    const table = await readFile(`${proc}/${pid}/net/unix`, "utf8").catch(() => "");
    const sockets = new Set<string>();
    for (const { inode, path } of listening(table)) {
      // The kernel would follow the usual link of /var/run into our own root.
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

/** Those that accept connections (`__SO_ACCEPTCON`) and have a path: proc_net(5), net/unix/af_unix.c. */
function listening(table: string): { readonly inode: string; readonly path: string }[] {
  return table.split("\n").flatMap((line) => {
    const [, , , flags = "", , , inode = "", ...path] = line.trim().split(/\s+/u);
    return flags === "00010000" && path[0]?.startsWith("/") === true ? [{ inode, path: path.join(" ") }] : [];
  });
}
