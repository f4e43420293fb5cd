import type { Config } from "../../domain/config.ts";
import type { Finding, RuleResult } from "../../domain/finding.ts";
import type { Target } from "../../domain/report.ts";
import { rules } from "../../rules/index.ts";
import type { Checked } from "./checked.ts";

/** What a thread hands over of one text: a copy of 160 results as objects would take as long as judging takes. */
export interface Packed {
  readonly target: Target;
  readonly findings: readonly Finding[];
  /** Rule's place in the index times 4, plus the verdict's, in order. */
  readonly results: Uint16Array<ArrayBuffer>;
  readonly reasons: readonly (readonly [at: number, reason: string])[];
  readonly file?: string;
  /** Places in the configuration's `ignores`. */
  readonly usedIgnores?: readonly number[];
}

const verdicts = ["found", "clean", "skipped", "failed"] as const;
const placeOf = new Map<string, number>(rules.map(({ id }, index) => [id, index]));

export function pack({ target, run, file, config, usedIgnores }: Checked): Packed {
  return {
    target,
    findings: run.findings,
    results: Uint16Array.from(run.results, (one) => (placeOf.get(one.rule) ?? 0) * 4 + verdicts.indexOf(one.verdict)),
    reasons: run.results.flatMap(({ reason }, at) => (reason === undefined ? [] : [[at, reason] as const])),
    ...(file !== undefined && { file }),
    ...(usedIgnores && { usedIgnores: [...usedIgnores].map((one) => config?.ignores.indexOf(one) ?? -1) }),
  };
}

/** `config` is the one that the text was judged by, as this thread has read it: its entries are told apart by identity. */
export function unpack({ target, findings, results, reasons, file, usedIgnores }: Packed, config: Config): Checked {
  const given = new Map(reasons);
  return {
    target,
    run: {
      findings,
      fixes: [],
      results: Array.from(results, (code, at): RuleResult => {
        const rule = rules[code >> 2]?.id ?? "build/not-a-dockerfile";
        const reason = given.get(at);
        return {
          rule,
          target: target.id,
          verdict: verdicts[code & 3] ?? "failed",
          ...(reason !== undefined && { reason }),
        };
      }),
    },
    ...(file !== undefined && { file, config }),
    ...(usedIgnores && { usedIgnores: new Set(usedIgnores.flatMap((at) => config.ignores[at] ?? [])) }),
  };
}
