import type { LifeCycle, SupportLimit } from "../../domain/advisory/advisory.ts";
import type { Config } from "../../domain/settings/config.ts";
import type { ImageInfo } from "../../domain/image/image-info.ts";
import type { Vulnerability } from "../../domain/advisory/vulnerability.ts";
import { vulnerabilitiesFact } from "../../vulnerabilities/vulnerabilities-fact.ts";
import { rules } from "../../rules/index.ts";
import { runRules, type RuleRun } from "../../rules/run/run-rules.ts";
import { applySettings } from "../check/apply-settings.ts";
import type { Inventory } from "./inventory.ts";

/** An SBOM as target has no files that another one could lie among. */
const ofFilesAlone = "vulnerabilities/sbom-contradicts";

/** Rules about flaws, updates and ends of life; what else is wrong with an image is `check`'s to say. */
const scanRules = rules.filter(
  ({ id, needs }) =>
    needs.includes("vulnerabilities") ||
    needs.includes("updates") ||
    id === "base-image/os-end-of-life" ||
    id === "vulnerabilities/end-of-life-runtime" ||
    id === "updates/no-security-source" ||
    id === ofFilesAlone,
);

export interface Judged {
  readonly vulnerabilities: readonly Vulnerability[];
  readonly gaps: readonly string[];
  readonly support: readonly SupportLimit[];
  readonly lifeCycles: readonly LifeCycle[];
  /** Why no advisories were asked. */
  readonly missing?: string;
}

export function judgeScan(inventory: Inventory, judged: Judged, config: Config, today: string): RuleRun {
  const { target, updates } = inventory;
  const { vulnerabilities, gaps, support, lifeCycles, missing } = judged;
  const asked = "updates" in updates ? updates.updates : undefined;
  const chosen = inventory.image === undefined ? scanRules.filter(({ id }) => id !== ofFilesAlone) : scanRules;
  const run = runRules(chosen, {
    target: target.id,
    facts: {
      image: inventory.image ?? imageOf(inventory),
      today,
      lifeCycles,
      ...(asked && { updates: asked }),
      ...(missing === undefined && {
        vulnerabilities: vulnerabilitiesFact(vulnerabilities, inventory.packages, gaps, support),
      }),
    },
    missing: {
      ...("missing" in updates && { updates: updates.missing }),
      ...(missing !== undefined && { vulnerabilities: missing }),
    },
  });
  return applySettings(run, chosen, { config, today }).run;
}

/** What a bill tells, as the image that it is about: these rules read its system and packages, and nothing else. */
function imageOf({ os, packages }: Inventory): ImageInfo {
  return {
    digest: "",
    sizeBytes: 0,
    user: "",
    config: {
      architecture: "",
      os: "",
      user: "",
      env: [],
      entrypoint: [],
      cmd: [],
      workingDir: "",
      exposedPorts: [],
      volumes: [],
      labels: {},
    },
    os,
    layers: [],
    packages,
    waste: { bytes: 0, paths: [], efficiency: 1 },
    leftovers: [],
    setuid: [],
    worldWritable: [],
    devices: [],
    programs: [],
  };
}
