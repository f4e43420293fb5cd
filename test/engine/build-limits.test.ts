import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildImage } from "./own-build.ts";
import { buildCgroup, findCgroups, noteElsewhere } from "../../src/sources/engine/image-build/build-cgroup.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { ensureTinyImage, tinyImage } from "../images/tiny.ts";

const mebibyte = 1024 * 1024;
let session: EngineSession;
let context: string;
beforeAll(async () => {
  const engine = await connect();
  await ensureTinyImage(engine);
  session = await openEngineSession(engine, { progress: () => {}, safety: { memoryBytes: 64 * mebibyte, tasks: 60 } });
  context = await mkdtemp(join(tmpdir(), "hullproof-test-"));
});
afterAll(async () => {
  await session[Symbol.asyncDispose]();
  await rm(context, { recursive: true });
  expect((await findCgroups()).filter((one) => one.run === session.id)).toEqual([]);
});

const build = (step: string) =>
  buildImage(
    session,
    {
      context,
      dockerfile: `FROM ${tinyImage}\nRUN ${step}\n`,
      dockerfileName: "Dockerfile",
      name: "held",
      noCache: true,
    },
    () => {},
  );

const here = (test: { skip: (note: string) => void }) => {
  const { sameKernel, cgroupDriver } = session.engine.info;
  if (!sameKernel || cgroupDriver !== "cgroupfs" || process.geteuid?.() !== 0)
    test.skip("a cgroup for builds needs root, the engine's machine and its cgroupfs driver");
};

/** Where the builder knows no cgroup, nothing would ever end such a step; the note says so. */
const unlessUnlimited = async (test: { skip: (note: string) => void }) => {
  here(test);
  await using _built = await build("true");
  const [unlimited] = session.notes.filter((note) => note.startsWith("builds have no limit"));
  if (unlimited !== undefined) test.skip(unlimited);
};

it.for<readonly [what: string, step: string, message: RegExp]>([
  ["memory", "x=$(tail -c 200m /dev/zero | tr '\\0' a); [ ${#x} -gt 1 ]", /safety limit of 64 MiB of memory/],
  ["tasks", `for i in $(echo ${"1 ".repeat(90)}); do sleep 5 & done; wait`, /safety limit of 60 tasks/],
])(
  "a step of a build that takes too much %s is held back, and the failure says so",
  async ([, step, message], test) => {
    await unlessUnlimited(test);
    await expect(build(step)).rejects.toMatchObject({
      code: expect.stringMatching(/^(safety-limit|build-failed)$/) as string,
      message: expect.stringMatching(message) as string,
    });
  },
);

it("a build that needs little is none the worse for it, and its cgroup is the run's", async (test) => {
  await unlessUnlimited(test);
  await using built = await build("cat /proc/self/cgroup | grep -c hp- > /n && [ $(cat /n) -gt 0 ]");
  expect(built.id).toMatch(/^sha256:/);
  expect((await findCgroups()).filter((one) => one.run === session.id)).toHaveLength(1);
  // What no engine can keep from a build is said, and nothing else.
  expect(session.notes.filter((note) => !note.startsWith("built by "))).toEqual([
    expect.stringMatching(/^the RUN steps of builds use the engine's own network: this machine/),
  ]);
  expect(await readdir(context)).toEqual([]);
});

it("a builder that puts steps elsewhere than it was asked to is noticed", async (test) => {
  here(test);
  const own = await openEngineSession(session.engine, { progress: () => {} });
  await using _ended = { [Symbol.asyncDispose]: () => own[Symbol.asyncDispose]() };
  const cgroup = await buildCgroup(own, { cgroupParent: true });
  if (cgroup === undefined) throw new Error(own.notes.join());
  if ((await cgroup.entered()) === undefined) test.skip("this kernel does not keep how many tasks there were");
  await noteElsewhere(own, cgroup);
  const elsewhere =
    "builds have no limit of memory and tasks: the engine ran their steps outside the cgroup that it was given for them";
  expect(own.notes).toEqual([elsewhere]);
});

it("Docker 20.10's BuildKit, which knows no cgroup, is said to hold nothing back", async () => {
  const own = await openEngineSession(session.engine, { progress: () => {} });
  await using _ended = { [Symbol.asyncDispose]: () => own[Symbol.asyncDispose]() };
  expect(await buildCgroup(own, { cgroupParent: false })).toBeUndefined();
  expect(own.notes).toEqual([expect.stringMatching(/^builds have no limit .*: the BuildKit of Docker before 23\.0/)]);
  expect((await findCgroups()).filter((one) => one.run === own.id)).toEqual([]);
});
