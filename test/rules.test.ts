// One test over all examples of all rules: what the docs show is what runs.
import { describe, expect, it } from "vitest";
import type { UpdatesInfo } from "../src/domain/image/image-info.ts";
import type { BasesFact } from "../src/facts/dockerfile/bases.ts";
import type { Facts } from "../src/rules/needs.ts";
import { textFacts } from "../src/facts/text-facts.ts";
import { applyEdits } from "../src/fixes/apply.ts";
import { planFixes } from "../src/fixes/plan.ts";
import { rules } from "../src/rules/index.ts";
import type { ContextExample, Example, ExampleBases, ImageExample, Rule, RunningExample } from "../src/rules/rule.ts";
import { askShellCheck } from "../src/pipeline/judge/ask-shellcheck.ts";
import { checkDockerfile } from "../src/pipeline/judge/check-text.ts";
import { emptyConfig } from "../src/domain/settings/config.ts";
import { runRules, type RuleRun } from "../src/rules/run/run-rules.ts";
import { runLines } from "../src/formats/command-line/run-lines.ts";
import { readDockerfile } from "../src/formats/dockerfile/parse.ts";
import { runLinesFact, ofRunLines } from "../src/dialects/run-line/read.ts";
import { objectsFact } from "../src/facts/pod-security/objects-fact.ts";
import { ofManifest } from "../src/dialects/kubernetes/read.ts";
import { editablePods } from "../src/dialects/kubernetes/editable-pods.ts";
import { readManifest } from "../src/formats/kubernetes/read-manifest.ts";
import { drifting } from "../src/facts/container-spec/drift/found-drift.ts";
import { writtenDrift } from "../src/facts/container-spec/drift/written-drift.ts";
import { imageFacts } from "../src/facts/image/image-facts.ts";
import { composeFacts } from "./compose-facts.ts";
import { quadletFacts } from "./quadlet-facts.ts";
import { emptyConfiguration, emptyImage } from "./empty-image.ts";
import { quietEngine, quietProfile, quietProof, quietRunning } from "./quiet-container.ts";
import { readAnyway } from "./read-anyway.ts";

const today = "2026-11-24";
const emptyUpdates: UpdatesInfo = { askedAt: "2026-11-24T00:00:00Z", sources: [], pending: [], unread: [] };

// ShellCheck is a process, and one is enough for all examples.
const scripts = rules
  .filter(({ needs }) => needs.includes("shellcheck"))
  .flatMap(({ examples }) => examples.flatMap(({ bad, good }) => [bad, good]))
  .flatMap((text) => (typeof text === "string" ? [text, text.replaceAll("\n", "\r\n")] : []));
const dockerfiles = scripts.map((text) => readAnyway(text));
const answerOf = await askShellCheck(dockerfiles, { cwd: import.meta.dirname });
const answers = dockerfiles.map((one) => answerOf(one));
const shellChecked = answers.every((answer) => "shellcheck" in answer)
  ? new Map(scripts.map((text, index) => [text, answers[index]?.shellcheck] as const))
  : undefined;
const runnable = rules.filter(({ needs }) => shellChecked !== undefined || !needs.includes("shellcheck"));
if (runnable.length < rules.length) console.log("ShellCheck is not installed: the examples of its rule are left out.");

type Input = string | ContextExample | ImageExample | RunningExample;

function factsOf({ kind, ...example }: Example, input: Input): Partial<Facts> {
  if (typeof input !== "string" && "dockerfile" in input) {
    const { dockerfile, dockerignore, files, secrets = {} } = input;
    const folder = {
      folder: ".",
      files: files.map((path) => ({
        path,
        bytes: 100_000,
        ...(secrets[path] !== undefined && { secret: secrets[path] }),
      })),
      ...(dockerignore !== undefined && { ignoreFile: { path: ".dockerignore", text: dockerignore } }),
    };
    return textFacts(readAnyway(dockerfile), { today, context: () => folder });
  }
  if (kind === "running") {
    const { running, proven, engine } = input as RunningExample;
    const proof = { ...quietProof, ...proven };
    return {
      drifts: drifting(proof.drift, proof.file),
      running: { ...quietRunning, ...running, state: { ...quietRunning.state, ...running?.state } },
      proven: proof,
      engine: { ...quietEngine, ...engine },
    };
  }
  if (typeof input !== "string") {
    const { image, config, updates, vulnerabilities, policy = {}, budgets = {} } = input as ImageExample;
    const user = image?.user ?? emptyConfiguration.user;
    return {
      ...imageFacts({ ...emptyImage, config: { ...emptyConfiguration, user, ...config }, ...image }),
      updates: { ...emptyUpdates, ...updates },
      vulnerabilities: { openVulnerabilities: [], gaps: [], unsupported: [], ...vulnerabilities },
      policy,
      budgets,
      secrets: (input as ImageExample).secrets ?? image?.secrets ?? [],
      today,
    };
  }
  if (kind === "dockerfile") {
    const policy = "policy" in example ? example.policy : undefined;
    const shellcheck = shellChecked?.get(input);
    const known = "bases" in example ? example.bases : undefined;
    const bases = known && basesOf(known);
    const unused =
      "unused" in example && example.unused !== undefined ? new Map(Object.entries(example.unused)) : undefined;
    return textFacts(readAnyway(input), {
      today,
      ...(policy && { policy }),
      ...(bases && { bases }),
      ...(unused && { unusedPackages: unused }),
      ...("development" in example && example.development && { developmentModules: example.development }),
      ...(shellcheck && { shellcheck }),
    });
  }
  const facts = { ...deploymentFacts(kind, input), today };
  const profile = "profile" in example ? example.profile : undefined;
  const beside = { file: ".hullproof/profile.json", profile: { ...quietProfile, ...profile } };
  const drifts = profile && facts.containers && writtenDrift(facts.containers, [beside]);
  return { ...facts, ...(drifts && { drifts }) };
}

