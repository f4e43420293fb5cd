import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { workloadShape } from "../src/sources/profile/workload-shape.ts";
import { parseConfig } from "../src/sources/configuration/config.ts";

const folder = join(import.meta.dirname, "../docs/guide");
const guide = globSync("*.md", { cwd: folder })
  .sort()
  .map((page) => readFileSync(join(folder, page), "utf8"))
  .join("\n");
const examples = [...guide.matchAll(/```yaml\n(workload:.*?)```/gs)].map(([, text = ""]) => text);

test("the guide shows workloads", () => {
  expect(examples.length).toBeGreaterThan(6);
});

test.each(examples)("an example of the guide is understood, and what it says fits into a profile: %s", (text) => {
  const { compose: _, ...declared } = parseConfig("hullproof.yaml", text).workload ?? {};
  const workload = {
    ready: { kind: "health" },
    readyTimeoutMs: 1000,
    steps: [],
    stop: { timeoutMs: 1000, exitCodes: [0] },
    restart: true,
    env: {},
    volumes: [],
    ...declared,
  };
  expect(workloadShape.parse(workload)).toEqual(workload);
});

test("the guide names every key of a workload", () => {
  const { shape } = workloadShape;
  const yaml: Readonly<Record<string, string>> = { readyTimeoutMs: "readyTimeout", thinkMs: "think" };
  // No keys that a person writes.
  const internal = new Set(["origin", "variables", "hidden"]);
  const keys = Object.keys(shape).filter((key) => !internal.has(key));
  expect(keys.filter((key) => !new RegExp(`\\b${yaml[key] ?? key}\\b`).test(examples.join() + guide))).toEqual([]);
});
