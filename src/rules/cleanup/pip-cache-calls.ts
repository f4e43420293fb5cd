import type { Fix } from "../../domain/finding/fix.ts";
import type { DockerfileFact, Instruction, ShellCommand, ShellWord, Stage } from "../../facts/dockerfile/dockerfile.ts";
import type { PackageCallsFact } from "../../facts/managers/package-call.ts";
import type { LaterFact } from "../../facts/later/leftover.ts";
import { knowsNoCacheDir, ownPip } from "./base-versions.ts";
import { isCacheMounted, removes } from "./dependency-calls.ts";
import { flatExec } from "../../facts/dockerfile/flat-command.ts";
import { bodyText } from "../../facts/dockerfile/body-text.ts";
import { homesAt } from "../../facts/dockerfile/homes.ts";
import { pipDownloadsIn } from "./leftovers-of.ts";
import { isPipInstall } from "../../facts/managers/python/flat-pip.ts";
import { pipCacheOff, switchedOffInText } from "../../facts/managers/python/pip-switch.ts";
import { sureIf } from "../shared/sure.ts";

export interface PipDownload {
  readonly stage: Stage;
  readonly instruction: Instruction;
  /** Undefined for an exec form. */
  readonly command?: ShellCommand;
  /** `install`. */
  readonly verb: ShellWord;
  /** The same RUN deletes the cache. */
  readonly deleted: boolean;
  /** Nothing reads the cache later or fills it on purpose, and it lies where it is expected. */
  readonly fixable: boolean;
}

const cache = /^(?:~|\$HOME|\$\{HOME\}|\/root)\/\.cache/;

/** Calls of pip that write its cache into a layer. */
export function* pipDownloads(dockerfile: DockerfileFact, calls: PackageCallsFact): Generator<PipDownload> {
  const found = [...shellCalls(dockerfile, calls), ...execForms(dockerfile)];
  // A configuration file may switch it off, of which the text shows only that it is there.
  if (found.length === 0 || /no-cache-dir\s*=|global\.no-cache-dir|pip\.conf/i.test(dockerfile.text)) return;
  const off = pipCacheOff(dockerfile);
  const fixable = !/\bpip3?\s+(?:cache|wheel|download)\b|PIP_CACHE_DIR/.test(dockerfile.text);
  for (const [instruction, ofRun] of Map.groupBy(found, (one) => one.instruction)) {
    if (off.has(instruction) || isCacheMounted(instruction, ".cache/pip")) continue;
    if (switchedOffInText(bodyText(dockerfile, instruction))) continue;
    const deleted = removes(instruction, cache);
    for (const one of ofRun) yield { ...one, deleted, fixable };
  }
}

const dry = /^--(?:no-cache-dir|no-cache|cache-dir|dry-run)\b/;

type Found = Omit<PipDownload, "deleted" | "fixable">;

function shellCalls({ stages }: DockerfileFact, calls: PackageCallsFact): Found[] {
  return calls.flatMap(({ manager, verb, options, instruction, command, stage: index }) => {
    const stage = stages[index];
    if (manager !== "pip" || verb?.text !== "install" || stage === undefined || instruction.json !== undefined)
      return [];
    return options.some(({ name }) => dry.test(name)) ? [] : [{ stage, instruction, command, verb }];
  });
}

function execForms({ stages }: DockerfileFact): Found[] {
  return stages.flatMap((stage) =>
    stage.instructions.flatMap((instruction) => {
      if (instruction.keyword !== "RUN" || instruction.json === undefined) return [];
      const exec = flatExec(instruction);
      const verb = exec?.args.find(({ text }) => text === "install");
      if (exec === undefined || verb === undefined || !isPipInstall(exec) || exec.name.startsWith("pipx")) return [];
      return exec.args.some(({ text }) => dry.test(text)) ? [] : [{ stage, instruction, verb }];
    }),
  );
}

export function noCacheFix(
  { file }: DockerfileFact,
  calls: PackageCallsFact,
  later: LaterFact,
  { stage, instruction, command, verb, fixable }: PipDownload,
): Fix | undefined {
  if (!fixable) return undefined;
  const homes = homesAt(stage, instruction);
  const program = command?.words[0]?.text ?? instruction.json?.[0] ?? "";
  const text = command === undefined ? ', "--no-cache-dir"' : " --no-cache-dir";
  return {
    title: "add --no-cache-dir",
    ...sureIf(
      knowsNoCacheDir(later.baseOf(instruction), calls) ??
        ownPip(program) ??
        later.wanted(instruction, pipDownloadsIn(homes), command && { command, changed: [] }) ??
        later.doubts(instruction, { programs: [program.slice(program.lastIndexOf("/") + 1)] }),
    ),
    edits: [{ file, span: { start: verb.span.end, end: verb.span.end }, text }],
    delta: homes.map((home) => `${home}/.cache`),
  };
}
