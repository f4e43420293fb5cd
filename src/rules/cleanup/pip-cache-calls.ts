import { saidIn } from "../../facts/dockerfile/exec-form.ts";
import type { Fix } from "../../domain/finding/fix.ts";
import type { DockerfileFact, Instruction, ShellCommand, ShellWord, Stage } from "../../facts/dockerfile/dockerfile.ts";
import type { PackageCallsFact } from "../../facts/managers/package-call.ts";
import type { SafeStepsFact } from "../../facts/safe-steps/safe-steps.ts";
import { pipCacheSteps } from "../../facts/safe-steps/step-lists.ts";
import { knowsNoCacheDir } from "./base-versions.ts";
import { isCacheMounted, removes } from "./dependency-calls.ts";
import { bodyText } from "../../facts/dockerfile/body-text.ts";
import { homesAt } from "../../facts/dockerfile/homes.ts";
import { pipCacheOff, switchedOffInText } from "../../facts/managers/python/pip-switch.ts";
import { sureIf } from "../shared/sure.ts";

export interface PipDownload {
  readonly stage: Stage;
  readonly instruction: Instruction;
  readonly command: ShellCommand;
  /** `install`. */
  readonly verb: ShellWord;
  /** The same RUN deletes the cache. */
  readonly deleted: boolean;
  /** No command reads the cache later or fills it on purpose, and it is at the default path. */
  readonly fixable: boolean;
}

const cache = /^(?:~|\$HOME|\$\{HOME\}|\/root)\/\.cache/;

/** Calls of pip that write its cache into a layer. */
export function* pipDownloads(dockerfile: DockerfileFact, calls: PackageCallsFact): Generator<PipDownload> {
  const downloads = installs(dockerfile, calls);
  // A configuration file may disable it; only its existence is known.
  if (downloads.length === 0 || /no-cache-dir\s*=|global\.no-cache-dir|pip\.conf/i.test(saidIn(dockerfile))) return;
  const off = pipCacheOff(dockerfile);
  const fixable = !/\bpip3?\s+(?:cache|wheel|download)\b|PIP_CACHE_DIR/.test(saidIn(dockerfile));
  for (const [instruction, ofRun] of Map.groupBy(downloads, (one) => one.instruction)) {
    if (off.has(instruction) || isCacheMounted(instruction, ".cache/pip")) continue;
    if (switchedOffInText(bodyText(dockerfile, instruction))) continue;
    const deleted = removes(instruction, cache);
    for (const one of ofRun) yield { ...one, deleted, fixable };
  }
}

const dry = /^--(?:no-cache-dir|no-cache|cache-dir|dry-run)\b/;

type PipInstall = Omit<PipDownload, "deleted" | "fixable">;

function installs({ stages }: DockerfileFact, calls: PackageCallsFact): PipInstall[] {
  return calls.flatMap(({ manager, verb, options, instruction, command, stage: index }) => {
    const stage = stages[index];
    if (manager !== "pip" || verb?.text !== "install" || stage === undefined) return [];
    return options.some(({ name }) => dry.test(name)) ? [] : [{ stage, instruction, command, verb }];
  });
}

export function noCacheFix(
  { file }: DockerfileFact,
  calls: PackageCallsFact,
  safeSteps: SafeStepsFact,
  { stage, instruction, verb, fixable }: PipDownload,
): Fix | undefined {
  if (!fixable) return undefined;
  const homes = homesAt(stage, instruction);
  return {
    title: "add --no-cache-dir",
    ...sureIf(
      knowsNoCacheDir(safeSteps.baseOf(instruction), calls) ?? safeSteps.stepAround(instruction, pipCacheSteps),
    ),
    edits: [{ file, span: { start: verb.span.end, end: verb.span.end }, text: " --no-cache-dir" }],
    delta: homes.map((home) => `${home}/.cache`),
  };
}
