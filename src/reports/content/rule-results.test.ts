import { expect, it } from "vitest";
import { checkReport, hardenReport } from "../../../test/reports/sample-report.ts";
import type { RuleResult } from "../../domain/finding/finding.ts";
import type { Report, Target } from "../../domain/report/report.ts";
import { listResults, toDocument } from "./rule-results.ts";

const targets = ["a", "b", "c", "d"].map((id): Target => ({ id, kind: "dockerfile", name: id }));
const result = (target: string, verdict: RuleResult["verdict"], reason?: string): RuleResult => {
  return { rule: "build/add", target, verdict, ...(reason !== undefined && { reason }) };
};
const document = (rules: readonly RuleResult[]) => toDocument({ ...checkReport, targets, findings: [], rules });

it("groups results by rule, and targets by verdict and reason", () => {
  const skipped = [result("c", "skipped", "needs context"), result("d", "skipped", "needs bases")];
  expect(document([...skipped, result("a", "found"), result("b", "clean"), result("c", "found")]).rules).toEqual([
    {
      rule: "build/add",
      targets: [[0, 3]],
      found: [{ targets: [0, 2] }],
      skipped: [
        { targets: [3], reason: "needs bases" },
        { targets: [2], reason: "needs context" },
      ],
      clean: 1,
    },
  ]);
});

it("omits targets to which a rule does not apply", () => {
  expect(document([result("d", "clean"), result("a", "clean")]).rules).toEqual([
    {
      rule: "build/add",
      targets: [
        [0, 0],
        [3, 3],
      ],
      clean: 2,
    },
  ]);
});

it("throws on a result for an unknown target", () => {
  expect(() => document([result("e", "clean")])).toThrow("no target");
});

it.each([
  ["check", checkReport],
  ["harden", hardenReport],
] as const)("lists the results of a %s report one by one again", (_, report: Report) => {
  const inOrder = (results: readonly RuleResult[]) => results.map((one) => JSON.stringify(one)).toSorted();
  const results = listResults(toDocument(report).rules, report.targets);
  expect(inOrder(results as readonly RuleResult[])).toEqual(inOrder(report.rules));
});

it("refuses more results than memory holds", () => {
  const many = Array.from({ length: 3_000 }, (_, at): Target => ({ id: `${at}`, kind: "dockerfile", name: "" }));
  const group = { rule: "build/add", targets: [[0, 2_999]], clean: 3_000 } as const;
  expect(
    listResults(
      Array.from({ length: 1_000 }, () => group),
      many,
    ),
  ).toMatch(/^more than/u);
});
