import type { PrivateContext } from "./private-context.ts";
import { mkdtemp } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { Failure } from "../../../domain/failure.ts";
import type { Progress } from "../../../domain/progress.ts";
import { copyTree } from "../../files/copy-tree.ts";
import { limits } from "../../files/limits.ts";
import { locate } from "../../files/locate.ts";
import { atFolder } from "../../files/read-named.ts";
import { removeTree } from "../../files/remove-tree.ts";
import { refusalFailure } from "../../files/refused.ts";
import type { EngineSession } from "../types.ts";

export interface ContextRequest {
  readonly context: string;
  readonly dockerfileName: string;
  /** Reads an ignore file, so that excluded paths are not even copied. */
  readonly ignores?: (text: string) => IgnoreRules;
}

export interface IgnoreRules {
  /** The path or a parent folder is excluded. */
  ignores(path: string): boolean;
  /** A file in an excluded folder may be included. */
  readonly hasExceptions: boolean;
}

/**
 * Copies the non-ignored files into the run's folder, so that all readers of the context, such as buildx and its
 * child processes, find no repository around it, follow no link out of it, and see the same files in every build of
 * the run. `expected` is the agreed folder. Throws `no-such-file`, `unreadable`, and the run's interruption.
 */
export async function copyContext(
  session: EngineSession,
  { context: from, dockerfileName, ignores }: ContextRequest,
  progress: Progress,
): Promise<PrivateContext> {
  const located = await locate(from);
  if (located?.kind !== "folder") {
    throw new Failure("no-such-file", `The build context ${from} is not a folder.`, {
      hint: "Name the folder that the Dockerfile's COPY lines refer to.",
    });
  }
  const ignored = ignoreText(resolve(dockerfileName), located.path);
  const ignore = ignored === undefined ? undefined : ignores?.(ignored);
  // The services of a Compose file are builds of one run.
  const folder = await mkdtemp(join(session.folder, "context-"));
  const remove = session.defer(`the copy of ${from}`, () => removeTree(folder));
  const say = (message: string, done = false) => progress({ stage: "build", message, done });
  const copied = await copyTree({
    from: located.path,
    to: join(folder, "context"),
    name: `the build context ${from}`,
    expected: located,
    signal: session.signal,
    choose(path, isFolder) {
      if (basename(path) === ".hullproof") return "leave out";
      if (ignore === undefined || !ignore.ignores(path)) return "copy";
      return isFolder && ignore.hasExceptions ? "look" : "leave out";
    },
    onProgress: (files, bytes) => say(`copying the context: ${files} files, ${Math.round(bytes / 1e6)} MB`),
  });
  const { skipped } = copied;
  if (skipped.length > 0) {
    const remainderText = skipped.length > 5 ? ` and ${skipped.length - 5} more` : "";
    say(`left out of the context, since they are not files: ${skipped.slice(0, 5).join(", ")}${remainderText}`, true);
  }
  return {
    kind: "copy",
    of: { from, located },
    path: copied.path,
    ...(ignored !== undefined && { ignored }),
    [Symbol.asyncDispose]: remove,
  };
}

/** BuildKit prefers `NAME.dockerignore` next to the Dockerfile over the context's own file. */
function ignoreText(dockerfile: string, context: string): string | undefined {
  return readIn(dirname(dockerfile), `${basename(dockerfile)}.dockerignore`) ?? readIn(context, ".dockerignore");
}

function readIn(folder: string, name: string): string | undefined {
  const read = atFolder(folder, (beneath) => beneath.read(name, limits.ignores));
  if (!("refused" in read)) return read.bytes.toString("utf8");
  if (read.refused === "missing") return undefined;
  throw refusalFailure(join(folder, name), read);
}
