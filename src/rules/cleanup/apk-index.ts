import type { Edit } from "../../domain/finding/fix.ts";
import type { DockerfileFact } from "../../facts/dockerfile/dockerfile.ts";
import type { PackageCall, PackageCallsFact } from "../../facts/managers/package-call.ts";
import { wantedBehind } from "../../facts/managers/deb/apt-lists.ts";
import { saidIn, saidText } from "../../facts/dockerfile/exec-form.ts";
import { removeMember } from "./list-members.ts";
import { callsIn, hasOption } from "../../facts/managers/package-steps.ts";
import { isRun, programOf, type Run } from "../../facts/dockerfile/runs.ts";
import { oncePer } from "../../text/once-per.ts";

export const apkCache = "/var/cache/apk";

/** `apk add` that stores the index. */
export function isOpenAdd(call: PackageCall): boolean {
  return call.manager === "apk" && call.verb?.text === "add" && !hasOption(call, "--no-cache");
}

export function removesCache(command: Run["commands"][number]): boolean {
  const paths = command.words.slice(1).filter(({ text }) => !text.startsWith("-"));
  return programOf(command) === "rm" && paths.length > 0 && paths.every(({ text }) => text.startsWith(apkCache));
}

/** One fix for the whole RUN: the option for each `apk add`, and away with `apk update` and `rm` where nothing else needs them. */
export function withoutCache(
  dockerfile: DockerfileFact,
  calls: PackageCallsFact,
  call: PackageCall,
): readonly [Edit, ...Edit[]] | undefined {
  const run = call.instruction;
  // Without a network only the stored index can be read.
  if (!isRun(run) || run.flags.some(({ name, value }) => name === "network" && value === "none")) return undefined;
  if (usesCache(dockerfile)) return undefined;
  const { file } = dockerfile;
  const apkCalls = callsIn(calls, run).filter(({ manager }) => manager === "apk");
  const [insert, ...more] = apkCalls.filter(isOpenAdd).flatMap(({ verb }): Edit[] => {
    const at = verb?.span.end;
    return at === undefined ? [] : [{ file, span: { start: at, end: at }, text: " --no-cache" }];
  });
  if (insert === undefined) return undefined;
  const updates = apkCalls.filter(({ action }) => action === "update");
  const hasOtherCalls = apkCalls.some(({ action, verb }) => action !== "update" && verb?.text !== "add");
  if (hasOtherCalls || indexWanted(dockerfile, calls, call)) return [insert, ...more];
  const removableCommands = [...updates.map(({ command }) => command), ...run.commands.filter(removesCache)];
  const away = removableCommands.map((command) => removeMember(dockerfile, run, command));
  const remainingCommands = run.commands.filter((command) => !removableCommands.includes(command));
  // Neighbours that both go would be cut twice.
  const areApart = run.commands.every((command, at) => {
    const next = run.commands[at + 1];
    return next === undefined || !removableCommands.includes(command) || !removableCommands.includes(next);
  });
  if (remainingCommands.length === 0 || !areApart || !away.every((edit) => edit !== undefined))
    return [insert, ...more];
  return [insert, ...more, ...away];
}

/** Something names the folder of the cache for another end than to empty it. */
const usesCache = oncePer(
  (dockerfile: DockerfileFact): boolean =>
    saidIn(dockerfile).includes(apkCache) &&
    dockerfile.instructions.some(({ args, commands = [] }) => {
      const emptied = commands.filter((command) => programOf(command) === "rm").flatMap(({ words }) => words);
      const mentions = args.split(apkCache).length - 1;
      return mentions > emptied.filter(({ text }) => text.includes(apkCache)).length;
    }),
);

/** A later command reads the index of this RUN: an apk call without a fresh one, or an opaque command. */
function indexWanted(
  dockerfile: DockerfileFact,
  calls: PackageCallsFact,
  { instruction, stage }: PackageCall,
): boolean {
  const ownStage = dockerfile.stages[stage];
  if (ownStage === undefined) return true;
  return wantedBehind(ownStage, instruction, dockerfile.stages, (laterInstruction) => {
    if (!/^(RUN|CMD|ENTRYPOINT)$/.test(laterInstruction.keyword)) return undefined;
    if (!/\bapk\b|\.sh\b|\bsh\s+[^-\s]/.test(saidText(laterInstruction))) return undefined;
    const [first, ...rest] = callsIn(calls, laterInstruction).filter(({ manager }) => manager === "apk");
    if (first === undefined || laterInstruction.onbuild) return true;
    // From here on the index is another.
    if (first.action === "update") return false;
    return [first, ...rest].some(readsIndex) || undefined;
  });
}

function readsIndex(call: PackageCall): boolean {
  const fresh = hasOption(call, "--no-cache", "-U", "--update-cache", "--update");
  return !/^(remove|clean)$/.test(call.action) && !fresh;
}
