import { resolve } from "node:path";
import type { DataChange } from "../../../domain/container/data-change.ts";
import { declaredIn } from "../edit/declared-in.ts";
import { composeVersions, newestCompose } from "../../../formats/compose/compose-version.ts";
import { editProblem } from "../../../edits/yaml/verify.ts";
import type { ComposeProject } from "./compose-project.ts";
import { readCompose, type ReadCompose } from "./read-compose.ts";
import type { DeclaredEdits, Texts } from "../../text-dialect.ts";
import { modelDifference } from "./model-difference.ts";

/**
 * The problem of edited project files: each text must have exactly the declared changes, and the merged model must differ in those paths,
 * in as many values, and nowhere else.
 */
export function projectProblem(
  work: ComposeProject,
  before: ReadCompose,
  after: Texts,
  { changes, comments }: DeclaredEdits,
): string | undefined {
  for (const [file, text] of after) {
    const old = before.texts.get(file);
    if (old === undefined || old === text) continue;
    const problem = editProblem(
      old,
      text,
      changes.filter((change) => change.file === file),
      comments.flatMap((comment) => (comment.file === file ? [comment.text] : [])),
    );
    if (problem !== undefined) return `${file}: ${problem}`;
  }
  const read = readCompose(withTexts(work, after));
  if ("needs" in read) return `it would name another file, ${read.needs.join(", ")}`;
  if (read.refusal !== undefined && before.refusal?.problem !== read.refusal.problem)
    return `docker compose would refuse it: ${read.refusal.problem}`;
  const older = olderProblem(withTexts(work, before.texts), withTexts(work, after));
  if (older !== undefined) return older;
  if (before.model === undefined) return undefined;
  if (read.model === undefined) return `the files could no longer be merged: ${read.unread}`;
  const declaredPaths = declaredIn(before.texts, changes);
  const modelChanges = modelDifference(before.model, read.model);
  for (const { path, values } of modelChanges) {
    const fitting = declaredPaths.filter((declaredPath) => declaredPath.path.every((step, at) => path[at] === step));
    const places = new Set(fitting.map(({ change }) => change));
    if (places.size === 0) return `${path.join(".")} would change, too`;
    const isList = fitting.some(
      ({ change: { path: at, made } }) => typeof at.at(-1) === "number" || (made !== "gone" && !("to" in made)),
    );
    if (isList && values > places.size) return `${path.join(".")} would change in ${values} values`;
  }
  const idle = declaredPaths.find(
    ({ change }) =>
      !takesVariable(change) &&
      change.path[0] !== unmergedKey &&
      !declaredPaths.some(
        (declaredPath) =>
          declaredPath.change === change &&
          modelChanges.some(({ path }) => declaredPath.path.every((step, at) => path[at] === step)),
      ),
  );
  return idle === undefined
    ? undefined
    : `${idle.path.join(".")} would stay as it is: another file says it over this one`;
}

/** A top-level key that the merged model of no version contains. */
const unmergedKey = "version";

/** A variable may have the replaced value: then the model stays the same. */
function takesVariable({ made }: DataChange): boolean {
  return made !== "gone" && "to" in made && typeof made.to === "string" && /(?<!\$)(?:\$\$)*\$\{/.test(made.to);
}

/** A refusal by an older docker compose that the original project does not have: each version merges differently. */
function olderProblem(before: ComposeProject, after: ComposeProject): string | undefined {
  for (const version of composeVersions) {
    if (version === newestCompose) continue;
    const old = readCompose(before, version);
    const edited = readCompose(after, version);
    if ("needs" in old || "needs" in edited || !isTaken(old) || isTaken(edited)) continue;
    return `docker compose ${version} would refuse it: ${edited.refusal?.problem ?? edited.unread}`;
  }
  return undefined;
}

function isTaken({ model, refusal }: ReadCompose): boolean {
  return model !== undefined && refusal === undefined;
}

/** The project with other texts instead of those on disk. */
export function withTexts<Project extends ComposeProject>(work: Project, texts: Texts): Project {
  const files = new Map(work.files);
  for (const [file, text] of texts) files.set(resolve(work.cwd, file), { text });
  return { ...work, files };
}
