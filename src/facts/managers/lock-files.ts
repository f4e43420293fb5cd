import type { Edit } from "../../domain/finding/fix.ts";
import type { DockerfileFact, Instruction, Stage } from "../dockerfile/dockerfile.ts";
import { packageManagers } from "./index.ts";
import type { PackageCall } from "./package-call.ts";
import type { LockFile } from "./traits.ts";
import { goGlob } from "../../text/glob/docker-glob.ts";
import { tidy } from "../dockerfile/copy-targets.ts";
import { oncePer } from "../../text/once-per.ts";

/** By `PackageCall.manager`. */
export const lockFiles: ReadonlyMap<string, LockFile> = new Map(
  packageManagers.flatMap(({ name, lockFile }) => (lockFile === undefined ? [] : [[name, lockFile]])),
);

/** COPY and ADD of the build context, cached since every install of a stage needs them. */
const contextCopies = oncePer(({ instructions }: Stage): readonly Instruction[] =>
  instructions.filter(
    ({ keyword, onbuild, flags }) =>
      (keyword === "COPY" || keyword === "ADD") && !onbuild && !flags.some(({ name }) => name === "from"),
  ),
);

/** Whether a COPY of the context before `instruction` includes the file `name` of its top folder. */
export function takesFile(stage: Stage, instruction: Instruction, name: string): boolean {
  return contextCopies(stage).some(
    ({ json, words, span }) =>
      span.start < instruction.span.start &&
      (json ?? words.map(({ text }) => text)).slice(0, -1).some((text) => matches(text, name)),
  );
}

function matches(source: string, name: string): boolean {
  const pattern = source.replace(/^\.?\//, "");
  if (pattern === "" || pattern === "." || pattern === name) return true;
  if (!/[*?[]/.test(pattern)) return false;
  return goGlob(pattern)?.fits(name) === true;
}

/** Undefined where the folder of the install is not known, for then its effect cannot be determined. */
export function frozenEdit(
  { file }: DockerfileFact,
  stage: Stage,
  { verb, command, instruction }: PackageCall,
  row: LockFile,
  present: ReadonlySet<string>,
): { readonly edit: Edit; readonly delta: readonly string[] } | undefined {
  const folder = workdirAt(stage, instruction);
  const anchorWord = verb ?? command.words[0];
  if (folder === undefined || anchorWord === undefined) return undefined;
  const { optionBeside: sibling } = row;
  const option = sibling !== undefined && present.has(sibling.file) ? sibling.option : row.option;
  const edit =
    row.verb !== undefined && verb !== undefined
      ? { file, span: verb.span, text: row.verb }
      : { file, span: { start: anchorWord.span.end, end: anchorWord.span.end }, text: ` ${option}` };
  const below = folder === "/" ? "" : folder;
  return { edit, delta: [`${below}/node_modules`, `${below}/.venv`, ...row.files.map((name) => `${below}/${name}`)] };
}

function workdirAt(stage: Stage, instruction: Instruction): string | undefined {
  let folder: string | undefined = stage.base.kind === "stage" ? undefined : "/";
  for (const { keyword, onbuild, words, span } of stage.instructions) {
    if (span.start >= instruction.span.start) break;
    if (keyword !== "WORKDIR" || onbuild) continue;
    const path = words.at(-1)?.text ?? "";
    if (path.includes("$")) folder = undefined;
    else if (path.startsWith("/")) folder = tidy(path);
    else folder = folder === undefined ? undefined : tidy(`${folder}/${path}`);
  }
  return folder;
}
