import { randomBytes } from "node:crypto";
import { lstatSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { markLiveness, markText, ownMark, parseMark } from "./owner-mark.ts";
import { register } from "./run-registry.ts";

/** A name for what is written beside a file, to be renamed over it. */
export interface FileBeside {
  readonly path: string;
  /** Call it once nothing has that name any more. */
  readonly forget: () => void;
}

const form = /^\.hullproof-write-(\d+-\d+-\d+)-[0-9a-f]{6}$/;

/**
 * A name in the folder of `path`, which is absolute. It is recorded before the file is made, so that the next run finds it when this one is killed; where no
 * record can be written, the next one that writes into this folder does. The dot keeps it out of searches for Dockerfiles.
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
    // A folder that cannot be listed can still be written; whether it can is said by whoever writes.
  }
}
