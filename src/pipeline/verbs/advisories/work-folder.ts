import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { writeTrouble } from "../../../sources/download/write-trouble.ts";
import { isAlive } from "../../host/is-alive.ts";

/** After this age a folder counts as abandoned: a crash of the machine leaves one that looks as if it were in use. */
const abandonedMs = 86_400_000;
const workFolderName = /^\.update-([0-9a-f]{8})-(\d+)-\w+$/;

export interface WorkFolder extends AsyncDisposable {
  readonly path: string;
}

/**
 * A folder for downloads inside the store's folder, so on the same disk; removed on disposal. Folders of killed
 * updates are removed first. Throws `Failure` (`unreadable`).
 */
export async function workFolder(folder: string): Promise<WorkFolder> {
  try {
    await mkdir(folder, { recursive: true });
    await removeAbandoned(folder);
    const path = await mkdtemp(join(folder, `.update-${hostHash()}-${process.pid}-`));
    return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
  } catch (error) {
    throw writeTrouble(error, join(folder, "feeds.json"));
  }
}

async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const [, hostName, pid] = workFolderName.exec(name) ?? [];
    if (pid === undefined) continue;
    const path = join(folder, name);
    const age = Date.now() - ((await stat(path).catch(() => undefined))?.mtimeMs ?? Date.now());
    if (age > abandonedMs || (hostName === hostHash() && !isAlive(Number(pid)))) {
      await rm(path, { recursive: true, force: true }).catch(() => {});
    }
  }
}

/** Process ids repeat on each machine and in each container, which have their own host names. */
function hostHash(): string {
  return createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
}
