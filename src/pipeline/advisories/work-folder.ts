import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { writeTrouble } from "../../sources/download/write-trouble.ts";
import { isAlive } from "../is-alive.ts";

/** A machine that died in the middle leaves a folder that no one else can tell from one in use. */
const abandonedMs = 86_400_000;
const ours = /^\.update-([0-9a-f]{8})-(\d+)-\w+$/;

export interface WorkFolder extends AsyncDisposable {
  readonly path: string;
}

/**
 * A folder inside of the store's for what is being downloaded, so that it is on the same disk; removed when it is disposed of. Those that killed
 * updates left are removed first. Throws `Failure` (`unreadable`).
 */
export async function workFolder(folder: string): Promise<WorkFolder> {
  try {
    await mkdir(folder, { recursive: true });
    await removeAbandoned(folder);
    const path = await mkdtemp(join(folder, `.update-${host()}-${process.pid}-`));
    return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
  } catch (error) {
    throw writeTrouble(error, join(folder, "feeds.json"));
  }
}

async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const [, where, pid] = ours.exec(name) ?? [];
    if (pid === undefined) continue;
    const path = join(folder, name);
    const age = Date.now() - ((await stat(path).catch(() => undefined))?.mtimeMs ?? Date.now());
    if (age > abandonedMs || (where === host() && !isAlive(Number(pid)))) {
      await rm(path, { recursive: true, force: true }).catch(() => {});
    }
  }
}

/** Processes are numbered again on each machine, and in each container, which has a name of its own. */
function host(): string {
  return createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
}
