import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readCompose } from "../../../dialects/compose/project/read-compose.ts";
import { emptyConfig } from "../../../domain/settings/config.ts";
import { withAllFiles } from "./judge-compose.ts";

it("reads all files that a project names in a few rounds, however many they are", ({ onTestFinished }) => {
  const root = mkdtempSync(join(tmpdir(), "hullproof-compose-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const names = Array.from({ length: 150 }, (_, at) => `s${at}`);
  const write = (path: string, text: string) => writeFileSync(join(root, path), text);
  for (const name of names) {
    mkdirSync(join(root, name));
    write(`${name}/compose.yml`, `services:\n  ${name}:\n    extends: {file: base.yml, service: base}\n`);
    write(`${name}/base.yml`, `services:\n  base:\n    image: "${name}:\${TAG}"\n`);
    write(`${name}/.env`, `TAG=${name.slice(1)}\n`);
  }
  const extending = names.map((name) => `  x-${name}:\n    extends: {file: ${name}/base.yml, service: base}\n`);
  const included = names.map((name) => `  - ${name}/compose.yml\n`);
  const text = `include:\n${included.join("")}services:\n${extending.join("")}`;
  const base = { layers: [], config: emptyConfig, cwd: root, root, today: "2026-12-02" } as const;
  const files = new Map([[join(root, "compose.yaml"), { text }]]);
  let rounds = 0;
  const { answer, work } = withAllFiles({ ...base, kind: "compose", path: "compose.yaml", files }, (asked) => {
    rounds++;
    return readCompose(asked);
  });
  expect(answer.containers?.containers).toHaveLength(300);
  expect(answer.containers?.containers.map(({ image }) => image?.value)).toContain("s149:149");
  expect(work.files.size).toBe(1 + 1 + 3 * names.length);
  // Without variables, their own and those of what they include, what that is, what it extends, and whole.
  expect(rounds).toBeLessThanOrEqual(6);
});

it("loads no more than a project may have", ({ onTestFinished }) => {
  const root = mkdtempSync(join(tmpdir(), "hullproof-compose-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const names = Array.from({ length: 12 }, (_, at) => `${at}.yml`);
  for (const name of names) writeFileSync(join(root, name), `#${"x".repeat(4_000_000)}\n`);
  const text = `include: [${names.join(", ")}]\nservices:\n  a: {image: a:1}\n`;
  const base = { layers: [], config: emptyConfig, cwd: root, root, today: "2026-12-02" } as const;
  const files = new Map([[join(root, "compose.yaml"), { text }]]);
  const { work } = withAllFiles({ ...base, kind: "compose", path: "compose.yaml", files }, readCompose);
  const loaded = [...work.files.values()].filter((one) => "text" in one);
  expect(loaded.length).toBeLessThanOrEqual(1 + 5);
});
