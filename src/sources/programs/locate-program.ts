import { accessSync, constants } from "node:fs";
import { basename, delimiter, isAbsolute, join } from "node:path";
import { trustedPath, type PathRules } from "./trusted-path.ts";

/** A program that may be started: found once, by its real path. */
export interface LocatedProgram {
  readonly path: string;
  /** What it is called by: some programs are one file with many names (snap, busybox). */
  readonly name: string;
}

/** Why there is not one that may be started: each file that was found and refused, in the order of the search. */
export interface NotLocated {
  readonly refused: readonly string[];
}

export interface Search {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly rules: PathRules;
}

const usualPath = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"].join(delimiter);

/**
 * The first file of that name in PATH that neither a target nor another user can write. Entries of PATH that are empty or relative are
 * passed over: they mean the current folder. `named` is a path that the user gave for it, which may lie anywhere, but not
 * be writable by others.
 */
export function locateProgram(name: string, search: Search, named?: string): LocatedProgram | NotLocated {
  if (named !== undefined && (named.includes("/") || isAbsolute(named))) {
    const found = look(named, { ...search.rules, foreign: [] });
    return typeof found === "string" ? { refused: [found] } : (found ?? { refused: [] });
  }
  const refused: string[] = [];
  for (const folder of (search.env["PATH"] || usualPath).split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    for (const file of fileNames(named ?? name)) {
      const found = look(join(folder, file), search.rules);
      if (typeof found === "string") refused.push(found);
      else if (found !== undefined) return found;
    }
  }
  return { refused };
}

export function isLocated(found: LocatedProgram | NotLocated): found is LocatedProgram {
  return "path" in found;
}

/** The first of some paths that may be started. */
export function locateOneOf(paths: readonly string[], rules: PathRules): LocatedProgram | NotLocated {
  const refused: string[] = [];
  for (const path of paths) {
    const found = look(path, rules);
    if (typeof found === "string") refused.push(found);
    else if (found !== undefined) return found;
  }
  return { refused };
}

/** PATH as a program that we start gets it: only folders that pass the same test. */
export function trustedSearchPath({ env, rules }: Search): string {
  return (env["PATH"] || usualPath)
    .split(delimiter)
    .filter((folder) => {
      const found = isAbsolute(folder) ? trustedPath(folder, rules) : undefined;
      return found !== undefined && "path" in found && found.stats.isDirectory();
    })
    .join(delimiter);
}

/** The sentence that says why, where a file was found and refused. */
export function whyRefused({ refused }: NotLocated): string | undefined {
  return refused.length === 0 ? undefined : `was found, but is not started: ${[...new Set(refused)].join("; ")}`;
}

function look(path: string, rules: PathRules): LocatedProgram | string | undefined {
  const found = trustedPath(path, rules);
  if (found === undefined) return undefined;
  if ("why" in found) return `${path} (${found.why})`;
  if (!found.stats.isFile()) return undefined;
  try {
    accessSync(found.path, constants.X_OK);
  } catch {
    return undefined;
  }
  return { path: found.path, name: basename(path) };
}

function fileNames(name: string): readonly string[] {
  return process.platform === "win32" && !/\.\w+$/.test(name) ? [`${name}.exe`, `${name}.cmd`] : [name];
}
