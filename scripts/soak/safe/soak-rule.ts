import { join } from "node:path";
import { createDice } from "./dice.ts";
import type { Verdict } from "./judge/judge-builds.ts";
import type { AskProduct, Offer } from "./offer.ts";
import type { Grammar, SoakCase } from "./soak-case.ts";
import { keepResult, keyOf, type Verdicts } from "./verdicts.ts";

export interface Row {
  readonly rule: string;
  generated: number;
  /** Dockerfiles that differ from each other, and whose fix was offered as safe. */
  offered: number;
  /** Of them, those that were built; the others fail before and after. */
  built: number;
  differing: number;
  readonly standIns: readonly string[];
  /** Cases that could not be judged, and why. */
  readonly broken: string[];
  /** Whether as many as were wanted were built. */
  enough: boolean;
}

export interface SoakOptions {
  readonly seed: string;
  readonly count: number;
  readonly bases: string;
  readonly state: string;
  readonly scratch: string;
  readonly workers: number;
  /** True once no further case may begin. */
  readonly over: () => boolean;
  readonly ask: AskProduct;
  readonly judge: (id: string, one: SoakCase, offer: Offer) => Promise<Verdict>;
  readonly verdicts: Verdicts;
  readonly report: (text: string) => void;
  readonly progress: (row: Row) => void;
}

const generatedForOne = 200;

/** Generates Dockerfiles around a rule until as many as are wanted were offered as safe and built, or too many were not. */
export async function soakRule(grammar: Grammar, options: SoakOptions): Promise<Row> {
  const { rule, standIns = [] } = grammar;
  const { count, seed } = options;
  const row: Row = { rule, generated: 0, offered: 0, built: 0, differing: 0, standIns, broken: [], enough: false };
  const seen = new Set<string>();
  let open = 0;
  const worker = async (): Promise<void> => {
    while (row.built + open < count && row.generated < count * generatedForOne && !options.over()) {
      const number = row.generated++;
      const one = grammar.write(createDice(`${seed} ${rule} ${number}`));
      open++;
      try {
        await soakOne(number, one);
      } catch (error) {
        if (options.over()) return;
        row.broken.push(`${rule} ${number}: ${error instanceof Error ? error.message : String(error)}`);
        options.report(row.broken.at(-1) ?? "");
      } finally {
        open--;
      }
      options.progress(row);
    }
  };
  const soakOne = async (number: number, one: SoakCase): Promise<void> => {
    const offer = await options.ask(rule, one.files, options.scratch);
    if (offer === undefined) return;
    const key = keyOf(options.bases, one, offer);
    if (seen.has(key)) return;
    seen.add(key);
    row.offered++;
    const id = `${rule.replaceAll(/[^a-z]+/g, "-")}-${number}`;
    let verdict = options.verdicts.find(key);
    if (verdict === undefined) {
      verdict = await options.judge(id, one, offer);
      options.verdicts.add(key, verdict);
    }
    if (verdict.built) row.built++;
    if (verdict.differences.length === 0) return;
    row.differing++;
    const folder = join(options.state, "differences", rule.replaceAll("/", "-"), String(number));
    keepResult(folder, one, offer, verdict);
    options.report(`${rule} ${number} differs (${folder}):\n  ${verdict.differences.slice(0, 6).join("\n  ")}`);
  };
  await Promise.all(Array.from({ length: options.workers }, worker));
  row.enough = row.built >= count;
  return row;
}
