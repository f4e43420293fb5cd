import { realpathSync } from "node:fs";
import { isAbsolute, relative, resolve } from "node:path";
import { Failure } from "../../domain/failure.ts";
import { ToolError } from "./tool-error.ts";

/** A path requested by an agent, with links resolved, below one of the folders that it may see. */
export interface Rooted {
  /** Absolute. */
  readonly root: string;
  /** Path relative to the root; `.` for the root itself. */
  readonly path: string;
}

export interface Roots {
  readonly all: readonly string[];
  /** Throws `ToolError` for a missing path, or one outside the roots. */
  find(path: string): Rooted;
}

/** @throws Failure `no-such-file` for a missing root. */
export function openRoots(rootPaths: readonly string[], cwd: string): Roots {
  const resolvedRoots = rootPaths.map((rootPath) => {
    const real = realOf(resolve(cwd, rootPath));
    if (real !== undefined) return real;
    throw new Failure("no-such-file", `${rootPath} does not exist`, {
      hint: "Name folders whose files an agent may see.",
    });
  });
  return {
    all: resolvedRoots,
    find(path) {
      if (path.includes("\0")) throw new ToolError("a path holds a NUL character", "Name a file beneath a root.");
      for (const root of resolvedRoots) {
        const real = realOf(resolve(root, path));
        const way = real === undefined ? ".." : relative(root, real);
        if (way !== ".." && !/^\.\.[/\\]/.test(way) && !isAbsolute(way)) return { root, path: way === "" ? "." : way };
      }
      throw new ToolError(
        `${JSON.stringify(path)} is not a file or folder beneath ${resolvedRoots.join(" or ")}`,
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
