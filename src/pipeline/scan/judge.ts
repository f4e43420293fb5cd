import type { LifeCycle, SupportLimit } from "../../domain/advisory/advisory.ts";
import type { Config } from "../../domain/settings/config.ts";
import type { Vulnerability } from "../../domain/advisory/vulnerability.ts";
import { vulnerabilitiesFact } from "../../vulnerabilities/vulnerabilities-fact.ts";
import { askPeers } from "../../peers/ask-peers.ts";
import { peers } from "../../peers/index.ts";
import { rules } from "../../rules/index.ts";
import { runRules, type RuleInput, type RuleRun } from "../../rules/run/run-rules.ts";
import { applySettings } from "../check/apply-settings.ts";
import type { Inventory } from "./inventory.ts";

export interface Judged {
  readonly vulnerabilities: readonly Vulnerability[];
  readonly gaps: readonly string[];
  readonly support: readonly SupportLimit[];
  readonly lifeCycles: readonly LifeCycle[];
  /** Why no advisories were asked. */
  readonly missing?: string;
}

/**
 * What is said about packages is judged, and of images nothing else: how one is started, what its layers hold and who may do what in it is `check`'s to say. An
 * SBOM has no files either that another one could lie among. Which rules that makes, their needs say.
 */
export function judgeScan(
  inventory: Pick<Inventory, "target" | "updates" | "os" | "packages" | "image">,
  judged: Judged,
  config: Config,
  today: string,
): RuleRun {
  const { target, updates, os, packages, image } = inventory;
  const { vulnerabilities, gaps, support, lifeCycles, missing } = judged;
  const asked = "updates" in updates ? updates.updates : undefined;
  const input: RuleInput = {
    target: target.id,
    facts: {
      os,
      packages,
      ...(image && { files: image }),
      today,
      lifeCycles,
      ...(asked && { updates: asked }),
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
