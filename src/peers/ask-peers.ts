import type { Finding } from "../domain/finding/finding.ts";
import { placeOf } from "../facts/dockerfile/place-of.ts";
import type { Facts } from "../rules/needs.ts";
import type { Observation } from "../rules/observation.ts";
import type { FreshRun, RuleRun } from "../rules/run/run-rules.ts";
import { oncePer } from "../text/once-per.ts";
import { foreignTo } from "./foreign-to.ts";
import type { Checks, InDockerfile, InImage, Peer, PeerInput, Reports } from "./peer.ts";

/** Leaves of each finding's `also` the ids of those tools that report this very case. `facts`: those that the rules were given. */
export function askPeers(peers: readonly Peer[], run: FreshRun, facts: Partial<Facts>): RuleRun {
  const { results, findings, fixes, observed, lists } = run;
  const ofRule = rowsByRule(peers);
  const replacements = new Map<Finding, Finding>();
  for (const finding of findings) {
    const observation = observed.get(finding);
    if (observation === undefined) continue;
    const rows = ofRule.get(finding.rule);
    const foreign = foreignTo(finding.also, facts.containers?.dialects);
    if (rows === undefined && foreign.length === 0) continue;
    const also = finding.also.flatMap((id) => {
      if (foreign.includes(id)) return [];
      const answer = rows?.get(id)?.(observation, facts) ?? true;
      if (typeof answer === "string") return fits(id, answer) ? [answer] : [];
      return answer ? [id] : [];
    });
    replacements.set(finding, { ...finding, also });
  }
  return {
    results,
    findings: findings.map((one) => replacements.get(one) ?? one),
    fixes: fixes.map((one) => ({ ...one, finding: replacements.get(one.finding) ?? one.finding })),
    ...(lists !== undefined &&
      lists.size > 0 && { lists: new Map([...lists].map(([one, list]) => [replacements.get(one) ?? one, list])) }),
  };
}

/** `shellcheck/*` stands for every id of that peer. */
function fits(id: string, reported: string): boolean {
  return id === reported || (id.endsWith("/*") && reported.startsWith(id.slice(0, -1)));
}

/** A row of a peer's table, asked about one finding. */
type Row = (observation: Observation, facts: Partial<Facts>) => boolean | string;

/** By rule of ours and id in its `also`. */
const rowsByRule = oncePer((peers: readonly Peer[]): ReadonlyMap<string, ReadonlyMap<string, Row>> => {
  const byRule = new Map<string, Map<string, Row>>();
  const add = (rule: string, id: string, row: Row): void => {
    byRule.set(rule, (byRule.get(rule) ?? new Map<string, Row>()).set(id, row));
  };
  const addAll = <Input>(checks: Checks<Input> = {}, toRow: (reports: Reports<Input>) => Row): void => {
    for (const [id, rules] of Object.entries(checks))
      for (const [rule, reports] of Object.entries(rules)) add(rule, id, toRow(reports));
  };
  for (const { dockerfile, image, containers, refusals = {} } of peers) {
    addAll(dockerfile, aboutDockerfile);
    addAll(image, aboutImage);
    addAll(containers, (reports) => (observation, facts) => reports(inputOf(observation, facts)));
    for (const [id, fault] of Object.entries(refusals))
      add("build/not-a-dockerfile", id, ({ about }) => about?.fault === fault);
  }
  return byRule;
});

function inputOf({ about = {}, evidence }: Observation, facts: Partial<Facts>): PeerInput {
  return { about, evidence, facts };
}

/** A check that is asked about another kind of target has nothing to say against the finding. */
function aboutDockerfile(reports: Reports<InDockerfile>): Row {
  return (observation, facts) => {
    const { at } = observation;
    const { dockerfile } = facts;
    if (dockerfile === undefined || !("start" in at)) return true;
    const place = placeOf(dockerfile, at.start);
    return place === undefined || reports({ ...inputOf(observation, facts), ...place, at, dockerfile });
  };
}

function aboutImage(reports: Reports<InImage>): Row {
  return (observation, facts) => {
    const { at } = observation;
    if ("start" in at || "file" in at) return true;
    const place = "setting" in at ? { path: "", setting: at.setting } : { path: at.path, setting: "" };
    return reports({ ...inputOf(observation, facts), ...place });
  };
}
