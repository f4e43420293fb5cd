import { relative } from "node:path";
import { limits } from "../../../sources/files/limits.ts";
import { atFolder } from "../../../sources/files/read-named.ts";
import type { Checked } from "../checked.ts";
import { checkCompose } from "./check-compose.ts";
import type { ComposeWork, KnownFile } from "./compose-work.ts";

/** More files than any project names; each one that turns up costs a reading of all. */
const mostFiles = 200;

/**
 * Judges Compose files, and reads what they name whenever that turns up: never while `inTime` counts, which may end the work anywhere.
 * Throws `Failure`.
 */
export function judgeCompose(
  asked: ComposeWork,
  inTime: (work: () => ReturnType<typeof checkCompose>) => ReturnType<typeof checkCompose>,
): { readonly answer: Checked; readonly work: ComposeWork } {
  return withAllFiles(asked, (work) => inTime(() => checkCompose(work)));
}

/** What is asked of the files, with all that they name. */
export function withAllFiles<Answer extends object>(
  asked: ComposeWork,
  ask: (work: ComposeWork) => Answer | { readonly needs: string },
): { readonly answer: Answer; readonly work: ComposeWork } {
  let work = asked;
  for (;;) {
    const answer = ask(work);
    if (!("needs" in answer)) return { answer, work };
    const { needs } = answer as { readonly needs: string };
    work = { ...work, files: new Map([...work.files, [needs, fileAt(needs, work)]]) };
  }
}

function fileAt(path: string, { root, files }: ComposeWork): KnownFile {
  if (files.size >= mostFiles) return { refused: `the project names more than ${mostFiles} files`, missing: false };
  const way = relative(root, path);
  if (way.startsWith("..")) return { refused: "it lies outside of the repository", missing: false };
  const read = atFolder(root, (beneath) => beneath.read(way, limits.text));
  if ("refused" in read) return { refused: read.reason, missing: read.refused === "missing" };
  return { text: read.bytes.toString("utf8") };
}
