import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Failure } from "../../domain/failure.ts";
import type { CopyLimits } from "../files/copy-request.ts";
import { copyTree } from "../files/copy-tree.ts";
import { atFolder } from "../files/read-named.ts";
import { limits } from "../files/limits.ts";

export interface FoldersToCopy {
  /** Absolute: links may lead anywhere below it, and nowhere else. */
  readonly within: string;
  /** Relative to it; empty for the folder itself. */
  readonly folders: readonly string[];
  /** Must not exist; its parent must be private. */
  readonly to: string;
  /** The user's name for the copied folder. */
  readonly name: string;
  readonly signal: AbortSignal;
  /** Default: more than any chart has. */
  readonly most?: Pick<CopyLimits, "bytes" | "entries" | "depth">;
}

/** A chart has about a hundred files; a larger folder contains something else, too. */
const usual = { bytes: 64 * 1024 ** 2, entries: 5_000, depth: 40 };
const othersOwn: ReadonlySet<string> = new Set([".git", ".hullproof", "node_modules", ".venv"]);

/**
 * Copies folders of a repository without any link: a link to a file below `within` becomes a copy of the file, any
 * other is refused. A program that runs on the copy cannot be redirected. Throws `Failure` (`unreadable`).
 */
export async function privateCopy({ within, folders, to, name, signal, most = usual }: FoldersToCopy): Promise<void> {
  const tops = folders.filter((one) => !folders.some((other) => other !== one && liesIn(one, other)));
  mkdirSync(to, { mode: 0o700 });
  for (const folder of new Set(tops)) {
    const real = atFolder(within, (beneath) => beneath.find(folder));
    if ("refused" in real) throw cannot(name, `${folder} is not read: ${real.reason}`);
    const target = join(to, "copy", folder);
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    try {
      await copyTree({
        from: join(within, real.path),
        to: target,
        name,
        limits: most,
        signal,
        choose: (path) => (othersOwn.has(path.slice(path.lastIndexOf("/") + 1)) ? "leave out" : "copy"),
      });
    } catch (error) {
      if (!(error instanceof Failure) || signal.aborted) throw error;
      throw cannot(name, error.message, error);
    }
    withoutLinks(target, (path) => atFolder(within, (beneath) => beneath.read(join(folder, path), limits.text)), name);
  }
}

function withoutLinks(
  copy: string,
  read: (path: string) => { readonly bytes: Buffer } | { readonly reason: string },
  name: string,
): void {
  for (const entry of readdirSync(copy, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) continue;
    const linkPath = join(entry.parentPath, entry.name);
    const path = linkPath.slice(copy.length + 1);
    const linkTarget = read(path);
    if ("reason" in linkTarget) throw cannot(name, `${path} is a link, and is not followed: ${linkTarget.reason}`);
    rmSync(linkPath);
    writeFileSync(linkPath, linkTarget.bytes, { mode: 0o600 });
  }
}

function liesIn(folder: string, otherFolder: string): boolean {
  return otherFolder === "" || folder.startsWith(`${otherFolder}/`);
}

function cannot(name: string, reason: string, cause?: unknown): Failure {
  return new Failure("unreadable", `${name} is not rendered: ${reason.replace(/\.$/, "")}`, {
    hint: "Render it yourself, and check the file with what was printed.",
    cause,
  });
}
