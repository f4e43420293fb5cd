import { relative } from "node:path";
import { maxLength } from "../../../formats/compose/load-files.ts";
import { limits } from "../../../sources/files/limits.ts";
import { atFolder } from "../../../sources/files/read-named.ts";
import type { TargetResult } from "../../rule-runs/target-result.ts";
import { checkCompose } from "./check-compose.ts";
import type { ComposeWork } from "../../rule-runs/isolated-work.ts";
import type { KnownFile } from "../../../dialects/compose/project/compose-project.ts";

/** More files than any project names: laradock, the largest known, names 260, half of them `.env` files that may be missing. */
const maxFiles = 1_000;

/**
 * Evaluates Compose files, and reads the files that they name on demand: never inside `inTime`, which may end the work at any point.
 * Throws `Failure`.
 */
export function judgeCompose(
  initialWork: ComposeWork,
  inTime: (work: () => ReturnType<typeof checkCompose>) => ReturnType<typeof checkCompose>,
): { readonly answer: TargetResult; readonly work: ComposeWork } {
  return withAllFiles(initialWork, (work) => inTime(() => checkCompose(work, true)));
}

/** Repeats `ask` until every file that it needs is read. */
export function withAllFiles<Answer extends object>(
  initialWork: ComposeWork,
  ask: (work: ComposeWork) => Answer | { readonly needs: readonly string[] },
): { readonly answer: Answer; readonly work: ComposeWork } {
  let work = initialWork;
  for (;;) {
    const answer = ask(work);
    if (!("needs" in answer)) return { answer, work };
    const { needs } = answer as { readonly needs: readonly string[] };
    const files = new Map(work.files);
    for (const path of needs) files.set(path, fileAt(path, { ...work, files }));
    work = { ...work, files };
  }
}

function fileAt(path: string, { root, files }: ComposeWork): KnownFile {
  if (files.size >= maxFiles) return { refused: `the project names more than ${maxFiles} files`, missing: false };
  // Before they are read as a project, which has the same limit: all that a file names is loaded at once.
  const length = [...files.values()].reduce((sum, one) => sum + ("text" in one ? one.text.length : 0), 0);
  if (length > maxLength)
    return { refused: `the project's files have more than ${maxLength} characters`, missing: false };
  const way = relative(root, path);
  if (way.startsWith("..")) return { refused: "it lies outside of the repository", missing: false };
  const read = atFolder(root, (folder) => folder.read(way, limits.text));
  if ("refused" in read) return { refused: read.reason, missing: read.refused === "missing" };
  return { text: read.bytes.toString("utf8") };
}
