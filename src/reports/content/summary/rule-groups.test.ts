import { expect, it } from "vitest";
import type { Finding } from "../../../domain/finding/finding.ts";
import { ruleGroups } from "./rule-groups.ts";

function finding(container: string, line: number, file = "compose.yaml"): Finding {
  const location = { file, startLine: line, startColumn: 1, endLine: line, endColumn: 9 };
  return {
    rule: "secrets/in-env-flag",
    practice: "secrets",
    severity: "error",
    message: "a secret",
    target: file,
    container,
    location,
    also: [],
    evidence: [{ kind: "source", location, text: "KEY: word" }],
  };
}

it("merges places that share a line through an anchor, and counts each finding", () => {
  const [group] = ruleGroups(
    [finding("a", 4), finding("b", 4), finding("c", 4), finding("a", 9), finding("b", 4, "x.yaml")],
    {},
  );
  expect(group?.findings).toHaveLength(5);
  expect(group?.places.map(({ file, line, container }) => `${file}${line} ${container}`)).toEqual([
    "compose.yaml:4 a and 2 more",
    "compose.yaml:9 a",
    "x.yaml:4 b",
  ]);
});

it("shows a line once that has several findings", () => {
  const [group] = ruleGroups([finding("a", 4), finding("a", 4), finding("a", 9)], {});
  expect(group?.findings).toHaveLength(3);
  expect(group?.places.map(({ line }) => line)).toEqual([":4", ":9"]);
});
