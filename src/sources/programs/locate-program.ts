import { accessSync, constants } from "node:fs";
import { basename, delimiter, isAbsolute, join } from "node:path";
import { trustedPath, type PathRules } from "../paths/trusted-path.ts";

/** A program that may be started: found once, by its real path. */
export interface LocatedProgram {
  readonly path: string;
  /** The name it was found by: some programs are one file with many names (snap, busybox). */
  readonly name: string;
}

/** Why no program was accepted: each file that was found and refused, in search order. */
export interface NotLocated {
  readonly refused: readonly string[];
}

export interface Search {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly rules: PathRules;
}

const usualPath = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"].join(delimiter);

/**
 * The first file with that name in PATH that neither a target nor another user can write. Empty or relative entries
 * of PATH are skipped: they mean the current folder. `requested` is a path from the user, which may be anywhere, but
 * not writable by others.
 */
export function locateProgram(name: string, search: Search, requested?: string): LocatedProgram | NotLocated {
  if (requested !== undefined && (requested.includes("/") || isAbsolute(requested))) {
    const lookup = look(requested, { ...search.rules, foreign: [] });
    return typeof lookup === "string" ? { refused: [lookup] } : (lookup ?? { refused: [] });
  }
  const refused: string[] = [];
  for (const folder of (search.env["PATH"] || usualPath).split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    for (const file of fileNames(requested ?? name)) {
      const lookup = look(join(folder, file), search.rules);
      if (typeof lookup === "string") refused.push(lookup);
      else if (lookup !== undefined) return lookup;
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
    const lookup = look(path, rules);
    if (typeof lookup === "string") refused.push(lookup);
    else if (lookup !== undefined) return lookup;
  }
  return { refused };
}

/** PATH for child programs: only folders that pass the same test. */
export function trustedSearchPath({ env, rules }: Search): string {
  return (env["PATH"] || usualPath)
    .split(delimiter)
    .filter((folder) => {
      const trustedFolder = isAbsolute(folder) ? trustedPath(folder, rules) : undefined;
      return trustedFolder !== undefined && "path" in trustedFolder && trustedFolder.stats.isDirectory();
    })
    .join(delimiter);
}

/** The reason as a sentence, if a file was trustedFile and refused. */
export function whyRefused({ refused }: NotLocated): string | undefined {
  return refused.length === 0 ? undefined : `was found, but is not started: ${[...new Set(refused)].join("; ")}`;
}

function look(path: string, rules: PathRules): LocatedProgram | string | undefined {
  const trustedFile = trustedPath(path, rules);
  if (trustedFile === undefined) return undefined;
  if ("why" in trustedFile) return `${path} (${trustedFile.why})`;
  if (!trustedFile.stats.isFile()) return undefined;
  try {
    accessSync(trustedFile.path, constants.X_OK);
  } catch {
    return undefined;
  }
  return { path: trustedFile.path, name: basename(path) };
}

function fileNames(name: string): readonly string[] {
  return process.platform === "win32" && !/\.\w+$/.test(name) ? [`${name}.exe`, `${name}.cmd`] : [name];
}
