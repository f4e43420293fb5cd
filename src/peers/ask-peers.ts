import type { Finding } from "../domain/finding/finding.ts";
import { placeOf } from "../facts/dockerfile/place-of.ts";
import type { Facts } from "../rules/needs.ts";
import type { Observation } from "../rules/observation.ts";
import type { FreshRun, RuleRun } from "../rules/run/run-rules.ts";
import { oncePer } from "../text/once-per.ts";
import type { Peer } from "./peer.ts";
import { foreignTo } from "./foreign-to.ts";

/** Leaves of each finding's `also` the ids of those tools that report this very case. `facts`: those that the rules were given. */
export function askPeers(peers: readonly Peer[], run: FreshRun, facts: Partial<Facts>): RuleRun {
  const { results, findings, fixes, observed, lists } = run;
  const ofRule = byRule(peers);
  const named = new Map<Finding, Finding>();
  for (const finding of findings) {
    const asked = ofRule.get(finding.rule) ?? [];
    const observation = observed.get(finding);
    if (observation === undefined) continue;
    const silent = new Set<string>(foreignTo(finding.also, facts.containers?.dialects));
    const exact = new Map<string, readonly string[]>();
    for (const peer of asked) {
      const answer = ask(peer, finding, observation, facts);
      if (answer === true) continue;
      for (const id of peer.ids)
        if (answer === false) silent.add(id);
        else
          exact.set(
            id,
            answer.filter((one) => fits(id, one)),
          );
    }
    if (silent.size + exact.size === 0) continue;
    named.set(finding, {
      ...finding,
      also: finding.also.flatMap((id) => exact.get(id) ?? (silent.has(id) ? [] : [id])),
    });
  }
  return {
    results,
    findings: findings.map((one) => named.get(one) ?? one),
    fixes: fixes.map((one) => ({ ...one, finding: named.get(one.finding) ?? one.finding })),
    ...(lists !== undefined &&
      lists.size > 0 && { lists: new Map([...lists].map(([one, list]) => [named.get(one) ?? one, list])) }),
  };
}

const byRule = oncePer((peers: readonly Peer[]): ReadonlyMap<string, readonly Peer[]> => {
  const index = new Map<string, Peer[]>();
  for (const peer of peers) for (const rule of peer.rules) index.set(rule, [...(index.get(rule) ?? []), peer]);
  return index;
});

/** `shellcheck/*` stands for every id of that peer. */
function fits(id: string, reported: string): boolean {
  return id === reported || (id.endsWith("/*") && reported.startsWith(id.slice(0, -1)));
}

/** A peer that is asked about another kind of target has nothing to say against it. */
function ask(
  peer: Peer,
  { rule }: Finding,
  { at, about = {}, evidence }: Observation,
  facts: Partial<Facts>,
): boolean | readonly string[] {
  if (peer.on === "refusal") return about.fault !== undefined && peer.reports(about.fault);
  const found = { rule, about, evidence, facts };
  if (peer.on === "container") return peer.reports(found);
  if (peer.on === "image") {
    if ("start" in at || "file" in at) return true;
    const place = "setting" in at ? { ...at, layer: -1, path: "" } : { ...at, setting: "" };
    return peer.reports({ ...found, ...place });
  }
  const { dockerfile } = facts;
  const place = dockerfile !== undefined && "start" in at ? placeOf(dockerfile, at.start) : undefined;
  if (place === undefined || dockerfile === undefined || !("start" in at)) return true;
  return peer.reports({ ...found, ...place, at, dockerfile });
}
