import { askPeers } from "../src/peers/ask-peers.ts";
import { peers } from "../src/peers/index.ts";
import type { Rule } from "../src/rules/rule.ts";
import { runRules, type RuleInput, type RuleRun } from "../src/rules/run/run-rules.ts";

/** What these rules find, with the names of the peers that report the same: as `check` has it before ignores. */
export function judge(rules: readonly Rule[], input: RuleInput): RuleRun {
  return askPeers(peers, runRules(rules, input), input.facts);
}
