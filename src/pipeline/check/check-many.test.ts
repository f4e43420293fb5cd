import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { checkAll } from "./check-all.ts";
import { checkMany } from "./check-many.ts";
import type { Context } from "../context.ts";
import { findTargets } from "./targets.ts";

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), "hullproof-test-"));
  const texts = [
    "FROM debian:13\nRUN apt-get update && apt-get install curl\nCMD sleep 1\n",
    "FROM node\nCOPY . .\nRUN npm install\n# hadolint ignore=DL3025\nCMD node app.js\n",
    "FROM scratch\nRUM nothing\n",
    "nonsense\n",
  ];
  for (let index = 0; index < 60; index++) {
    mkdirSync(join(cwd, `app${index}`));
    writeFileSync(join(cwd, `app${index}`, "Dockerfile"), texts[index % texts.length] ?? "");
  }
  writeFileSync(join(cwd, "README.md"), "```sh\ndocker run --privileged app\n```\n");
  writeFileSync(
    join(cwd, "hullproof.yaml"),
    "ignores:\n  - { rule: hadolint/DL3006, reason: used }\n  - { rule: build/maintainer, reason: not used }\n",
  );
});
afterAll(() => rmSync(cwd, { recursive: true }));

const contextOf = (more: Partial<Context> = {}): Context => ({
  cwd,
  today: "2026-11-24",
  version: "0",
  progress: () => {},
  run: () => Promise.reject(new Error("no engine is needed")),
  ...more,
});

it("gives the same as one thread, in the same order, and tells how far it is", async () => {
  const found = await findTargets(["."], cwd);
  const told: string[] = [];
  const context = contextOf({ progress: ({ message }) => told.push(message) });
  const many = await checkMany(found, context);
  const one = await Array.fromAsync(checkAll(found, context, false));
  // Fixes are edits of a text, which check does not make.
  const plain = (checked: typeof one) =>
    checked.map(({ run, usedIgnores, ...rest }) => ({ ...rest, ...run, fixes: [], used: [...(usedIgnores ?? [])] }));
  expect(plain(many)).toEqual(plain(one));
  const used = many.find(({ usedIgnores }) => (usedIgnores?.size ?? 0) > 0);
  expect([...(used?.usedIgnores ?? [])]).toEqual([used?.config?.ignores[0]]);
  expect(told.at(-1)).toBe(`${found.length} of ${found.length}`);
});

it("fails as one thread does", async () => {
  const found = await findTargets(["."], cwd);
  writeFileSync(join(cwd, "app7", "hullproof.yaml"), "rules: { build/nothing: off }\n");
  try {
    await expect(checkMany(found, contextOf())).rejects.toMatchObject({
      code: "bad-config",
      message: "app7/hullproof.yaml: there is no rule build/nothing",
    });
  } finally {
    rmSync(join(cwd, "app7", "hullproof.yaml"));
  }
});

it("ends at once when it is interrupted", async () => {
  const found = await findTargets(["."], cwd);
  const stop = new AbortController();
  const many = checkMany(found, contextOf({ signal: stop.signal }));
  stop.abort(new Error("stopped"));
  await expect(many).rejects.toThrow("stopped");
});
