import type { Instruction, ShellCommand, ShellWord, Stage } from "../facts/dockerfile.ts";
import { argumentsOf, isMounted, isRun, programOf } from "./runs.ts";

/** A path that an instruction of the stage writes and a later RUN deletes. */
export interface LateDeletion {
  readonly path: string;
  readonly word: ShellWord;
  readonly writer: Instruction;
}

const known = new WeakMap<Stage, ReadonlyMap<Instruction, LateDeletion>>();

/** RUNs that delete what an earlier instruction wrote; of several such paths in a RUN, the one that was written last. */
export function lateDeletions(stage: Stage): ReadonlyMap<Instruction, LateDeletion> {
  const answer = known.get(stage);
  if (answer !== undefined) return answer;
  const found = new Map<Instruction, LateDeletion>();
  const writers = new Map<string, Instruction>();
  let workdir: string | undefined;
  for (const instruction of stage.instructions) {
    if (instruction.onbuild) continue;
    if (instruction.keyword === "WORKDIR") workdir = absolute(instruction.args, workdir);
    else if (instruction.keyword === "COPY" || instruction.keyword === "ADD") {
      const path = copied(instruction, workdir);
      if (path !== undefined) writers.set(path, instruction);
    } else if (isRun(instruction)) {
      const place = instruction.commands.some(({ name }) => name === "cd" || name === "pushd") ? undefined : workdir;
      const deleted = deletions(instruction.commands, place)
        .flatMap(({ path, word }) => {
          const writer = writerOf(path, writers);
          return writer === undefined || isMounted(instruction, path) ? [] : [{ path, word, writer }];
        })
        .sort((a, b) => b.writer.span.start - a.writer.span.start);
      if (deleted[0] !== undefined) found.set(instruction, deleted[0]);
      for (const path of written(instruction.commands, place)) {
        if (!isMounted(instruction, path)) writers.set(path, instruction);
      }
    }
  }
  known.set(stage, found);
  return found;
}

/** The path itself, or for a folder what was written right below it. */
function writerOf(path: string, writers: Map<string, Instruction>): Instruction | undefined {
  const exact = writers.get(path);
  if (exact !== undefined) {
    writers.delete(path);
    return exact;
  }
  let last: Instruction | undefined;
  for (const [below, writer] of writers) {
    if (!below.startsWith(`${path}/`)) continue;
    writers.delete(below);
    if (last === undefined || writer.span.start > last.span.start) last = writer;
  }
  return last;
}

/** `/tmp/x` of `rm -rf /tmp/x`, `/tmp/x/` and `/tmp/x/*`; nothing where an expansion or another glob decides. */
function deletions(commands: readonly ShellCommand[], workdir: string | undefined) {
  return commands
    .filter(
      ({ name, topLevel, after }) =>
        name === "rm" && topLevel && (after === "start" || after === "&&" || after === ";"),
    )
    .flatMap((command) => argumentsOf(command).filter(({ text }) => !text.startsWith("-")))
    .flatMap((word) => {
      const text = word.text.replace(/\/\*?$/, "");
      if (text === "" || /[*?[\]{}$~`]/.test(text)) return [];
      const path = absolute(text, workdir);
      return path === undefined ? [] : [{ path, word }];
    });
}

/** Files that curl, wget and git write under a name that is known. */
function written(commands: readonly ShellCommand[], workdir: string | undefined): readonly string[] {
  return commands.flatMap((command) => {
    const words = argumentsOf(command)
      .filter(({ literal }) => literal)
      .map(({ text }) => text);
    const path = absolute(target(programOf(command) ?? "", words), workdir);
    return path === undefined ? [] : [path];
  });
}

function target(program: string, words: readonly string[]): string {
  const behind = (option: RegExp): string | undefined => {
    const at = words.findIndex((word) => option.test(word));
    return at === -1 ? undefined : (/^--[a-z-]+=(.+)$/.exec(words[at] ?? "")?.[1] ?? words[at + 1]);
  };
  const url = words.find((word) => /^(https?|ftp):\/\/[^/]+\/./.test(word));
  const last =
    url
      ?.replace(/[?#].*$/, "")
      .split("/")
      .at(-1) ?? "";
  if (program === "curl")
    return (
      behind(/^(-[a-zA-Z]*o|--output(=.*)?)$/) ??
      (words.some((word) => /^(-[a-zA-Z]*O|--remote-name)$/.test(word)) ? last : "")
    );
  if (program === "wget") {
    const named = behind(/^(-[a-zA-Z]*O|--output-document(=.*)?)$/);
    const folder = behind(/^(-P|--directory-prefix(=.*)?)$/);
    return named ?? (folder === undefined ? last : `${folder}/${last}`);
  }
  if (program !== "git" || words[0] !== "clone") return "";
  const at = words.indexOf(url ?? "");
  return at === -1 ? "" : (words[at + 1] ?? last.replace(/\.git$/, ""));
}

function copied({ words, json }: Instruction, workdir: string | undefined): string | undefined {
  const all = json ?? words.map(({ text }) => text);
  const [source = "", to = ""] = all.length === 2 ? all : [];
  if (/[*?[\]$<]/.test(source + to) || source === "" || /^(https?|git)[:@]/.test(source)) return undefined;
  return absolute(to.endsWith("/") ? `${to}${source.split("/").at(-1) ?? ""}` : to, workdir);
}

/** Undefined for what is no path of a file, or relative to a folder that is not known. */
function absolute(path: string, workdir: string | undefined): string | undefined {
  const clean = path.replace(/^(\.\/)+/, "").replace(/\/+$/, "");
  if (clean === "" || clean === "-" || clean === "." || /[$~"']|\.\./.test(clean) || clean.startsWith("/dev/"))
    return undefined;
  if (clean.startsWith("/")) return clean;
  return workdir === undefined ? undefined : `${workdir === "/" ? "" : workdir}/${clean}`;
}
