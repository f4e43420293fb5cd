// Whatever a rule says of a text: one that quotes all of it, in every way that a rule has, tells no secret of it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runLinesFact, ofRunLines } from "../src/dialects/run-line/read.ts";
import { ofQuadlet } from "../src/dialects/quadlet/read.ts";
import { dockerfileFact } from "../src/facts/dockerfile/stages.ts";
import { editablePods } from "../src/dialects/kubernetes/editable-pods.ts";
import { objectsFact } from "../src/facts/pod-security/objects-fact.ts";
import { ofManifest } from "../src/dialects/kubernetes/read.ts";
import { redactCommand, redactSetting, redactWords } from "../src/facts/secrets/redact.ts";
import { runLines } from "../src/formats/command-line/run-lines.ts";
import { readDockerfile } from "../src/formats/dockerfile/parse.ts";
import { readManifest } from "../src/formats/kubernetes/read-manifest.ts";
import { parseUnit } from "../src/formats/quadlet/unit-file.ts";
import { withAllFiles } from "../src/pipeline/judge/compose/judge-compose.ts";
import { readCompose } from "../src/dialects/compose/project/read-compose.ts";
import type { FactName, Facts } from "../src/rules/needs.ts";
import { rules } from "../src/rules/index.ts";
import { maskerFor } from "../src/rules/run/secrets-of-facts.ts";
import { textFacts } from "../src/facts/text-facts.ts";
import { createMasker } from "../src/facts/secrets/values/masker.ts";
import { findSecretValues } from "../src/facts/secrets/values/find-secret-values.ts";
import { defineRule } from "../src/rules/rule.ts";
import { runRules, type RuleInput } from "../src/rules/run/run-rules.ts";
import { folderOf, root } from "./cli/run-cli.ts";
import { marker, planted, secretPlaces, type SecretPlace } from "./secrets/places.ts";
import { notKnown } from "./secrets/not-known.ts";

type Known = Pick<RuleInput, "facts" | "secrets">;

/** What a rule is given of a place. */
async function factsOf({ kind, files }: SecretPlace): Promise<Known> {
  const [file, text] = Object.entries(files)[0] ?? ["", ""];
  switch (kind) {
    case "dockerfile": {
      const { parsed, refusals } = readDockerfile(file, text);
      return parsed === undefined
        ? { facts: { refusals: { file, text, refusals } } }
        : { facts: { dockerfile: dockerfileFact(parsed) } };
    }
    case "document": {
      const lines = runLines(file, text);
      return { facts: { runLines: runLinesFact(lines), containers: ofRunLines(lines) } };
    }
    case "compose": {
      await using folder = await folderOf(files);
      const layers = Object.keys(files).filter((one) => one.startsWith("compose.override"));
      const config = { rules: {}, ignores: [], paths: [] } as never;
      const work = {
        kind: "compose",
        path: "compose.yaml",
        layers,
        files: new Map(),
        root: folder.path,
        config,
        cwd: folder.path,
        today: "2026-11-28",
      } as const;
      const { answer } = withAllFiles(work, readCompose);
      const { containers, secrets, unread, doubt, refusal, elsewhere } = answer;
      const words = [unread, doubt, refusal?.problem, ...elsewhere].join("\n");
      expect(words).not.toContain(marker);
      const refusals = { file, text: answer.texts.get(file) ?? "", refusals: [] };
      return { facts: { composeRefusals: refusals, ...(containers && { containers }) }, secrets };
    }
    case "kubernetes": {
      const manifest = readManifest(file, text);
      const pods = editablePods(manifest, 34);
      return { facts: { objects: objectsFact(manifest, [], undefined), containers: ofManifest(pods), pods } };
    }
    case "quadlet": {
      const unit = parseUnit(file, text);
      return { facts: { containers: ofQuadlet(unit, new Map([[file, text]])) } };
    }
    case "image":
      return { facts: {} };
  }
}

