import type { DockerfileFact, Instruction, Stage } from "../../facts/dockerfile/dockerfile.ts";
import type { PackageCallsFact } from "../../facts/managers/package-call.ts";
import { commandsOf } from "../shared/cache-peers.ts";
import { bodyLine } from "../../facts/dockerfile/body-text.ts";
import { oncePer } from "../../text/once-per.ts";

/** Linters that report this RUN for lists or upgrades fetched alone. */
export function updatePeers(
  dockerfile: DockerfileFact,
  calls: PackageCallsFact,
  stage: Stage,
  run: Instruction,
): string[] {
  const found: string[] = [];
  if (run.onbuild) return found;
  const commands = commandsOf(calls, run).map(({ words }) => words.map(({ text }) => text));
  if (managerSets.some((programs) => updatesLast(commands, programs))) found.push("trivy/DS-0017");
  if (followedWrongly(dockerfile, stage, run)) found.push("kics/update_instruction_alone");
  if (moreUpdatesThanInstalls(dockerfile) && saysUpdate.test(bodyLine(dockerfile, run)))
    found.push("checkov/CKV_DOCKER_5");
  return found;
}

const managerSets = [["apt-get", "apt"], ["yum"], ["apk"], ["dnf"], ["zypper"]];
const installWords = new Set("upgrade install source-install reinstall groupinstall localinstall add".split(" "));

/** An `update` or `up` of these programs with no install of theirs behind it. */
function updatesLast(commands: readonly (readonly string[])[], programs: readonly string[]): boolean {
  const says = (words: readonly string[], wanted: (word: string) => boolean): boolean => {
    const at = words.findIndex((word) => programs.includes(word));
    return at !== -1 && words.slice(at + 1).some(wanted);
  };
  const update = commands.findIndex((words) => says(words, (word) => word === "update" || word === "up"));
  return update !== -1 && commands.findLastIndex((words) => says(words, (word) => installWords.has(word))) <= update;
}

/** Update and install words by the program a RUN begins with. */
const verbs: ReadonlyMap<string, readonly [update: string, installs: readonly string[]]> = new Map([
  ["apt-get", ["update", ["install", "source-install", "reinstall"]]],
  ["apt", ["update", ["install"]]],
  ["apk", ["update", ["add"]]],
  ["yum", ["update", ["install"]]],
  ["dnf", ["update", ["install"]]],
  ["zypper", ["refresh", ["install"]]],
  ["pacman", ["-Syu", ["-S"]]],
]);

/** The RUN installs before it updates, or only updates and a later RUN of the stage only installs. */
function followedWrongly(dockerfile: DockerfileFact, stage: Stage, run: Instruction): boolean {
  const own = readRun(dockerfile, run);
  if (own === undefined || own.update === -1) return false;
  if (own.install !== -1) return own.install < own.update;
  return (lastInstalls(stage, dockerfile).get(own.program) ?? -1) > run.span.start;
}

/** Where a RUN that begins with a package manager says update and install, as indexes of its words. */
function readRun(dockerfile: DockerfileFact, instruction: Instruction) {
  if (instruction.keyword !== "RUN" || instruction.onbuild || instruction.json !== undefined) return undefined;
  const program = /^[\w-]*/.exec(instruction.args)?.[0] ?? "";
  const own = verbs.get(program);
  if (own === undefined) return undefined;
  const [update, wanted] = own;
  const words = bodyLine(dockerfile, instruction)
    .split(" ")
    .filter((word) => word !== "");
  return { program, update: words.indexOf(update), install: words.findLastIndex((word) => wanted.includes(word)) };
}

/** Where the last RUN of the stage begins that installs and does not update, by program; worked out once a stage. */
const lastInstalls = oncePer((stage: Stage, dockerfile: DockerfileFact): ReadonlyMap<string, number> => {
  const found = new Map<string, number>();
  for (const instruction of stage.instructions) {
    const one = readRun(dockerfile, instruction);
    if (one !== undefined && one.install !== -1 && one.update === -1) found.set(one.program, instruction.span.start);
  }
  return found;
});

const saysUpdate = /\s(?:--)?update(?!\S)/;
const saysInstall = /install|add|upgrade/;

/** Over the whole file, more RUNs say update than say install, add or upgrade. */
const moreUpdatesThanInstalls = oncePer((dockerfile: DockerfileFact): boolean => {
  let count = 0;
  for (const instruction of dockerfile.instructions) {
    if (instruction.keyword !== "RUN" || instruction.onbuild) continue;
    const text = bodyLine(dockerfile, instruction);
    if (saysUpdate.test(text)) count++;
    if (saysInstall.test(text)) count--;
  }
  return count > 0;
});
