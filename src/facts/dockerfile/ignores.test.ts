import { expect, it } from "vitest";
import type { Finding } from "../../domain/finding/finding.ts";
import { parseDockerfile } from "../../formats/dockerfile/parse.ts";
import { ignoreFinder, inlineIgnores } from "./ignores.ts";
import { dockerfileFact } from "./stages.ts";

const ignores = (text: string) => inlineIgnores(dockerfileFact(parseDockerfile("Dockerfile", text)));
const at = (startLine: number, rule: Finding["rule"], also: string[] = []): Finding => ({
  rule,
  practice: "build",
  severity: "info",
  message: "",
  target: "Dockerfile",
  location: { file: "Dockerfile", startLine, startColumn: 1, endLine: startLine, endColumn: 2 },
  also,
  evidence: [],
});

it.each([
  ["# hullproof ignore cleanup/apt-lists: they are wanted", "cleanup/apt-lists", "they are wanted"],
  ["# hadolint ignore=DL3008,DL3009", "hadolint/DL3009", "hadolint ignore=DL3008,DL3009"],
  ["# trivy:ignore:AVD-DS-0017", "trivy/DS-0017", "trivy:ignore:AVD-DS-0017"],
])("%s silences the whole instruction below it, and no other", (comment, id, reason) => {
  const found = ignores(`FROM a\n${comment}\nRUN one && \\\n    two\nRUN three\n`);
  expect(found.find((one) => one.id === id)).toMatchObject({ id, lines: [3, 4], reason });
  const finding = (line: number) =>
    id.startsWith("cleanup/") ? at(line, "cleanup/apt-lists") : at(line, "build/x", [id]);
  expect([1, 3, 4, 5].map((line) => ignoreFinder(found, "2026-11-24")(finding(line)) !== undefined)).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

it.each([
  ["# hullproof ignore-file build/x: generated", "build/x"],
  ["# check=skip=JSONArgsRecommended,StageNameCasing", "buildkit/StageNameCasing"],
  ["# hadolint global ignore=DL3006", "hadolint/DL3006"],
  ["# checkov:skip=CKV_DOCKER_2:no health check", "checkov/CKV_DOCKER_2"],
])("%s silences the file", (comment, id) => {
  const found = ignores(`${comment}\nFROM a\nRUN one\n`);
  expect(found.find((one) => one.id === id)?.lines).toBeUndefined();
  expect(ignoreFinder(found, "2026-11-24")(at(3, "build/x", [id]))?.id).toBe(id);
  expect(ignoreFinder(found, "2026-11-24")(at(3, "build/y"))).toBeUndefined();
});

it.each([
  ["# hadolint stage ignore=DL3006", "hadolint/DL3006", [3, 4]],
  ["# check=skip=StageNameCasing // a remark", "buildkit/StageNameCasing", [3, 3]],
  ["# check=error=true;skip=all", "buildkit/all", [3, 3]],
] as const)("%s silences only what is below it", (comment, id, lines) => {
  const found = ignores(`ARG X\n${comment}\nFROM a\nRUN one\nFROM b\nRUN two\n`);
  expect(found).toMatchObject([{ id, lines }]);
});

it("reads check=skip next to other directives", () => {
  const found = ignores("# syntax=docker/dockerfile:1\n#check=skip=FromAsCasing;error=true\nFROM a\n");
  expect(found).toMatchObject([{ id: "buildkit/FromAsCasing" }]);
  expect(found[0]?.lines).toBeUndefined();
});
