import { foreignText } from "../dockerfile/known-base.ts";
import { libraryName } from "./library-name.ts";
import { fileName, lineOf, type RepositoryFile } from "./repository-texts.ts";

/** Images that the builds in a text start from or copy from. */
export interface ImageUses {
  /** The whole text is a Dockerfile. */
  readonly isDockerfile: boolean;
  /** Why one of them may be an image of the repository. */
  readonly child: string | undefined;
  /** Official images that are named. */
  readonly library: ReadonlySet<string>;
}

const noLibrary: ReadonlySet<string> = new Set();

export function imageUses(file: RepositoryFile): ImageUses {
  const isDockerfile = looksLikeDockerfile(file.text);
  if (!isDockerfile && !mayBuild(file)) return { isDockerfile, child: undefined, library: noLibrary };
  const library = new Set<string>();
  return { isDockerfile, child: childOf(file, isDockerfile, library), library };
}

/** Nothing but comments and ARG before the first FROM, which names an image and perhaps its stage: Python has `from`, too. */
function looksLikeDockerfile(text: string): boolean {
  for (const line of text.replace(/^\uFEFF/, "").split("\n", 500)) {
    const trimmed = line.trim();
    if (trimmed === "" || trimmed.startsWith("#") || /^ARG\s/i.test(trimmed)) continue;
    const [keyword = "", ...tail] = trimmed.split(/\s+/).filter((word) => !word.startsWith("--"));
    if (keyword.toUpperCase() !== "FROM") return false;
    return tail.length <= 1 || (tail.length === 3 && tail[1]?.toUpperCase() === "AS");
  }
  return false;
}

/** Other texts hold FROM as well, of SQL for example: only those count that speak of builders, or have another instruction. */
function mayBuild({ path, text }: RepositoryFile): boolean {
  return builders.test(text) || builders.test(fileName(path)) || instructions.test(text);
}

const builders =
  /docker|podman|buildah|nerdctl|kaniko|buildkit|buildctl|containerfile|earthly|packer|singularity|apptainer|s2i|dagger|testcontainers/i;
const instructions = /^[ \t]{0,40}(?:RUN|COPY|ADD|ENTRYPOINT|CMD|WORKDIR|ENV|USER|LABEL|EXPOSE)[ \t]/m;

