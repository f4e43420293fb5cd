import type { Fixture } from "./fixtures.ts";
import { measureInTurn, measureOnce, round, type Measured } from "./measure.ts";
import type { Ourselves } from "./ourselves.ts";
import { compareKeys, type PackageKeys } from "./package-keys.ts";
import { notInstalled } from "./not-installed.ts";
import type { Obtained, Peer } from "./peers.ts";

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
  const forms = [
    { form: "plain", path: fixture.archive, input: { archive: fixture.archive } },
    ...(fixture.oci === undefined ? [] : [{ form: "gzip", path: fixture.oci, input: { oci: fixture.oci } }]),
  ];
  for (const { form, path, input } of forms) {
    say(`${fixture.name}, ${form}: ${path}`);
    const row = (tool: string, measured: Measured | undefined, more: Partial<Row> = {}): void => {
      if (measured === undefined) return;
      const { cpuSeconds, wallSeconds, peakMegabytes } = measured;
      const figures = { "CPU s": cpuSeconds, "wall s": wallSeconds, "peak MB": peakMegabytes };
      rows.push({ image: fixture.name, form, tool, ...figures, ...more });
    };
    const cold = us.command(path, "cold");
    measureOnce(cold, scratch);
    const ours = us.found();
    const others = (fixture.name === "many" ? [] : peers).flatMap((peer) => {
      const command = "missing" in peer ? undefined : peer.command(input, false);
      if ("missing" in peer || command === undefined) return [];
      measureOnce(command, scratch);
      return [{ name: peer.name, command, counts: compared(peer, ours) }];
    });
    const [own, ...theirs] = measureInTurn([cold, ...others.map(({ command }) => command)], rounds, scratch);
    row("hullproof", own, { "CPU, times ours": 1, packages: ours.size });
    const alone = (tool: string, state: "cached" | "never" | "cold", times: number, format?: "json"): void =>
      row(tool, measureInTurn([us.command(path, state, format)], times, scratch)[0]);
    if (form === "plain" && fixture.name === "mid") alone("hullproof, its first run ever", "never", 1);
    measureOnce(cold, scratch);
    alone("hullproof, cached", "cached", rounds);
    if (form === "plain" && (fixture.name === "mid" || fixture.name === "big"))
      alone("hullproof, everything (json)", "cold", 1, "json");
    for (const [at, { name, counts }] of others.entries()) {
      const ratio = round((theirs[at]?.cpuSeconds ?? NaN) / (own?.cpuSeconds ?? NaN), 1);
      row(name, theirs[at], { "CPU, times ours": ratio, ...counts });
    }
  }
  return { rows, missed };

  function compared(peer: Peer, ours: PackageKeys): Partial<Row> {
    const { theirs, missing: differing, extra } = compareKeys(ours, peer.found(), peer.without);
    const excused = notInstalled(differing, fixture.layers, scratch);
    const missing = differing.filter((key) => !excused.has(key));
    missed += missing.length;
    if (missing.length > 0) say(`  found by ${peer.name} only: ${missing.slice(0, 10).join(" ")}`);
    if (excused.size > 0) say(`  by ${peer.name}, not installed: ${[...excused].slice(0, 10).join(" ")}`);
    if (extra.length > 0) say(`  found by hullproof only, not by ${peer.name}: ${extra.slice(0, 10).join(" ")}`);
    return { packages: theirs, missed: missing.length, more: extra.length, "not installed": excused.size };
  }
}
