import { lstat, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Failure } from "../../../domain/failure.ts";
import { errorCode, writeFailure } from "../../../domain/write-failure.ts";
import { writeTogether } from "../../../sources/files/write-whole.ts";

/**
 * Writes files of a repository, all or none, and creates their folders. Refuses a folder that is a link, which could lead anywhere.
 * Throws `Failure` (`cannot-write`).
 */
export async function writeFiles(
  cwd: string,
  files: readonly { readonly path: string; readonly text: string }[],
  mode: number,
): Promise<void> {
  for (const { path } of files) await makeFolders(cwd, dirname(path));
  await writeTogether(files.map(({ path, text }) => ({ path: join(cwd, path), shown: path, within: cwd, text, mode })));
}

async function makeFolders(cwd: string, path: string): Promise<void> {
  const parts = path === "." ? [] : path.split("/");
  for (let depth = 1; depth <= parts.length; depth++) {
    const displayPath = parts.slice(0, depth).join("/");
    const folder = join(cwd, displayPath);
    await mkdir(folder).catch((error: unknown) => {
      if (errorCode(error) !== "EEXIST") throw writeFailure(displayPath, error);
    });
    if ((await lstat(folder)).isDirectory()) continue;
    throw new Failure("cannot-write", `${displayPath} is a link or a file, not a folder; nothing was written`, {
      hint: "Make it a folder, or leave the CI job out with --ci none.",
    });
  }
}
