import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "../../context.ts";
import { overview } from "./overview.ts";
import { recordDuration } from "./last-durations.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hullproof-test-overview-"));
  mkdirSync(join(folder, "here"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string) => writeFileSync(join(folder, "here", name), text);
const look = (env: Context["env"] = {}) => {
  const context: Context = {
    cwd: join(folder, "here"),
    today: "2026-11-28",
    version: "0.0.0",
    progress: () => {},
    env,
    run: () => Promise.reject(new Error("the engine must not be asked")),
  };
  return overview(context, join(folder, "times"));
};

describe("overview", () => {
  it("reports the folder, the most severe findings first, and the last duration of a step", async () => {
    write("Dockerfile", "FROM debian:12\nMAINTAINER me\nRUN apt-get update\nUSER root\n");
    write("compose.yaml", "services:\n  web:\n    image: example/web:1.4\n    privileged: true\n");
    await recordDuration(join(folder, "times"), "check", join(folder, "here"), 2.5);
    const seen = await look({ DOCKER_HOST: `unix://${folder}/none.sock` });
    expect(seen.here).toEqual([
      { kind: "dockerfile", paths: ["Dockerfile"] },
      { kind: "compose", paths: ["compose.yaml"] },
    ]);
    expect(seen.engine).toEqual({ address: `unix://${folder}/none.sock`, there: false });
    expect(seen.mostSevere).toHaveLength(3);
    expect(seen.mostSevere[0]?.severity).toBe("error");
    expect([seen.judged, seen.of]).toEqual([2, 2]);
    expect(seen.next[0]).toEqual({ command: "hullproof check", what: expect.any(String) as string, lastSeconds: 2.5 });
    expect(seen.next.some(({ command }) => command === "hullproof harden")).toBe(false);
  });

  it("shows once what several files have in common", async () => {
    for (const name of ["a", "b", "c"]) write(`${name}.Dockerfile`, "FROM debian:12\nMAINTAINER me\nUSER root\n");
    const { mostSevere, tally } = await look();
    const said = mostSevere.map(({ rule, message }) => `${rule} ${message}`);
    expect(said).toHaveLength(3);
    expect(new Set(said).size).toBe(3);
    expect(tally.error + tally.warning + tally.info).toBeGreaterThan(3 * 2);
  });

  it("includes manifests and units", async () => {
    write("web.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: a:1}]}\n");
    write("web.container", "[Container]\nImage=example/web:1.4\n");
    expect((await look()).here).toEqual([
      { kind: "kubernetes", paths: ["web.yaml"] },
      { kind: "quadlet", paths: ["web.container"] },
    ]);
  });

  it("reports an empty folder, an unreadable text, and an unusable engine without throwing", async () => {
    expect(await look()).toMatchObject({ here: [], judged: 0, mostSevere: [] });
    symlinkSync("/nowhere", join(folder, "here", "Dockerfile"));
    const seen = await look({ DOCKER_HOST: "ssh://far" });
    expect(seen.notChecked.join()).toMatch(/Dockerfile/);
    expect(seen.engine).toEqual({ trouble: expect.stringContaining("ssh") as string });
  });

  it("ignores a damaged time", async () => {
    write("Dockerfile", "FROM debian:12\nUSER root\n");
    await recordDuration(join(folder, "times"), "check", join(folder, "here"), Number.NaN);
    expect((await look()).next[0]).not.toHaveProperty("lastSeconds");
  });
});
