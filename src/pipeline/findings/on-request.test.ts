import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Context } from "../context.ts";
import { check } from "./check.ts";

it.each([
  ["Dockerfile", "FROM debian:13\nUSER nobody\n"],
  ["run.sh", "docker run -d -p 80:80 --restart always example/web:1\n"],
  ["compose.yaml", "services:\n  web:\n    image: example/web:1\n    restart: always\n    ports: ['80:80']\n"],
  [
    "pod.yaml",
    "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: example/web:1}]}\n",
  ],
])("skips rules that are off by default for %s, and runs all with --all", async (name, text) => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "hullproof-on-request-")));
  try {
    await writeFile(join(folder, name), text);
    const silent = async (more: Partial<Context>): Promise<string[]> => {
      const context = {
        cwd: folder,
        today: "2026-11-28",
        version: "0",
        progress: () => {},
        ...more,
      } as unknown as Context;
      const { rules } = await check([name], context);
      return rules.flatMap(({ rule, reason }) => (reason?.startsWith("on request") === true ? [rule] : []));
    };
    expect((await silent({})).length).toBeGreaterThan(0);
    expect(await silent({ allRules: true })).toEqual([]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