const whole = (facts: Partial<Facts>): string => {
  const texts = [facts.dockerfile, facts.runLines, facts.objects, facts.refusals, facts.composeRefusals].flatMap(
    (one) => one?.text ?? [],
  );
  const containers = facts.containers?.containers ?? [];
  const words = containers.flatMap(({ env, entrypoint, command, capAdd, capDrop, user, image, ports, mounts }) => [
    ...env.map(({ value }) => `${value.name}=${value.value}`),
    ...[entrypoint, command, user, image].flatMap((one) => one?.value ?? []),
    ...[...capAdd, ...capDrop].map(({ value }) => value),
    ...[...ports, ...mounts].map(({ value }) => JSON.stringify(value)),
  ]);
  return [...texts, ...(facts.containers?.texts.values() ?? []), ...words].join("\n");
};

const failPlace: SecretPlace = { name: "none", kind: "dockerfile", files: {} };

/** Says all that it is given in each of its sentences. */
const talkative = (needs: readonly FactName[]) => {
  const common = {
    title: "a",
    why: "a",
    severity: "error",
    fix: "suggested",
    also: [],
    needs,
    examples: [{ kind: "dockerfile", bad: "a", good: "b" }],
  } as const;
  const finds = defineRule({
    ...common,
    id: "build/finds",
    *check(facts) {
      const text = whole(facts);
      yield {
        message: `${text.toUpperCase()} ${text}`,
        at: { setting: text },
        evidence: [
          { kind: "source", location: { file: "a", startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 }, text },
          { kind: "setting", pointer: "a", value: text },
          { kind: "reference", statement: text, source: "a" },
          { kind: "layer", layer: 0, createdBy: text, bytes: 0 },
          { kind: "file", layer: 0, path: "/a", bytes: 0, detail: text },
        ],
        fix: {
          title: text,
          applicability: "suggested",
          doubt: text,
          edits: [{ file: "a", span: { start: 0, end: 0 }, text: "" }],
        },
        notFixed: { title: text, applicability: "suggested", reason: text },
      };
    },
  });
  const skips = defineRule({
    ...common,
    id: "build/skips",
    // oxlint-disable-next-line require-yield
    *check(facts) {
      return whole(facts);
    },
  });
  const breaks = defineRule({
    ...common,
    id: "build/breaks",
    // oxlint-disable-next-line require-yield
    *check(facts) {
      throw new Error(whole(facts));
    },
  });
  return [finds, skips, breaks];
};

const holds = (text: string): boolean => text.toLowerCase().includes(marker.toLowerCase());

it.each(secretPlaces.filter(({ kind }) => kind !== "image").map((one) => [one.name, planted(one)] as const))(
  "%s is masked in all that a rule says",
  async (name, place) => {
    const known = await factsOf(place);
    const needs = Object.keys(known.facts) as FactName[];
    const { findings, fixes, results } = runRules(talkative(needs), { target: "a", ...known });
    expect(findings).toHaveLength(1);
    expect(results.map(({ verdict }) => verdict)).toEqual(["found", "skipped", "failed"]);
    // A variable of a Compose file stands for the value.
    if (place.kind !== "compose") expect(holds(whole(known.facts)), "the rule was given it").toBe(true);
    const said = JSON.stringify([findings, results, fixes.map(({ fix }) => [fix.title, fix.doubt])]);
    expect(holds(said)).toBe(notKnown.has(name));
  },
);

/** As people and generators make them. */
const values = [
  "s3cr3t",
  "hunter2x",
  "swordfish",
  "Tr0ub4dor&3",
  "correct-horse-battery9",
  "P.ss:w0rd/1",
  "9f8e7d6c5b4a",
  "Ünïcøde9x",
  "pä55wört",
  "AKq+/x9==",
  "Zq!7m#R",
  "!Zq7mRk3",
  "@Zq7mRk3",
  "a1,b2;c3",
  "(Zq7mR)x9",
  "7391048265",
  "ZQ7MRKVWX9",
  Array.from({ length: 90 }, (_, index) => ((index * 7_919 + 13) ** 2 % 46_656).toString(36)).join("Q"),
];
/** Of these places only what looks drawn is a secret. */
const onlyDrawn = new Set([
  "dockerfile: ENV, a name that only may say secret",
  "dockerfile: RUN, address with a token alone",
]);

