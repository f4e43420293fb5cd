import type { ContextFile, ContextFolder } from "../../domain/dockerfile/context-folder.ts";
import { Failure } from "../../domain/failure.ts";
import type { Span } from "../../domain/finding/span.ts";
import { goGlob } from "../../text/glob/docker-glob.ts";
import { type WorkLimit, workLimit } from "../../text/work-limit.ts";
import type { DockerfileFact, Instruction } from "../dockerfile/dockerfile.ts";
import { dockerIgnore, type DockerIgnore } from "./dockerignore.ts";
import type { VariablesFact } from "../dockerfile/variables/variables.ts";
import { compareText } from "../../text/compare-text.ts";
import { oncePer } from "../../text/once-per.ts";

/** One source of a COPY or ADD that is read from the context, and what the build finds there. */
export interface TakenFiles {
  readonly instruction: Instruction;
  /** After expansion where that is known, without `./` and `/` around it; empty for the whole context. */
  readonly source: string;
  readonly span: Span;
  /** Files that the build can see. The same array for the same source of the same folder. */
  readonly files: readonly ContextFile[];
  /** It names something that is there and that the ignore file keeps out of the build. */
  readonly allIgnored: boolean;
  /** The ignore file alone says so, whatever is there; never with exceptions in it, as the builder itself judges. */
  readonly ignoredByName: boolean;
}

/** The folder that the build sends, after its .dockerignore. */
export interface BuildContextFact {
  readonly folder: string;
  /** `.dockerignore`, or `NAME.dockerignore` next to the Dockerfile; undefined when there is none. */
  readonly ignoreFile?: string;
  /** Files that the build can see, by path; empty when nothing is taken from the context. */
  readonly files: readonly ContextFile[];
  readonly taken: readonly TakenFiles[];
  /** Why the folder was not read whole, for a rule to say when it cannot judge. */
  readonly unread?: string;
}

/** `folder` is read only when an instruction copies from the context. */
export function buildContextFact(
  dockerfile: DockerfileFact,
  variables: VariablesFact,
  folder: () => ContextFolder,
): BuildContextFact {
  const sources = dockerfile.instructions.flatMap((instruction) => contextSources(instruction, variables));
  if (sources.length === 0) return { folder: "", files: [], taken: [] };
  const read = folder();
  try {
    return takenFrom(read, sources);
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== "too-complex") throw error;
    const { folder: name, ignoreFile } = read;
    return {
      folder: name,
      files: [],
      taken: [],
      unread: error.message,
      ...(ignoreFile && { ignoreFile: ignoreFile.path }),
    };
  }
}

function takenFrom(read: ContextFolder, sources: readonly Source[]): BuildContextFact {
  const contextView = seenBy(read);
  const limit = workLimit("what COPY and ADD take from the build context");
  const takenFiles = sources.map(({ instruction, source, span }): TakenFiles => {
    const matchingFiles = filesOf(read, source, limit);
    const files = contextView.ignore === undefined ? matchingFiles : contextView.visible(source, matchingFiles, limit);
    return {
      instruction,
      source,
      span,
      files,
      allIgnored: matchingFiles.length > 0 && files.length === 0,
      ignoredByName: contextView.ignore !== undefined && namedByIgnore(source, contextView.ignore),
    };
  });
  return {
    folder: read.folder,
    files: contextView.ignore === undefined ? read.files : contextView.visible("", read.files, limit),
    taken: takenFiles,
    ...(read.ignoreFile && { ignoreFile: read.ignoreFile.path }),
    ...(read.unread !== undefined && { unread: read.unread }),
  };
}

interface Source {
  readonly instruction: Instruction;
  readonly source: string;
  readonly span: Span;
}

/** Not those of another stage or image, nor URLs, Git repositories and heredocs. */
function contextSources(instruction: Instruction, variables: VariablesFact): Source[] {
  const { keyword, onbuild, flags, json, words } = instruction;
  if (onbuild || (keyword !== "COPY" && keyword !== "ADD") || flags.some(({ name }) => name === "from")) return [];
  return words.slice(0, -1).flatMap(({ text, span }, index) => {
    const sourceText = json?.[index] ?? text;
    if (/^<<|^[a-z]+:\/\/|^git@|\.git(#|$)/i.test(sourceText)) return [];
    const source = sourceText.includes("$") ? variables.expand(instruction, sourceText) : sourceText;
    return source === undefined ? [] : [{ instruction, source: trimmed(source), span }];
  });
}

function trimmed(path: string): string {
  return path
    .split("/")
    .filter((part) => part !== "" && part !== ".")
    .join("/");
}

const isGlob = (source: string): boolean => /[*?[]/.test(source);

interface ContextView {
  readonly ignore: DockerIgnore | undefined;
  visible(source: string, all: readonly ContextFile[], limit: WorkLimit): readonly ContextFile[];
}

// Thousands of Dockerfiles may share one folder, and many copy all of it.
const seenBy = oncePer((folder: ContextFolder): ContextView => {
  const ignore = folder.ignoreFile && dockerIgnore(folder.ignoreFile.text);
  const answers = new Map<string, readonly ContextFile[]>();
  const ignored = new Map<string, boolean>();
  const isIgnored = (path: string): boolean => {
    const isExcluded = ignored.get(path) ?? ignore?.ignores(path) === true;
    ignored.set(path, isExcluded);
    return isExcluded;
  };
  return {
    ignore,
    visible(source, files, limit) {
      const cachedFiles = answers.get(source);
      if (cachedFiles !== undefined) return cachedFiles;
      limit.spend(files.length);
      const answer = files.filter(({ path }) => !isIgnored(path));
      answers.set(source, answer);
      return answer;
    },
  };
});

const filesBySource = oncePer<ContextFolder, [], Map<string, readonly ContextFile[]>>(() => new Map());

function filesOf(folder: ContextFolder, source: string, limit: WorkLimit): readonly ContextFile[] {
  if (source === "") return folder.files;
  const cache = filesBySource(folder);
  const files =
    cache.get(source) ?? (isGlob(source) ? folder.files.filter(isTaken(source, limit)) : below(folder, source));
  cache.set(source, files);
  return files;
}

const sorted = oncePer(({ files }: ContextFolder) => files.toSorted((a, b) => compareText(a.path, b.path)));

/** The file of that path, or all below the folder: a search, as thousands of Dockerfiles may each name another one. */
function below(folder: ContextFolder, source: string): readonly ContextFile[] {
  const files = sorted(folder);
  const from = (path: string): number => {
    let low = 0;
    let high = files.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((files[middle]?.path ?? "") < path) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const exactIndex = from(source);
  // `0` is what follows `/`.
  const inside = files.slice(from(`${source}/`), from(`${source}0`));
  const file = files[exactIndex];
  return file?.path === source ? [file, ...inside] : inside;
}

/** Go's filepath.Match for a glob, in which `*` does not match a `/`; a folder includes all below it. */
function isTaken(source: string, limit: WorkLimit): (file: ContextFile) => boolean {
  const glob = goGlob(source);
  return ({ path }) => glob?.fits(path, limit, true) === true;
}

function namedByIgnore(source: string, ignore: DockerIgnore): boolean {
  if (ignore.hasExceptions) return false;
  return source === "" ? ignore.everything : ignore.ignores(source);
}
