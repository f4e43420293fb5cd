// Generated projects of a base, an override, an extended and an included file, in each of which something is to be fixed: each docker compose that is here
// takes them afterwards, and reads them as hullproof does.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Context } from "../../src/pipeline/context.ts";
import { fixFiles } from "../../src/pipeline/verbs/fix/fix-files.ts";
import { askCompose, askOurs } from "../compose/answers.ts";
import { compareAnswers } from "../compose/compare-answers.ts";
import { knownComposes } from "../compose/known-composes.ts";

const rules = [
  "capabilities/new-privileges",
  "capabilities/not-dropped",
  "limits/no-swap-limit",
  "limits/cpu-shares",
  "capabilities/never-granted",
];

/** Each is something that one of the rules is about, or stands in the way of its fix. */
const fields = [
  "mem_limit: 64m",
  "cpu_shares: 8",
  "cap_add: [NET_ADMIN]",
  "cap_drop: [NET_RAW]",
  "security_opt: ['label:disable']",
  "deploy: {resources: {limits: {pids: 50}}}",
  "init: true # kept",
  "labels: [a=1]",
];
const layers = ["compose.yaml", "over.yaml", "lib/ext.yaml", "inc/compose.yaml"];

function project(seed: number): Readonly<Record<string, string>> {
  let state = seed * 7919 + 1;
  const below = (count: number): number => (state = (state * 48_271) % 2_147_483_647) % count;
  const some = (own: string): string =>
    [...new Set([own, ...Array.from({ length: below(4) }, () => fields[below(fields.length)] ?? "")])]
      .map((line) => `    ${line}\n`)
      .join("");
  const tagged = below(3) === 0 ? "    labels: !reset null\n" : "";
  return {
    "compose.yaml": `# base\ninclude: [inc/compose.yaml]\nservices:\n  web:\n${some("image: web:1")}  two:\n${some("extends: {file: lib/ext.yaml, service: e}")}`,
    "over.yaml": `services:\n  web:\n    tty: true # over\n${tagged}  more:\n${some("image: more:1")}`,
    "lib/ext.yaml": `services:\n  # extended\n  e:\n${some("image: e:1")}`,
    "inc/compose.yaml": `services:\n  inner:\n${some("image: inner:1")}`,
  };
}

it.skipIf(knownComposes.length > 0)("a docker compose is there to ask", (context) => {
  context.skip("none of the known versions is installed; HULLPROOF_TEST_COMPOSE names programs");
});

describe.runIf(knownComposes.length > 0)("a fix in each layer", () => {
  it.each(Array.from({ length: 12 }, (_, seed) => seed))(
    "of generated project %i",
    { timeout: 120_000 },
    async (seed) => {
      const cwd = mkdtempSync(join(tmpdir(), "hullproof-layers-"));
      try {
        const before = project(seed);
        for (const [name, text] of Object.entries(before)) {
          mkdirSync(dirname(join(cwd, name)), { recursive: true });
          writeFileSync(join(cwd, name), text);
        }
        const context = {
          cwd,
          today: "2026-01-01",
          version: "0",
          progress: () => {},
          layers: true,
        } as unknown as Context;
        const options = { write: true, proven: false, suggested: true, rule: rules, measure: false };
        const asked = { cwd, files: ["compose.yaml", "over.yaml"] };
        const took = await Promise.all(knownComposes.map(({ program }) => askCompose(program, asked)));
        const { files } = await fixFiles(asked.files, options, context);
        // A value that the extending service has of its own hides the extended one's, whose fix shows nowhere.
        const dropped = files.flatMap(({ fixes }) => fixes.filter(({ outcome }) => outcome === "dropped"));
        expect(dropped.filter(({ reason }) => !reason.includes("another file says it over this one"))).toEqual([]);
        const after = new Map(layers.map((name) => [name, readFileSync(join(cwd, name), "utf8")] as const));
        expect(layers.filter((name) => after.get(name) === before[name])).toEqual([]);
        for (const [at, { program, version }] of knownComposes.entries()) {
          const takes = await askCompose(program, asked);
          if ("model" in (took[at] ?? {})) expect(takes).toHaveProperty("model");
          expect(["equal", "refused"]).toContain(compareAnswers(takes, askOurs(version, asked)).kind);
        }
        const again = await fixFiles(asked.files, options, context);
        expect(again.files.filter(({ changed }) => changed)).toEqual([]);
      } finally {
        rmSync(cwd, { recursive: true });
      }
    },
  );
});
