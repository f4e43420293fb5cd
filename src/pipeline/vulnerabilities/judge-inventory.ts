import type { ReleaseCycle, SupportLimit } from "../../domain/advisory/advisory.ts";
import type { Config } from "../../domain/settings/config.ts";
import type { Vulnerability } from "../../domain/advisory/vulnerability.ts";
import { vulnerabilitiesFact } from "../../vulnerabilities/vulnerabilities-fact.ts";
import { askPeers } from "../../peers/ask-peers.ts";
import { peers } from "../../peers/index.ts";
import { rules } from "../../rules/index.ts";
import { runRules, type RuleInput, type RuleRun } from "../../rules/run/run-rules.ts";
import { applySettings } from "../rule-runs/apply-settings.ts";
import type { Inventory } from "./inventory.ts";

export interface ScanVerdictInput {
  readonly vulnerabilities: readonly Vulnerability[];
  readonly gaps: readonly string[];
  readonly support: readonly SupportLimit[];
  readonly lifeCycles: readonly ReleaseCycle[];
  /** Why there are no advisories. */
  readonly missing?: string;
}

/**
 * Evaluates rules on packages, and no others on images: `check` covers settings, layers and privileges. An
 * SBOM has no files for other rules. The needs of the rules select them.
 */
export function judgeScan(
  inventory: Pick<Inventory, "target" | "updates" | "os" | "packages" | "image">,
  verdictInput: ScanVerdictInput,
  config: Config,
  today: string,
): RuleRun {
  const { target, updates, os, packages, image } = inventory;
  const { vulnerabilities, gaps, support, lifeCycles, missing } = verdictInput;
  const updatesInfo = "updates" in updates ? updates.updates : undefined;
  const input: RuleInput = {
    target: target.id,
    facts: {
      os,
      packages,
      ...(image && { files: image }),
      today,
      lifeCycles,
      ...(updatesInfo && { updates: updatesInfo }),
      ...(missing === undefined && { vulnerabilities: vulnerabilitiesFact(vulnerabilities, packages, gaps, support) }),
    },
    missing: {
      ...(image === undefined && { files: "an SBOM holds none of the files that it mentions" }),
      ...("missing" in updates && { updates: updates.missing }),
      ...(missing !== undefined && { vulnerabilities: missing }),
    },
  };
  return applySettings(askPeers(peers, runRules(rules, input), input.facts), rules, { config, today }).run;
}
