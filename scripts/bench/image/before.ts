import type { Fixture } from "./fixtures.ts";
import { measureOnce, round, roundsInTurn } from "./measure.ts";
import type { Ourselves } from "./ourselves.ts";
import { compareKeys } from "./package-keys.ts";

export interface BeforeRow {
  readonly image: string;
  readonly form: string;
  readonly "before, CPU s": number;
  readonly "now, CPU s": number;
  readonly times: number;
  readonly "before, median": number;
  readonly "now, median": number;
  readonly "times, median": number;
  /** Median of the ratios of two runs that followed each other: a machine that is slow for a minute is so for both. */
  readonly "times, pairs": number;
  readonly packages: number;
  /** What only one of them finds. */
  readonly missed: number;
  readonly more: number;
}

/** Compares what two versions find, then measures them in turn; cold, but with the compiled code that a first run leaves. */
export function benchBefore(
  { name, archive, oci }: Fixture,
  before: Ourselves,
  now: Ourselves,
  { rounds, scratch, say }: { readonly rounds: number; readonly scratch: string; readonly say: (text: string) => void },
): BeforeRow[] {
  const forms = [{ form: "plain", path: archive }, ...(oci === undefined ? [] : [{ form: "gzip", path: oci }])];
  return forms.map(({ form, path }) => {
    say(`${name}, ${form}: ${path}`);
    const commands = [before, now].map((version) => version.command(path, "cold"));
    for (const command of commands) measureOnce(command, scratch);
    const found = now.found();
    const { missing, extra } = compareKeys(found, before.found());
    if (missing.length > 0) say(`  found by the one before only: ${missing.slice(0, 10).join(" ")}`);
    const [old = [], own = []] = roundsInTurn(commands, rounds, scratch).map((all) =>
      all.map(({ cpuSeconds }) => cpuSeconds),
    );
    const [oldLeast, ownLeast] = [Math.min(...old), Math.min(...own)];
    const [oldMedian, ownMedian] = [median(old), median(own)];
    return {
      image: name,
      form,
      "before, CPU s": round(oldLeast, 3),
      "now, CPU s": round(ownLeast, 3),
      times: round(ownLeast / oldLeast, 3),
      "before, median": round(oldMedian, 3),
      "now, median": round(ownMedian, 3),
      "times, median": round(ownMedian / oldMedian, 3),
      "times, pairs": round(median(own.map((one, at) => one / (old[at] ?? NaN))), 3),
      packages: found.size,
      missed: missing.length,
      more: extra.length,
    };
  });
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] ?? NaN) + (sorted[sorted.length >> 1] ?? NaN)) / 2;
}