/** Tools that build on an image, or change its containers, without a FROM. */
const otherBuilders: readonly RegExp[] = [
  /\bbuildah\s{1,8}from\b/,
  /\b(?:docker|podman|nerdctl|buildah)\s{1,8}(?:container\s{1,8})?commit\b/,
  /\bs2i\s{1,8}build\b|\bcrane\s{1,8}(?:append|mutate|rebase)\b/,
  // Packer, Singularity, Nix, Testcontainers, Dagger, Bazel, Jib, ko, buildpacks.
  /\bsource\s{1,8}"docker"|"type"\s{0,8}:\s{0,8}"docker"/,
  /^Bootstrap[ \t]{0,8}:/im,
  /\bfromImage\s{0,8}=/,
  /withDockerfileFromBuilder|DockerfileBuilder/,
  /\.[fF]rom_?\(\s{0,8}["'`]/,
  /\b(?:oci_image|container_image|dockerfile_image|container_run_and_commit)\s{0,8}\(/,
  /\bjib\s{0,8}\{|\bjib-maven-plugin\b|\bdefaultBaseImage\b|\brun-image\b|\bbuild-image\s{0,8}=/,
];

function childOf(file: RepositoryFile, isDockerfile: boolean, library: Set<string>): string | undefined {
  const { text } = file;
  if (isDockerfile && foreignText(text) !== undefined)
    return `${lineOf(file, 0)} begins a text that may be read as another one`;
  for (const pattern of otherBuilders) {
    const match = pattern.exec(text);
    if (match !== null) return `${lineOf(file, match.index)} may build on it`;
  }
  /** Where the text gives a stage its name. */
  const stages = new Map<string, number>();
  let count = 0;
  for (const { index, 0: mark } of text.matchAll(marks)) {
    const byFlag = mark.endsWith("=");
    const use = byFlag ? flagUse(text, index + mark.length) : fromUse(text, index, isDockerfile);
    if (use === undefined) continue;
    if (++count > mostUses) return `${lineOf(file, index)} may build on it`;
    const name = libraryName(use.image);
    if (name !== undefined) library.add(name);
    else if (use.image !== "scratch" && !isStage(use.image, byFlag, index))
      return `${lineOf(file, index)} may build on it (\`${mark}${byFlag ? "" : " "}${use.image.slice(0, 100)}\`)`;
    if (use.alias !== undefined) stages.set(use.alias.toLowerCase(), index);
  }
  return undefined;

  function isStage(image: string, byFlag: boolean, at: number): boolean {
    if (byFlag && /^\d+$/.test(image)) return true;
    const start = stages.get(byFlag ? image.toLowerCase() : image);
    if (start === undefined) return false;
    // In a text with several Dockerfiles, stages of one are unknown in the next.
    return isDockerfile || (at - start < farthest && !ends.test(text.slice(start, at)));
  }
}

/** Between two Dockerfiles of one text. */
const ends = /```|<<|\bEOF\b|dockerfile|(?:docker|podman|nerdctl|buildx|buildah)\s{1,8}(?:build|bud)\b/i;

/** FROM; `--from=` of COPY; `from=` of a mount. */
const marks = /\bFROM(?=\s|\\|`[ \t]{0,8}\r?\n)|--from=|[,=]from=/gi;
/** Limit per text; one with more may build on any image. */
const mostUses = 2_000;
/** Between a stage and its use. */
const farthest = 100_000;
/** More than any line with an image has. */
const longest = 1_000;

interface ImageUse {
  readonly image: string;
  readonly alias?: string;
}

function flagUse(text: string, start: number): ImageUse | undefined {
  const image = /^["']?([^\s"',]+)/.exec(text.slice(start, start + longest))?.[1];
  return image === undefined ? undefined : { image };
}

/** Upper case counts anywhere. Lower case counts in Dockerfiles, and elsewhere where a line or a string has nothing else. */
function fromUse(text: string, index: number, isDockerfile: boolean): ImageUse | undefined {
  const near = text.slice(Math.max(0, index - 400), index);
  const prefix = near.slice(near.lastIndexOf("\n") + 1).trimStart();
  const isLower = text.slice(index, index + 4) !== "FROM";
  if (prefix !== "" && (isDockerfile || (isLower && !printed.test(prefix)))) return undefined;
  const tail = text.slice(index + 4, index + longest).replace(/[\\`][ \t]*\r?\n/g, " ");
  const words = wordsOf(tail);
  while (words[0]?.startsWith("--") === true) words.shift();
  const [first = "", as, alias] = words;
  const image = /^["']?([^"'`;,)]*)/.exec(first.split("\\n")[0] ?? "")?.[1] ?? "";
  const isNamed = as?.toLowerCase() === "as" && alias !== undefined;
  if (!isDockerfile) {
    const nextWord = words[isNamed ? 3 : 1];
    // FROM has one image, and perhaps a name: anything else is prose, or a query.
    if (
      !/["'`\\]/.test(`${first}${isNamed ? alias : ""}`) &&
      nextWord !== undefined &&
      !/^[|&;>"'`)\\,+]/.test(nextWord)
    )
      return undefined;
    if (words.length === 1 && first === "") return undefined;
    if (isLower && !isLowerCase(image, prefix, tail)) return undefined;
  }
  const name = isNamed ? /^[\w.-]+/.exec(alias)?.[0] : undefined;
  return { image, ...(name !== undefined && { alias: name }) };
}

/** Its words to the end of the line, each expansion in one piece. */
function wordsOf(tail: string): string[] {
  const line = /^[^\n]*/.exec(tail)?.[0] ?? "";
  return line
    .replace(/\{\{[^}]*(?:\}\}?|$)|<%[^%]*(?:%>?|$)|\$\([^)]*(?:\)|$)|\$\{[^}]*(?:\}|$)/g, (expression) =>
      expression.replace(/\s+/g, ""),
    )
    .trim()
    .split(/\s+/);
}

/** In lower case, an instruction follows, or the line prints it for a builder: `from` is a word of prose and of code. */
function isLowerCase(image: string, prefix: string, tail: string): boolean {
  if (!/^[\w${}./-]+(?::[\w${}.-]+)?(?:@sha256:\w+)?$/.test(image) || image.endsWith(".")) return false;
  const next = /^[^\n]*\n[ \t]*(\S*)/.exec(tail)?.[1] ?? "";
  const isPrinted = prefix !== "" && /docker|podman|buildah|nerdctl/.test(tail.split("\n", 1)[0] ?? "");
  return isPrinted || (prefix === "" && keyword.test(next));
}

/** Precedes printed text. */
const printed = /["'`]$|\b(?:echo|printf)\s/;
const keyword =
  /^(?:run|copy|add|entrypoint|cmd|workdir|env|user|label|expose|volume|arg|shell|onbuild|healthcheck|stopsignal|EOF)$/i;
