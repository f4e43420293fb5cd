// What may be called safe, in contexts that someone would choose who wants to see it break.
import { describe, expect, it } from "vitest";
import type { Facts } from "../src/rules/needs.ts";
import { ofRunLines } from "../src/dialects/run-line/read.ts";
import { textFacts } from "../src/facts/text-facts.ts";
import { rules } from "../src/rules/index.ts";
import { runRules } from "../src/rules/run/run-rules.ts";
import type { Rule } from "../src/rules/rule.ts";
import { parseDockerfile } from "../src/formats/dockerfile/parse.ts";
import { runLines } from "../src/formats/command-line/run-lines.ts";
import { fixText } from "../src/pipeline/fix-plan/fix.ts";
import { checkDockerfile } from "../src/pipeline/judge/check-text.ts";
import { emptyConfig } from "../src/domain/settings/config.ts";
import { readAnyway } from "./read-anyway.ts";
import { contextsByRule } from "./safe/all.ts";
import type { SafeContext } from "./safe/context.ts";
import { classesInFolder } from "./safe/in-folder.ts";
import { namesInPaths } from "./safe/red-team-steps.ts";
import { quietRepository } from "./safe/quiet-repository.ts";

const day = { cwd: "/", today: "2026-11-24" };
const safeRules = rules.filter(({ fix }) => fix === "safe");

async function classesOf(
  rule: Rule,
  { text, path = "Dockerfile", files = [] }: SafeContext,
): Promise<readonly string[]> {
  if (!isList(files)) return classesInFolder(rule.id, { ...files, [path]: text });
  if (rule.needs.includes("ignores")) {
    const { run } = checkDockerfile("Dockerfile", text, emptyConfig, day);
    return run.fixes.filter((one) => one.rule === rule.id).map(({ fix }) => fix.applicability);
  }
  const folder = { folder: ".", files: files.map((path) => ({ path, bytes: 1 })) };
  const lines = runLines(text.includes("```") ? "a.md" : "a.sh", text);
  const onLines = rule.needs.includes("runLines") || rule.needs.includes("containers");
  const facts: Partial<Facts> = onLines
    ? { runLines: lines, containers: ofRunLines(lines) }
    : textFacts(readAnyway(text), {
        today: day.today,
        repository: () => quietRepository,
        ...(files.length > 0 && { context: () => folder }),
      });
  const run = runRules([rule], { target: "t", facts });
  expect(run.results.filter(({ verdict }) => verdict === "failed")).toEqual([]);
  // What might have been safe says why it is not.
  if (rule.needs.includes("safeSteps") && facts.safeSteps?.foreign === undefined)
    for (const { fix } of run.fixes)
      if (fix.applicability === "proven" && decidesByText.has(rule.id)) expect(fix.doubt).toMatch(/\w{3}/);
  return run.fixes.map(({ fix }) => fix.applicability);
}

const isList = (files: NonNullable<SafeContext["files"]>): files is readonly string[] => Array.isArray(files);

const decidesByText = new Set([
  "build/apt-for-people",
  "build/maintainer",
  "cleanup/apk-cache",
  "cleanup/apt-lists",
  "cleanup/pip-cache",
  "cleanup/rpm-cache",
]);

const contextsOf = (id: string) => contextsByRule.filter(({ rule }) => rule === id).flatMap(({ contexts }) => contexts);

// A rule that lost the class keeps the contexts that took it from it.
const judged = rules.filter((rule) => safeRules.includes(rule) || contextsOf(rule.id).length > 0);

describe.each(judged.map((rule) => [rule.id, rule] as const))("%s", (id, rule) => {
  const contexts = contextsOf(id);

  it.runIf(rule.fix === "safe")("has at least five contexts, of both kinds, each once", () => {
    expect(contexts.length).toBeGreaterThanOrEqual(5);
    expect(new Set(contexts.map(({ is }) => is))).toEqual(new Set(["safe", "not safe"]));
    expect(new Set(contexts.map(({ about }) => about)).size).toBe(contexts.length);
  });

  it.each(contexts.map((context) => [context.is, context.about, context] as const))(
    "%s: %s",
    async (is, _, context) => {
      const classes = await classesOf(rule, context);
      if (is === "safe") expect(classes).toContain("safe");
      else expect(classes).not.toContain("safe");
    },
  );
});

describe("a name of a stage that is part of a path", () => {
  it.each(namesInPaths)("changes where it names the stage, and nowhere else: %s", (text) => {
    const check = (one: string) =>
      checkDockerfile("Dockerfile", one, emptyConfig, day, { repository: () => quietRepository });
    const only = "build/stage-name-casing";
    const { text: fixed } = fixText(text, {
      kind: "dockerfile",
      allowed: ["safe"],
      check,
      accept: ({ rule }) => rule === only,
    });
    const renamed = text.replace("AS Builder", "AS builder").replace(/([ ,])from=Builder(?=[ ,])/, "$1from=builder");
    expect([text, renamed]).toContain(fixed);
  });
});

describe("safe fixes together", () => {
  const check = (text: string) =>
    checkDockerfile("Dockerfile", text, emptyConfig, day, { repository: () => quietRepository });
  const texts = contextsByRule.flatMap(({ rule, contexts }) =>
    rule.startsWith("capabilities/")
      ? []
      : contexts.filter(({ about }) => !about.endsWith("(later RUN)")).map(({ text }) => text),
  );

  it("leave no context that does not parse, drop none, and change nothing a second time", () => {
    for (const text of texts) {
      if (!parses(text)) continue;
      const once = fixText(text, { kind: "dockerfile", allowed: ["safe"], check });
      expect(once.dropped, text).toEqual([]);
      expect(once.applied.every(({ applicability }) => applicability === "safe")).toBe(true);
      expect(fixText(once.text, { kind: "dockerfile", allowed: ["safe"], check }).text, text).toBe(once.text);
    }
  }, 240_000);

  it("a join makes room for a cleanup, and neither takes what a third step reads", () => {
    const two = "FROM debian:13\nRUN apt-get update\nRUN apt-get install -y curl\n";
    const fixed = (text: string) => fixText(text, { kind: "dockerfile", allowed: ["safe"], check }).text;
    expect(fixed(two)).toBe(
      "FROM debian:13\nRUN apt-get update && \\\n    apt-get install -y curl && \\\n    rm -rf /var/lib/apt/lists/*\n",
    );
    const three = `${two}RUN /opt/install_dev\n`;
    expect(fixed(three)).not.toContain("rm -rf");
    expect(fixed(`${two}RUN apt-get install -y jq\n`)).not.toContain("rm -rf");
  });
});

function parses(text: string): boolean {
  try {
    parseDockerfile("Dockerfile", text);
    return true;
  } catch {
    return false;
  }
}