it.each(values)("%s is masked in each place", async (value) => {
  for (const one of secretPlaces) {
    if (one.kind === "image" || one.kind === "compose" || notKnown.has(one.name) || onlyDrawn.has(one.name)) continue;
    const { files } = planted(one, value);
    const [text = ""] = Object.values(files);
    const mask = maskerFor((await factsOf(planted(one, value))).facts);
    const masked = mask(text);
    expect(masked, one.name).not.toContain(value);
    if (value.length > 8) expect(masked, one.name).not.toContain(value.slice(-6));
    // Names and places stay.
    expect(masked.split("\n"), one.name).toHaveLength(text.split("\n").length);
  }
});

it.each([...notKnown])("%s is listed in SECURITY.md, and no rule of secrets/ reports it", async (name, why) => {
  const place = secretPlaces.find((one) => one.name === name);
  expect(readFileSync(join(root, "SECURITY.md"), "utf8").replaceAll(/\s+/g, " ")).toContain(why);
  const { facts } = await factsOf(planted(place ?? failPlace));
  const more = facts.dockerfile && textFacts(facts.dockerfile, { today: "2026-11-28" });
  const found = runRules(rules, { target: "a", facts: { ...facts, ...more } }).findings;
  expect(found.filter(({ rule }) => rule.startsWith("secrets/"))).toEqual([]);
});

it("says the same of what is no secret", () => {
  const mask = createMasker(
    findSecretValues(
      "ENV DB_PASSWORD=postgres PIN=1234 GPG_KEY=0123456789ABCDEF0123456789ABCDEF01234567 TOKEN=changeme SECRET_FILE=/run/secrets/x\n",
    ),
  );
  for (const text of [
    "FROM postgres:16",
    "EXPOSE 1234",
    "gpg --recv 0123456789ABCDEF0123456789ABCDEF01234567",
    "changeme",
    "/run/secrets/x",
  ])
    expect(mask(text)).toBe(text);
  expect(mask("ENV DB_PASSWORD=postgres")).toBe("ENV DB_PASSWORD=***");
});

it("knows a value that a message cuts off, and a word that only begins like one", () => {
  const mask = createMasker([{ value: marker }]);
  for (const cut of [4, 6, 9]) expect(mask(`x ${marker.slice(0, cut)}... y`)).toBe("x ***... y");
  expect(mask(`x ${marker.slice(0, 6)} y`)).toBe(`x ${marker.slice(0, 6)} y`);
  expect(mask(`${marker}${marker} ${marker.toUpperCase()}`)).toBe("*** ***");
});

it("thousands of secrets in one text cost little", () => {
  const lines = Array.from({ length: 5_000 }, (_, index) => `ENV PASSWORD_${index}=Zq7m${index}Rk3v`);
  const started = process.cpuUsage().user;
  const mask = createMasker(findSecretValues(lines.join("\n")));
  for (const line of lines) expect(mask(line)).toMatch(/=\*\*\*$/);
  expect(process.cpuUsage().user - started).toBeLessThan(4_000_000);
});

it.each(secretPlaces.filter(({ kind }) => kind === "image").map((one) => [one.name, planted(one)] as const))(
  "%s is masked in what is kept of an image",
  (name, { config = {}, history = "" }) => {
    const {
      Env = [],
      Labels = {},
      Entrypoint = [],
      Cmd = [],
      Healthcheck = { Test: [] },
    } = config as {
      readonly Env?: readonly string[];
      readonly Labels?: Readonly<Record<string, string>>;
      readonly Entrypoint?: readonly string[];
      readonly Cmd?: readonly string[];
      readonly Healthcheck?: { readonly Test: readonly string[] };
    };
    const kept = [
      ...Env.map((one) => redactSetting(one.slice(0, one.indexOf("=")), one.slice(one.indexOf("=") + 1))),
      ...Object.entries(Labels).map(([label, value]) => redactSetting(label, value)),
      ...[Entrypoint, Cmd, Healthcheck.Test].flatMap(redactWords),
      redactCommand(history),
    ];
    expect(holds(kept.join("\n"))).toBe(notKnown.has(name));
  },
);
