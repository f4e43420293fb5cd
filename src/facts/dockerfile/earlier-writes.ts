import type { Instruction, ShellCommand, ShellWord, Stage } from "./dockerfile.ts";
import { oncePer } from "../../text/once-per.ts";
import { argumentsOf, isMounted, isRun, programOf } from "./runs.ts";
import { withoutEnd } from "../../text/cut.ts";

/** A path that an instruction of the stage writes and a later RUN deletes. */
export interface LateDeletion {
  readonly path: string;
  readonly word: ShellWord;
  readonly writer: Instruction;
}

/** RUNs that delete a file that an earlier instruction wrote; of several such paths in a RUN, the one that was written last. */
export const lateDeletions = oncePer((stage: Stage): ReadonlyMap<Instruction, LateDeletion> => {
  const deletionsByRun = new Map<Instruction, LateDeletion>();
  // Most stages delete nothing, and need no record of writers.
  const last = stage.instructions.findLastIndex(
    (instruction) => isRun(instruction) && instruction.commands.some(({ name }) => name === "rm"),
  );
  if (last === -1) return deletionsByRun;
  const writers = new Map<string, Instruction>();
  let workdir: string | undefined;
  for (const instruction of stage.instructions.slice(0, last + 1)) {
    if (instruction.onbuild) continue;
    if (instruction.keyword === "WORKDIR") workdir = absolute(instruction.args, workdir);
    else if (instruction.keyword === "COPY" || instruction.keyword === "ADD") {
      const path = copied(instruction, workdir);
      if (path !== undefined) writers.set(path, instruction);
    } else if (isRun(instruction) && (writers.size > 0 || instruction.commands.some(mayWrite))) {
      const place = instruction.commands.some(({ name }) => name === "cd" || name === "pushd") ? undefined : workdir;
      const deleted = (writers.size === 0 ? [] : deletions(instruction.commands, place))
        .flatMap(({ path, word }) => {
          const earlierWrite = takeWriter(path, writers);
          return earlierWrite === undefined || isMounted(instruction, path) ? [] : [{ ...earlierWrite, word }];
        })
        .sort((a, b) => b.writer.span.start - a.writer.span.start);
      if (deleted[0] !== undefined) deletionsByRun.set(instruction, deleted[0]);
      const movedPaths = moved(instruction.commands, place);
      for (const path of movedPaths) writers.delete(path);
      for (const path of downloadedFiles(instruction.commands, place, movedPaths)) {
        if (!isMounted(instruction, path)) writers.set(path, instruction);
      }
    }
  }
  return deletionsByRun;
});

/** The writer of the path itself, or of the last file written below it; either is then removed. */
function takeWriter(
  path: string,
  writers: Map<string, Instruction>,
): Pick<LateDeletion, "path" | "writer"> | undefined {
  const exact = writers.get(path);
  if (exact !== undefined) {
    writers.delete(path);
    return { path, writer: exact };
  }
  let last: Pick<LateDeletion, "path" | "writer"> | undefined;
  for (const [below, writer] of writers) {
    if (!below.startsWith(`${path}/`)) continue;
    writers.delete(below);
    if (last === undefined || writer.span.start > last.writer.span.start) last = { path: below, writer };
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

/** Files that curl, wget and git write under a known name, without those that the RUN itself moves or deletes. */
function downloadedFiles(
  commands: readonly ShellCommand[],
  workdir: string | undefined,
  movedPaths: readonly string[],
): readonly string[] {
  return commands.flatMap((command) => {
    if (!mayWrite(command)) return [];
    const program = programOf(command) ?? "";
    const words = argumentsOf(command)
      .filter(({ literal }) => literal)
      .map(({ text }) => text);
    const path = absolute(target(program, words), workdir);
    return path === undefined || movedPaths.some((movedPath) => path === movedPath || path.startsWith(`${movedPath}/`))
      ? []
      : [path];
  });
}

function mayWrite(command: ShellCommand): boolean {
  const program = programOf(command);
  return program === "curl" || program === "wget" || program === "git";
}

/** Paths of `mv` and `rm`; an expansion or a glob may name anything below its folder. */
function moved(commands: readonly ShellCommand[], workdir: string | undefined): readonly string[] {
  return commands
    .filter(({ name }) => name === "mv" || name === "rm")
    .flatMap((command) => argumentsOf(command).map(({ text }) => text))
    .flatMap((text) => {
      const path = absolute(withoutGlob(text), workdir);
      return path === undefined ? [] : [path];
    });
}

/** The folder before the first part with a glob or an expansion; the path itself where there is none after a slash. */
function withoutGlob(path: string): string {
  const parts = path.split("/");
  const at = parts.findIndex((part, index) => index > 0 && /[*?[$`]/.test(part));
  return at === -1 ? path : parts.slice(0, at).join("/");
}

function target(program: string, words: readonly string[]): string {
  const urls = words.filter((word) => /^(https?|ftp):\/\/[^/]+\/./.test(word));
  const last =
    urls[0]
      ?.replace(/[?#].*$/s, "")
      .split("/")
      .at(-1) ?? "";
  if (program === "curl")
    return (
      valueOf(words, /^(?:-[a-np-zA-Z]*o|--output=?)(.*)$/s) ??
      (says(words, /^(-[a-zA-NP-Z]*O[a-zA-Z]*|--remote-name)$/) ? last : "")
    );
  if (program === "wget") {
    const folder = valueOf(words, /^(?:-P|--directory-prefix=?)(.*)$/);
    const outputName = valueOf(words, /^(?:-[a-zA-NP-Z]*O|--output-document=?)(.*)$/s);
    return outputName ?? (folder === undefined ? last : `${folder}/${last}`);
  }
  if (program !== "git" || words[0] !== "clone") return "";
  const at = words.indexOf(urls[0] ?? "");
  return at === -1 ? "" : (words[at + 1] ?? last.replace(/\.git$/, ""));
}

/** `x` of `-o x`, `-ox` and `--output=x`. */
function valueOf(words: readonly string[], option: RegExp): string | undefined {
  const at = words.findIndex((word) => option.test(word));
  if (at === -1) return undefined;
  return option.exec(words[at] ?? "")?.[1] || words[at + 1];
}

function says(words: readonly string[], option: RegExp): boolean {
  return words.some((word) => option.test(word));
}

function copied({ words, json }: Instruction, workdir: string | undefined): string | undefined {
  const operands = json ?? words.map(({ text }) => text);
  const [source = "", to = ""] = operands.length === 2 ? operands : [];
  if (/[*?[\]$<]/.test(source + to) || source === "" || /^(https?|git)[:@]/.test(source)) return undefined;
  return absolute(to.endsWith("/") ? `${to}${source.split("/").at(-1) ?? ""}` : to, workdir);
}

/** Undefined for other words, or a path relative to an unknown folder. */
function absolute(path: string, workdir: string | undefined): string | undefined {
  const clean = withoutEnd(path.replace(/^(\.\/)+/, ""), "/");
  if (clean === "" || clean === "-" || clean === "." || /[$~"']|\.\./.test(clean) || clean.startsWith("/dev/"))
    return undefined;
  if (clean.startsWith("/")) return clean;
  return workdir === undefined ? undefined : `${workdir === "/" ? "" : workdir}/${clean}`;
}
