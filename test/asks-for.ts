import { join } from "node:path";
import { expect } from "vitest";
import { cli } from "./cli/run-cli.ts";
import type { countingEngine } from "./counting-engine.ts";
import { Failure } from "../src/domain/failure.ts";
import type { Context } from "../src/pipeline/context.ts";
import { learnImage } from "../src/pipeline/learn.ts";

type CountingEngine = Awaited<ReturnType<typeof countingEngine>>;

const names = (message: string) => [...message.matchAll(/^ {2,}(\S.*?) {2}/gmu)].map(([, name]) => name);

/** As a user sees it: exit code 2, everything named, and not one request to the engine. */
export async function refused(
  engine: CountingEngine,
  args: readonly string[],
  cwd: string,
  wanted: readonly string[],
): Promise<string> {
  const before = engine.asked.length;
  const { code, stderr, stdout } = await cli([...args, "--quiet"], { cwd, env: { DOCKER_HOST: engine.host } });
  expect(stderr).not.toContain("this is a bug");
  expect(names(stderr)).toEqual(expect.arrayContaining([...wanted]));
  expect({ code, stdout, asked: engine.asked.slice(before) }).toEqual({ code: 2, stdout: "", asked: [] });
  return stderr;
}

/** It came past the gate: the engine was asked. */
export async function passed(engine: CountingEngine, args: readonly string[], cwd: string): Promise<void> {
  const before = engine.asked.length;
  const { stderr } = await cli([...args, "--quiet"], { cwd, env: { DOCKER_HOST: engine.host } });
  expect(stderr).not.toContain("beyond containers");
  expect(engine.asked.length).toBeGreaterThan(before);
}

/** What `learn` of the hullproof.yaml in `folder` names before it asks for an engine; undefined where it asks for one. */
export async function asks(
  folder: string,
  ...allowed: readonly string[]
): Promise<readonly (string | undefined)[] | undefined> {
  const reached = new Error("the engine was asked");
  const context: Context = {
    cwd: process.cwd(),
    today: "2026-01-01",
    version: "0",
    progress: () => {},
    configFile: join(folder, "hullproof.yaml"),
    consent: { allowed },
    run: () => Promise.reject(reached),
  };
  const error: unknown = await learnImage("some/image:1", {}, context).catch((thrown: unknown) => thrown);
  if (error === reached) return undefined;
  if (error instanceof Failure && error.code === "not-allowed") return names(error.message);
  throw error;
}

export const dockerfile = "FROM scratch\n";
export const learn = ["learn", "some/image:1"];

export const compose = (text: string, file = "compose.yaml") => ({
  "hullproof.yaml": `workload: { compose: { file: ${file}, service: web } }\n`,
  [file]: text,
});

// A process for each call, and there are several in a test.
export const slow = { timeout: 180_000 };
