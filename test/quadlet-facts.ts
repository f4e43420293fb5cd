import { changeQuadlet } from "../src/dialects/quadlet/edit.ts";
import { ofQuadlet } from "../src/dialects/quadlet/read.ts";
import { quadletRefusals } from "../src/dialects/quadlet/refusals.ts";
import { parseUnit } from "../src/formats/quadlet/unit-file.ts";
import { atLeast } from "../src/dialects/versions/target-version.ts";
import type { Facts } from "../src/rules/needs.ts";

/** What `check` knows of one Quadlet unit without drop-ins. */
export function quadletFacts(text: string): Pick<Facts, "quadletRefusals" | "containers"> {
  const file = "web.container";
  const unit = parseUnit(file, text);
  const refusals = quadletRefusals(unit, { name: "Podman 5.4", has: (since) => atLeast("5.4", since) });
  return {
    quadletRefusals: { file, text, refusals: refusals.map(({ problem, span }) => ({ problem, span })) },
    containers: { ...ofQuadlet(unit, new Map([[file, text]])), change: changeQuadlet(() => true) },
  };
}
