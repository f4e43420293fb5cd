import { copyPaths } from "./copy-paths.ts";
import type { DockerfileFact, Instruction, Stage } from "./dockerfile.ts";
import { joinPath } from "./join-path.ts";
import { argumentsOf, isRun, programOf, type Run } from "./runs.ts";
import { parentOf } from "./stage-tree.ts";

/** Folders of every Linux distribution's image (Filesystem Hierarchy Standard 3.0; Alpine, Debian and Red Hat's have them all). */
const ofDistributions =
  /^\/(?:bin|dev|etc|home|lib|media|mnt|opt|proc|root|run|sbin|srv|sys|tmp|usr(?:\/(?:bin|lib|sbin|share|local(?:\/(?:bin|lib|share))?))?|var(?:\/(?:cache|lib|log|tmp))?)?$/;
/** Images with a few files alone. */
const small = /(?:^|\/)(?:busybox|distroless|static|chainguard)(?:$|[/:@])/;

/** Instructions before it that are looked at. */
const maxInstructions = 300;
const maxStages = 100;

/** Whether a folder is surely there when an instruction of the stage runs: each distribution has it, or the file made it or a folder in it. */
export function isExistingFolder(
  dockerfile: DockerfileFact,
  { stage, instruction, path }: { readonly stage: Stage; readonly instruction: Instruction; readonly path: string },
): boolean {
  const earlierInstructions: Instruction[] = [];
  const chain = stageChain(dockerfile, stage);
  for (const at of chain) {
    const free = maxInstructions - earlierInstructions.length;
    const end = at === stage ? at.instructions.indexOf(instruction) : at.instructions.length;
    earlierInstructions.unshift(...at.instructions.slice(Math.max(0, end - free), end));
    if (earlierInstructions.length === maxInstructions) break;
  }
  let workdir: string | undefined;
  const folders: string[] = [];
  for (const earlier of earlierInstructions) {
    if (earlier.onbuild) continue;
    if (earlier.keyword === "WORKDIR") {
      workdir = absolute(earlier.words.at(-1)?.text ?? "", workdir);
      if (workdir !== undefined) folders.push(workdir);
    } else for (const folder of madeBy(earlier)) folders.push(absolute(folder, workdir) ?? "");
  }
  const folder = absolute(path, workdir);
  if (folder === undefined) return false;
  if (folders.some((one) => one === folder || one.startsWith(`${folder}/`))) return true;
  const base = chain.at(-1)?.base;
  return base?.kind === "image" && !small.test(base.text) && !dockerfile.windows && ofDistributions.test(folder);
}

/** A stage and those that it is built from, the last of them on a base. */
function stageChain(dockerfile: DockerfileFact, stage: Stage): readonly Stage[] {
  const chain = [stage];
  for (
    let at = parentOf(dockerfile, stage);
    at !== undefined && chain.length < maxStages;
    at = parentOf(dockerfile, at)
  )
    chain.push(at);
  return chain;
}

/** What a COPY puts below a folder makes that folder; its own target is one with a slash, or as a folder's copy. */
function madeBy(instruction: Instruction): readonly string[] {
  if (isRun(instruction)) return foldersOf(instruction);
  const paths = /^(?:COPY|ADD)$/.test(instruction.keyword) ? copyPaths(instruction) : undefined;
  if (paths === undefined) return [];
  const { text } = paths.target;
  const isFolder = text.endsWith("/") || paths.sources.some((source) => /(?:^|\/)\.{0,2}$/.test(source.text));
  return [isFolder ? text : text.slice(0, text.lastIndexOf("/") + 1)];
}

/** Of `mkdir` and `install -d`, where no `cd` goes elsewhere. */
function foldersOf({ commands }: Run): readonly string[] {
  const moves = commands.some(({ name }) => name === "cd" || name === "pushd");
  return commands.flatMap((command) => {
    const words = argumentsOf(command).filter(({ literal }) => literal);
    const program = programOf(command);
    if (program !== "mkdir" && !(program === "install" && words.some(({ text }) => text === "-d"))) return [];
    return words.map(({ text }) => text).filter((text) => !text.startsWith("-") && !(moves && !text.startsWith("/")));
  });
}

function absolute(path: string, workdir: string | undefined): string | undefined {
  if (path === "" || path.includes("$")) return undefined;
  if (path.startsWith("/")) return joinPath("/", path);
  return workdir === undefined ? undefined : joinPath(workdir, path);
}
