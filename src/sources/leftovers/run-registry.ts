import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathRules } from "../paths/path-rules.ts";
import { userFolders } from "../paths/user-folders.ts";
import { markText, ownMark, parseMark, type OwnerMark } from "../programs/owner-mark.ts";

/** A temporary folder of a process, recorded so that it is found even if TMPDIR has changed. */
export interface Registered {
  /** Path of the record itself. */
  readonly file: string;
  readonly owner: OwnerMark;
  readonly bootId: string;
  readonly folder: string;
}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Folder of the records, independent of TMPDIR: for root `/run/hullproof`, which ends with the boot like processes;
 * for others their runtime folder, else their state folder (XDG base directory specification), if there is one.
 */
export function registryFolder(env: Env = process.env, uid = process.getuid?.()): string | undefined {
  if (uid === 0) return "/run/hullproof";
  const { runtime, state } = userFolders(env, pathRules(process.cwd(), [], env));
  if (runtime !== undefined) return join(runtime, "hullproof");
  return state && join(state, "hullproof", "runs");
}

/** A missing record is no error: then only the current TMPDIR is searched. Returns a function that removes it. */
export function register(folder: string, registry = registryFolder()): () => void {
  if (registry === undefined) return () => {};
  const owner = ownMark();
  const file = join(
    registry,
    `${markText(owner)}-${Buffer.from(crypto.getRandomValues(new Uint8Array(6))).toString("hex")}.json`,
  );
  try {
    mkdirSync(registry, { recursive: true, mode: 0o700 });
    if (!isOurs(registry)) return () => {};
    writeFileSync(file, JSON.stringify({ folder, boot: bootId() }), { flag: "wx", mode: 0o600 });
  } catch {
    return () => {};
  }
  return () => rmSync(file, { force: true });
}

/** All readable records, in a stable order; empty if another user could have written them, or a home is inaccessible to this user. */
export function registered(registry = registryFolder()): Registered[] {
  if (registry === undefined) return [];
  return recordsIn(registry)
    .sort()
    .flatMap((name) => {
      const owner = parseMark(/^(\d+-\d+-\d+)-[0-9a-f]{12}\.json$/.exec(name)?.[1] ?? "");
      if (owner === undefined) return [];
      const file = join(registry, name);
      try {
        const { folder, boot } = JSON.parse(readFileSync(file, "utf8")) as { folder?: unknown; boot?: unknown };
        return typeof folder === "string" && typeof boot === "string" ? [{ file, owner, bootId: boot, folder }] : [];
      } catch {
        return [];
      }
    });
}

function recordsIn(registry: string): string[] {
  try {
    return isOurs(registry) ? readdirSync(registry) : [];
  } catch {
    return [];
  }
}

export function bootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return "unknown";
  }
}

/** A folder, not a link, of this user, that no one else may write to. */
function isOurs(path: string): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats?.isDirectory() === true && stats.uid === (process.getuid?.() ?? stats.uid) && (stats.mode & 0o022) === 0;
}
