import { realpathSync } from "node:fs";
import { isAbsolute, relative, resolve } from "node:path";
import { Failure } from "../../domain/failure.ts";
import { ToolError } from "./tool-error.ts";

/** A path that an agent named, where links lead, beneath one of the folders that it may see. */
export interface Rooted {
  /** Absolute. */
  readonly root: string;
  /** From there; `.` for the folder itself. */
  readonly path: string;
}

export interface Roots {
  readonly all: readonly string[];
  /** Throws `ToolError` for what is not there, or lies elsewhere. */
  find(path: string): Rooted;
}

/** @throws Failure `no-such-file` for a root that is not there. */
export function openRoots(named: readonly string[], cwd: string): Roots {
  const all = named.map((one) => {
    const real = realOf(resolve(cwd, one));
    if (real !== undefined) return real;
    throw new Failure("no-such-file", `${one} does not exist`, { hint: "Name folders whose files an agent may see." });
  });
  return {
    all,
    find(path) {
      if (path.includes("\0")) throw new ToolError("a path holds a NUL character", "Name a file beneath a root.");
      for (const root of all) {
        const real = realOf(resolve(root, path));
        const way = real === undefined ? ".." : relative(root, real);
        if (way !== ".." && !/^\.\.[/\\]/.test(way) && !isAbsolute(way)) return { root, path: way === "" ? "." : way };
      }
      throw new ToolError(
        `${JSON.stringify(path)} is not a file or folder beneath ${all.join(" or ")}`,
        "Name a path from there; the person who started the server chose these folders.",
      );
    },
  };
}

function realOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
