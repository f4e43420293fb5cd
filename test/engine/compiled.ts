import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const exec = promisify(execFile);

/** A static program out of C text, with its path on this machine; undefined where there is no compiler or no static C library. */
export async function compiled(
  text: string,
): Promise<({ readonly path: string; readonly bytes: Buffer } & AsyncDisposable) | undefined> {
  const folder = await mkdtemp(join(tmpdir(), "hullproof-cc-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  const path = join(folder, "program");
  await writeFile(`${path}.c`, text);
  try {
    await exec("cc", ["-static", "-pthread", "-O1", "-o", path, `${path}.c`], { timeout: 60_000 });
    return { path, bytes: await readFile(path), [Symbol.asyncDispose]: remove };
  } catch {
    await remove();
    return undefined;
  }
}

/** For `test.skipIf`: the message that a reader of the log needs. */
export const noCompiler = "no C compiler here that links statically";
