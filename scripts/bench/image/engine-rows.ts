import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { Fixture } from "./fixtures.ts";
import { round } from "./measure.ts";

export interface EngineRow {
  readonly image: string;
  readonly route: string;
  readonly "wall s": number;
  readonly "CPU s": number;
  readonly entries: number;
}

/** The engine's storage against its export, both within the process: its start and the connection are left out. */
export function engineRows(fixtures: readonly Fixture[], rounds: number, say: (text: string) => void): EngineRow[] {
  const rows: EngineRow[] = [];
  for (const { name, tag, archive } of fixtures) {
    if (name !== "small" && name !== "mid") continue;
    say(`loading ${tag} into the engine`);
    execFileSync("docker", ["load", "--quiet", "--input", archive], { stdio: ["ignore", "ignore", "inherit"] });
    try {
      for (const route of ["storage", "export"]) {
        const args = ["--no-warnings", join(import.meta.dirname, "engine-route.ts"), route, tag];
        const runs = Array.from(
          { length: rounds },
          () => JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" })) as Route,
        );
        rows.push({
          image: name,
          route,
          "wall s": round(Math.min(...runs.map((run) => run.wallSeconds)), 2),
          "CPU s": round(Math.min(...runs.map((run) => run.cpuSeconds)), 2),
          entries: runs[0]?.entries ?? 0,
        });
      }
    } finally {
      execFileSync("docker", ["image", "rm", tag], { stdio: "ignore" });
    }
  }
  return rows;
}

interface Route {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  readonly entries: number;
}
