import { randomBytes } from "node:crypto";
import { lstatSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { markLiveness, markText, ownMark, parseMark } from "../programs/owner-mark.ts";
import { register } from "./run-registry.ts";

/** A temporary name next to a file, to be renamed over it. */
export interface FileBeside {
  readonly path: string;
  /** Call it once no file has that name any more. */
  readonly forget: () => void;
}

const form = /^\.hullproof-write-(\d+-\d+-\d+)-[0-9a-f]{6}$/;

/**
 * A temporary name in the folder of `path`, which is absolute. It is recorded before the file is created, so that the
 * next run finds it if this one is killed; if no record can be written, the next write into this folder removes it.
 * The dot hides it from searches for Dockerfiles.
 */
export function fileBeside(path: string): FileBeside {
  const folder = dirname(path);
  sweepBeside(folder);
  const temporaryPath = join(folder, `.hullproof-write-${markText(ownMark())}-${randomBytes(3).toString("hex")}`);
  return { path: temporaryPath, forget: register(temporaryPath) };
}

function sweepBeside(folder: string): void {
  try {
    for (const name of readdirSync(folder)) {
      const owner = parseMark(form.exec(name)?.[1] ?? "");
      if (owner === undefined || markLiveness(owner) !== "dead") continue;
      const stats = lstatSync(join(folder, name));
      if (stats.isFile() && stats.uid === (process.getuid?.() ?? stats.uid)) rmSync(join(folder, name));
    }
  } catch {
    // A folder that cannot be listed may still be writable; the write itself reports an error.
  }
}
