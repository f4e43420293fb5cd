import { join } from "node:path";
import { expect } from "vitest";
import { cli } from "./cli/run-cli.ts";
import type { countingEngine } from "./counting-engine.ts";
import { Failure } from "../src/domain/failure.ts";
import type { Context } from "../src/pipeline/context.ts";
import { readProject } from "../src/pipeline/image-build/project.ts";
import { learnImage } from "../src/pipeline/verbs/learn/learn.ts";
import { verifyProfile, type VerifyOptions } from "../src/pipeline/verbs/verify/verify.ts";
import { declareWorkload } from "../src/pipeline/workload/workload-for.ts";

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

/** What is named before an engine is asked; undefined where one is asked. */
async function namesOf(call: (context: Context) => Promise<unknown>, more: Partial<Context>) {
  const reached = new Error("the engine was asked");
  const context: Context = {
    cwd: process.cwd(),
    today: "2026-01-01",
    version: "0",
    progress: () => {},
    run: () => Promise.reject(reached),
    env: { HOME: "/home/of-someone" },
    ...more,
  };
  const error: unknown = await call(context).catch((thrown: unknown) => thrown);
  if (error === reached) return undefined;
  if (error instanceof Failure && error.code === "not-allowed") return names(error.message);
  throw error;
}

/** `learn` under the hullproof.yaml in `folder`. */
export const asks = (folder: string, ...allowed: readonly string[]) =>
  namesOf((context) => learnImage("some/image:1", {}, context), {
    configFile: join(folder, "hullproof.yaml"),
    consent: { allowed },
  });

/** `base --prove`, or all else that builds a folder. */
export const asksToBuild = (folder: string) =>
  namesOf(async (context) => {
    const project = await readProject(folder, context);
    await declareWorkload(project.config, context, project.reach);
    await context.run();
  }, {});

export const asksToVerify = (file: string, options: VerifyOptions = {}) =>
  namesOf((context) => verifyProfile(file, options, context), {});

/** One that restricts and asks for nothing. */
export const plainProfile = {
  schemaVersion: 1,
  image: { name: "some/image:1", digest: "sha256:0" },
  engine: { version: "1", apiVersion: "1.45" },
  kernel: "6",
  workload: {
    ready: { kind: "running", forMs: 1 },
    readyTimeoutMs: 1,
    steps: [],
    stop: { timeoutMs: 1, exitCodes: [0] },
    restart: false,
    env: {},
    volumes: [] as object[],
  },
  user: { uid: 1, gid: 1 },
  capabilities: { required: [] as string[], soft: [], unused: [] },
  noNewPrivileges: true,
  readOnlyRootfs: true,
  tmpfs: [],
  volumes: [],
  memoryBytes: 100_000_000,
  cpus: 1,
  pids: 10,
  ports: [],
  sysctls: {},
  assumptions: {},
  because: {},
};

export const dockerfile = "FROM scratch\n";
export const learn = ["learn", "some/image:1"];

export const compose = (text: string, file = "compose.yaml") => ({
  "hullproof.yaml": `workload: { compose: { file: ${file}, service: web } }\n`,
  [file]: text,
});

// A process for each call, and there are several in a test.
export const slow = { timeout: 180_000 };