function deploymentFacts(kind: Example["kind"], input: string): Partial<Facts> {
  if (kind === "compose") return composeFacts(input);
  if (kind === "manifest") {
    const pods = editablePods(readManifest("pod.yaml", input), 35);
    const objects = objectsFact(readManifest("pod.yaml", input), [], undefined);
    return { pods, objects, manifestProblems: pods, containers: ofManifest(pods) };
  }
  if (kind === "unit") return quadletFacts(input);
  const lines = runLines(input.includes("```") ? "README.md" : "run.sh", input);
  return { runLines: runLinesFact(lines), containers: ofRunLines(lines) };
}

function basesOf(known: ExampleBases): BasesFact {
  const unset = {
    user: "",
    env: {},
    workdir: "",
    platform: "linux/amd64",
    hasHealthcheck: false,
    exposesPort: false,
    entrypoint: [],
  };
  return {
    of: ({ text }) => {
      const base = known[text];
      return base && { reference: text, ...unset, ...base };
    },
  };
}

function check(rule: Rule, example: Example, input: Input): RuleRun {
  // What became of an ignore is known only after all other rules.
  if (rule.needs.includes("ignores") && typeof input === "string") {
    const { findings, fixes, results } = checkDockerfile("Dockerfile", input, emptyConfig, { cwd: "/", today }).run;
    const own = <T extends { readonly rule: string }>(all: readonly T[]) => all.filter((one) => one.rule === rule.id);
    return { findings: own(findings), fixes: own(fixes), results: own(results) };
  }
  if (rule.needs.includes("refusals") && typeof input === "string") {
    const { refusals } = readDockerfile("Dockerfile", input);
    return runRules([rule], { target: "example", facts: { refusals: { file: "Dockerfile", text: input, refusals } } });
  }
  const run = runRules([rule], { target: "example", facts: factsOf(example, input) });
  const broken = run.results.find((result) => result.verdict === "failed");
  if (broken !== undefined) throw new Error(broken.reason);
  return run;
}

function fixed(rule: Rule, example: Example, text: string): string {
  const { fixes } = check(rule, example, text);
  return applyEdits(text, planFixes(text, fixes, ["safe", "proven"]).edits);
}

describe.each(runnable.map((rule) => [rule.id, rule] as const))("%s", (_, rule) => {
  it("says why, and has the shape of a rule", () => {
    expect(rule.why.length).toBeGreaterThan(40);
    expect(rule.title).not.toMatch(/\.$/);
    expect(rule.needs.length).toBeGreaterThan(0);
    expect(rule.also.every((id) => /^[a-z0-9-]+\/([\w.-]+|\*)$/i.test(id))).toBe(true);
  });

  rule.examples.forEach((example, index) => {
    it(`example ${index + 1}: bad is found, good is not`, () => {
      const bad = check(rule, example, example.bad);
      expect(bad.findings.map((finding) => finding.rule)).toContain(rule.id);
      expect(bad.findings.every((finding) => finding.evidence.length > 0)).toBe(true);
      expect(check(rule, example, example.good).findings).toEqual([]);
    });

    if (example.kind === "image" || example.kind === "context" || example.kind === "running") return;
    it(`example ${index + 1}: found in the same places with CRLF`, () => {
      const places = (text: string) =>
        check(rule, example, text).findings.map((f) => ("startLine" in f.location ? f.location.startLine : 0));
      expect(places(example.bad.replaceAll("\n", "\r\n"))).toEqual(places(example.bad));
    });

    if (example.kind === "compose" || example.kind === "manifest" || example.kind === "unit") {
      it(`example ${index + 1}: what is offered, suggested or not, leaves nothing to find`, () => {
        if (check(rule, example, example.bad).fixes.length === 0) return;
        let text = example.bad;
        // In rounds, as `fix` does it: one fix may make room for another.
        for (let round = 0; round < 5; round++) {
          const { fixes } = check(rule, example, text);
          text = applyEdits(text, planFixes(text, fixes, ["safe", "proven", "suggested"]).edits);
        }
        expect(check(rule, example, text).findings).toEqual([]);
      });
      return;
    }
    if (rule.fix !== "safe" && rule.fix !== "proven") return;
    it(`example ${index + 1}: the fix turns bad into good, and a second fix changes nothing`, () => {
      const once = fixed(rule, example, example.bad);
      expect(once).toBe(example.good);
      expect(fixed(rule, example, once)).toBe(once);
      const windows = example.bad.replaceAll("\n", "\r\n");
      expect(fixed(rule, example, windows)).toBe(example.good.replaceAll("\n", "\r\n"));
    });
  });
});
