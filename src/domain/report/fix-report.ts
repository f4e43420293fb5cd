import type { FixOutcome, HardenResult } from "./report.ts";

/** Changes by the fixes, both versions built without cache; below zero is less. */
export interface FixEffect {
  readonly bytes: number;
  readonly layers: number;
  readonly packages: number;
  /** Of the build. */
  readonly seconds: number;
  /** By how much two builds of the original differ: a smaller change of `seconds` means nothing. */
  readonly secondsNoise: number;
  /** The rules whose fixes were measured together: one is the rule, each of whose places counts. */
  readonly rules: readonly string[];
}

export interface FileFix extends FixOutcome {
  /** Of all the fixes of its rule in this file; absent when it was not measured. */
  readonly effect?: FixEffect;
}

/** Of an applied fix of class proven in a file without a proof: the person named its rule instead. */
export const notProven = "not proven: nothing was built";

/** The evidence for the proven fixes of a file. */
export interface FixProof {
  readonly builds: HardenResult["builds"];
  readonly mirrors: HardenResult["mirrors"];
  /** Paths and settings that differ between two builds of the original. */
  readonly noise: readonly string[];
  /** How the containers were run and compared. */
  readonly behavior: string;
  readonly trials: number;
}

export interface FixedFile {
  /** As reached from the current folder. */
  readonly file: string;
  readonly changed: boolean;
  readonly written: boolean;
  /** Unified; each hunk names its fixes after the second `@@`. Empty when nothing changed. */
  readonly diff: string;
  /** The diff for eyes, where secrets in it are masked: it can't be applied. */
  readonly maskedDiff?: string;
  /** Why it was not fixed at all. */
  readonly error?: string;
  readonly fixes: readonly FileFix[];
  readonly proof?: FixProof;
  /** The fixed text, when it changed. */
  readonly text?: string;
  /** Why a report has neither the whole diff nor the text. */
  readonly withheld?: string;
}

/** The output of `hullproof fix --format json`. */
export interface FixReport {
  readonly schemaVersion: 2;
  readonly tool: { readonly name: "hullproof"; readonly version: string };
  readonly files: readonly FixedFile[];
  /** Findings that can't be fixed in place, with what to do instead: charts, kustomizations, templates. */
  readonly byHand?: readonly { readonly file: string; readonly reason: string }[];
}
