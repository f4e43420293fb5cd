import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Held by one process at a time; a lock whose holder died is taken over. Waits until it is free. */
export async function lockFolder(path: string): Promise<AsyncDisposable> {
  const owner = join(path, "pid");
  for (let unowned = 0; ;) {
    try {
      await mkdir(path);
      break;
    } catch (error) {
      if (!isCode(error, "EEXIST")) throw error;
    }
    const pid = Number(await readFile(owner, "utf8").catch(() => ""));
    // Without a pid the holder is between mkdir and writeFile, or died there.
    unowned = pid > 0 ? 0 : unowned + 1;
    if ((pid > 0 && !isAlive(pid)) || unowned > 20) {
      await rm(path, { recursive: true, force: true });
      continue;
    }
    await sleep(250);
  }
  await writeFile(owner, String(process.pid));
  return { [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !isCode(error, "ESRCH");
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
