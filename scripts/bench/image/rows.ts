import type { Fixture } from "./fixtures.ts";
import { measure, measureOnce, round, type Measured } from "./measure.ts";
import type { Ourselves } from "./ourselves.ts";
import { compareKeys } from "./package-keys.ts";
import { notInstalled } from "./not-installed.ts";
import type { Obtained } from "./peers.ts";

export interface Row {
  readonly image: string;
  readonly form: string;
  readonly tool: string;
  readonly "CPU s": number;
  readonly "wall s": number;
  readonly "peak MB": number;
  /** Its CPU by that of hullproof on the same input in the same run. */
  readonly "CPU, times ours"?: number;
  readonly packages?: number;
  /** What it found and hullproof did not, and the other way round. */
  readonly missed?: number;
  readonly more?: number;
  /** What it found that is not installed, see not-installed.ts. */
  readonly "not installed"?: number;
}

interface Options {
  readonly rounds: number;
  readonly scratch: string;
  readonly say: (text: string) => void;
}

/** Compares what is found, then measures. An image of millions of files is only ours: the others take minutes and 10 GB. */
export function benchImage(
  fixture: Fixture,
  us: Ourselves,
  peers: readonly Obtained[],
  { rounds, scratch, say }: Options,
): { readonly rows: Row[]; readonly missed: number } {
  const rows: Row[] = [];
  let missed = 0;
  const row = (form: string, tool: string, measured: Measured, more: Partial<Row> = {}): void => {
    const { cpuSeconds, wallSeconds, peakMegabytes } = measured;
    const figures = { "CPU s": cpuSeconds, "wall s": wallSeconds, "peak MB": peakMegabytes };
    rows.push({ image: fixture.name, form, tool, ...figures, ...more });
  };
  const forms = [
    { form: "plain", path: fixture.archive, input: { archive: fixture.archive } },
    ...(fixture.oci === undefined ? [] : [{ form: "gzip", path: fixture.oci, input: { oci: fixture.oci } }]),
  ];
  for (const { form, path, input } of forms) {
    say(`${fixture.name}, ${form}: ${path}`);
    const cold = us.command(path, "cold");
    measureOnce(cold, scratch);
    const ours = us.found();
    const own = measure(cold, rounds, scratch);
    row(form, "hullproof", own, { "CPU, times ours": 1, packages: ours.size });
    if (form === "plain" && fixture.name === "mid")
      row(form, "hullproof, its first run ever", measure(us.command(path, "never"), 1, scratch));
    measureOnce(us.command(path, "cold"), scratch);
    row(form, "hullproof, cached", measure(us.command(path, "cached"), rounds, scratch));
    if (form === "plain" && (fixture.name === "mid" || fixture.name === "big"))
      row(form, "hullproof, everything (json)", measure(us.command(path, "cold", "json"), 1, scratch));
    if (fixture.name === "many") continue;
    for (const peer of peers) {
      if ("missing" in peer) continue;
      const command = peer.command(input, false);
      if (command === undefined) continue;
      const theirs = measure(command, rounds, scratch);
      const { theirs: count, missing: differing, extra } = compareKeys(ours, peer.found());
      const excused = notInstalled(differing, fixture.layers, scratch);
      const missing = differing.filter((key) => !excused.has(key));
      missed += missing.length;
      if (missing.length > 0) say(`  found by ${peer.name} only: ${missing.slice(0, 10).join(" ")}`);
      if (excused.size > 0) say(`  by ${peer.name}, not installed: ${[...excused].slice(0, 10).join(" ")}`);
      if (extra.length > 0) say(`  found by hullproof only, not by ${peer.name}: ${extra.slice(0, 10).join(" ")}`);
      const ratio = round(theirs.cpuSeconds / own.cpuSeconds, 1);
      const counts = { packages: count, missed: missing.length, more: extra.length, "not installed": excused.size };
      row(form, peer.name, theirs, { "CPU, times ours": ratio, ...counts });
    }
  }
  return { rows, missed };
}
