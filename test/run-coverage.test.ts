// The table of what peers check where containers are run has no blank.
import { expect, it } from "vitest";
import { refusedPeers } from "../src/data/refused-peers.ts";
import { runChecks } from "../src/data/run-checks.ts";
import { explain } from "../src/pipeline/verbs/explain/explain.ts";
import { rules } from "../src/rules/index.ts";

const checks = runChecks.flatMap((one) => one.checks);
const covered = new Set(rules.flatMap(({ also }) => also));
const refused = new Set(refusedPeers.map(({ id }) => id));

it("each check is covered by a rule or refused with a reason, and none is both", () => {
  expect(checks.filter(({ id }) => covered.has(id) === refused.has(id)).map(({ id }) => id)).toEqual([]);
  expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
});

it("what rules and refusals name of these peers is in the table", () => {
  const listed = new Set(checks.map(({ id }) => id));
  const ofRuns = /^(?:compose-lint|dclint)\/|^cis-docker\/5\./;
  expect([...covered, ...refused].filter((id) => ofRuns.test(id) && !listed.has(id))).toEqual([]);
});

it("explain knows the UUIDs that reports of KICS print", () => {
  for (const { id, uuid } of checks) if (uuid !== undefined) expect(explain(uuid), id).toBe(explain(id));
});
