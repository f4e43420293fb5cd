import { relative } from "node:path";
import { limits } from "../../../sources/files/limits.ts";
import { atFolder } from "../../../sources/files/read-named.ts";
import type { TargetResult } from "../../rule-runs/target-result.ts";
import { checkCompose } from "./check-compose.ts";
import type { ComposeWork } from "../../rule-runs/isolated-work.ts";
import type { KnownFile } from "../../../dialects/compose/project/compose-project.ts";

/** More files than any project names; each further one costs another merge. */
const maxFiles = 200;

/**
 * Evaluates Compose files, and reads the files that they name on demand: never inside `inTime`, which may end the work at any point.
 * Throws `Failure`.
 */
export function judgeCompose(
  initialWork: ComposeWork,
  inTime: (work: () => ReturnType<typeof checkCompose>) => ReturnType<typeof checkCompose>,
): { readonly answer: TargetResult; readonly work: ComposeWork } {
  return withAllFiles(initialWork, (work) => inTime(() => checkCompose(work)));
}

/** Repeats `ask` until every file that it needs is read. */
export function withAllFiles<Answer extends object>(
  initialWork: ComposeWork,
  ask: (work: ComposeWork) => Answer | { readonly needs: string },
): { readonly answer: Answer; readonly work: ComposeWork } {
  let work = initialWork;
  for (;;) {
    const answer = ask(work);
    if (!("needs" in answer)) return { answer, work };
    const { needs } = answer as { readonly needs: string };
    work = { ...work, files: new Map([...work.files, [needs, fileAt(needs, work)]]) };
  }
}

function fileAt(path: string, { root, files }: ComposeWork): KnownFile {
  if (files.size >= maxFiles) return { refused: `the project names more than ${maxFiles} files`, missing: false };
  const way = relative(root, path);
  if (way.startsWith("..")) return { refused: "it lies outside of the repository", missing: false };
  const read = atFolder(root, (folder) => folder.read(way, limits.text));
  if ("refused" in read) return { refused: read.reason, missing: read.refused === "missing" };
  return { text: read.bytes.toString("utf8") };
}
