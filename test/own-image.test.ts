// hullproof's own image, as far as texts show it; test/engine/own-image.test.ts builds, learns and verifies it in the long run.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { check } from "../src/pipeline/findings/check.ts";
import type { Context } from "../src/pipeline/context.ts";
import type { Profile } from "../src/domain/profile/profile.ts";

const root = join(import.meta.dirname, "..");

it("its Dockerfile has no finding above a note", async () => {
  const context = { cwd: join(root, "container"), today: "2026-11-28", version: "0", progress: () => {} };
  const { findings, rules } = await check(["Dockerfile"], context as unknown as Context);
  const grave = findings.filter(({ severity }) => severity !== "info");
  expect(grave.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
  expect(rules.filter(({ verdict }) => verdict === "clean").length).toBeGreaterThan(50);
});

it("its profile, which is committed, is that of a tool without privileges", () => {
  const profile = JSON.parse(readFileSync(join(root, "container/profile.json"), "utf8")) as Profile;
  expect(profile.capabilities).toMatchObject({ required: [], soft: [] });
  expect(profile).toMatchObject({ readOnlyRootfs: true, noNewPrivileges: true });
});
