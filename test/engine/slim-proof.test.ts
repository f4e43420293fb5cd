// The whole of `--slim` on a small image: what goes, what comes back, who is named, and when nothing goes.
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Config } from "../../src/domain/settings/config.ts";
import type { Context } from "../../src/pipeline/context.ts";
import { openBuilds, type Build, type Builds } from "../../src/pipeline/image-build/builds.ts";
import { readProject, type Project } from "../../src/pipeline/image-build/project.ts";
import { slim } from "../../src/pipeline/verbs/harden/slim.ts";
import { declareWorkload, workloadFor } from "../../src/pipeline/workload/workload-for.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { folderOf } from "../cli/run-cli.ts";
import { ensureStandIns } from "../images/stand-ins.ts";
import { long } from "../long.ts";
import { objectsOf } from "./fixture.ts";

const dockerfile = `FROM hullproof-stand-in/python:trixie
WORKDIR /srv
EXPOSE 8080
CMD ["python3", "-m", "http.server", "8080", "--directory", "/etc/default"]
`;
const workload = (step: string) =>
  `workload:\n  ready: { tcp: { port: 8080 } }\n  steps: [${step}]\n  stop: { signal: SIGKILL, exitCodes: [137] }\n  restart: false\n`;
const search = "{ name: search, exec: { command: [grep, -c, root, /etc/passwd] } }";

let session: EngineSession;
let project: Project;
let builds: Builds;
let full: Build;
let context: Context;
let folder: Awaited<ReturnType<typeof folderOf>>;
beforeAll(async () => {
  const engine = await connect();
  await ensureStandIns(() => {}, ["python:3.13-slim"]);
  session = await openEngineSession(engine);
  folder = await folderOf({ Dockerfile: dockerfile, "hullproof.yaml": workload(search) });
  context = {
    cwd: folder.path,
    today: "2026-01-01",
    version: "0.0.0",
    progress: () => {},
    run: () => Promise.resolve(session),
  };
  project = await readProject(".", context);
  const declared = await declareWorkload(project.config, context);
  builds = openBuilds(session, project, context, declared.permit);
  full = await builds.build(project.original, "original");
}, 180_000);
afterAll(async () => {
  await builds[Symbol.asyncDispose]();
  const { engine, id } = session;
  await session[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
  expect(await objectsOf(engine, id)).toEqual([]);
});

async function slimmed(config: Partial<Config>) {
  const changed: Project = { ...project, config: { ...project.config, ...config } };
  const permitted = await workloadFor(session, full.image.tag, await declareWorkload(changed.config, context), context);
  return slim(session, full, { project: changed, builds, permitted, noise: [] }, context);
}

it("keeps needed packages that were planted as unused, and names the culprits", async () => {
  // Dropped against all evidence: a library, what a step asks for, and what only a probe does. The others are kept, so that only these are tried.
  const drop = ["grep", "libsqlite3-0", ...(long ? ["media-types"] : [])];
  const tried = [...drop, "hostname"];
  const keep = full.facts.info.packages.map(({ name }) => name).filter((name) => !tried.includes(name));
  const { result, built } = await slimmed({ slim: { keep, drop } });
  expect(result).toMatchObject({ status: "removed", hiddenPackages: [] });
  expect(result.packages.map(({ name }) => name).toSorted()).toEqual(["hostname"]);
  const problems = Object.fromEntries(result.witnesses.map(({ name, problem }) => [name, problem]));
  expect(problems).toEqual({
    "libsqlite3-0": expect.stringMatching(/_sqlite3\..* needs libsqlite3\.so\.0$/),
    grep: expect.stringContaining("search"),
    ...(long && { "media-types": expect.stringContaining("probe: Python data") }),
  });
  expect(built?.text).toContain("p='hostname'");
  expect(result.bytes?.after).toBeLessThan(result.bytes?.before ?? 0);
}, 300_000);

it("removes nothing where no step is declared, and where the original fails its steps", async () => {
  const { workload: _, ...undeclared } = project.config;
  const changed: Project = { ...project, config: undeclared };
  const permitted = await workloadFor(session, full.image.tag, await declareWorkload(undeclared, context), context);
  const none = await slim(session, full, { project: changed, builds, permitted, noise: [] }, context);
  expect(none).toEqual({
    result: expect.objectContaining({ status: "none", reason: expect.stringContaining("no steps are declared") }),
  });
  const failing = { kind: "exec", name: "failing", command: ["false"], exitCode: 0, timeoutMs: 5_000 } as const;
  const declared = project.config.workload;
  if (declared === undefined) throw new Error("no workload");
  const flaky = await slimmed({ workload: { ...declared, steps: [failing] } });
  expect(flaky.result).toMatchObject({ status: "none", packages: [], reason: expect.stringContaining("failing") });
}, 180_000);

it.runIf(long)(
  "takes what a job opened from its start to its end, and asks the probes one by one",
  async () => {
    const declared = project.config.workload;
    if (declared === undefined) throw new Error("no workload");
    const command = ["python3", "-c", "import json; print(json.dumps(1))"];
    const { steps: _, ...rest } = declared;
    const stop = { timeoutMs: 10_000, exitCodes: [0] };
    const drop = ["media-types", "libsqlite3-0"];
    const keep = full.facts.info.packages
      .map(({ name }) => name)
      .filter((name) => !["hostname", ...drop].includes(name));
    const job = { ...rest, ready: { kind: "ended" }, command, stop } as const;
    const { result } = await slimmed({ workload: job, slim: { keep, drop } });
    expect(result).toMatchObject({ status: "removed", packages: [{ name: "hostname" }] });
    expect(result.probes).toContain("probe: Python data");
    expect(result.witnesses.map(({ name, problem }) => [name, problem])).toEqual([
      ["libsqlite3-0", expect.stringMatching(/needs libsqlite3\.so\.0$/)],
      ["media-types", expect.stringContaining("probe: Python data")],
    ]);
  },
  300_000,
);
