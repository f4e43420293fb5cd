import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { buildImage } from "./own-build.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { createContainer } from "../../src/sources/engine/containers/containers.ts";
import {
  canBePulled,
  inspectImage,
  keepImage,
  removeTag,
  saveImage,
  tagImage,
} from "../../src/sources/engine/images/images.ts";
import { openEngineImage } from "../../src/sources/image/engine/engine-image.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { BuildRequest, Engine, EngineSession } from "../../src/sources/engine/types.ts";
import { tinyImage } from "../images/tiny.ts";
import { objectsOf } from "./fixture.ts";
import { legacyBuilder, olderBuildKit } from "./older.ts";
import { permit } from "../permits.ts";

let engine: Engine;
let session: EngineSession;
let context: string;
beforeAll(async () => {
  engine = await connect();
  session = await openEngineSession(engine);
});
afterAll(async () => {
  await session[Symbol.asyncDispose]();
  expect(await objectsOf(engine, session.id)).toEqual([]);
});
beforeEach(async () => {
  context = await mkdtemp(join(tmpdir(), "hullproof-test-"));
});
afterEach(() => rm(context, { recursive: true }));

// An official name that no engine here has: the named context maps it, and the Dockerfile stays as it is.
const contexts = { "python:3.8-slim": `docker-image://${tinyImage}` };

function build(dockerfile: string, more: Partial<BuildRequest> = {}, onMessage: (message: string) => void = () => {}) {
  const request = { context, dockerfile, dockerfileName: join(context, "Dockerfile"), contexts, name: "test", ...more };
  return buildImage(session, request, ({ message }) => onMessage(message));
}

async function listing(tag: string): Promise<string[]> {
  await using container = await createContainer(
    session,
    { image: tag, command: ["ls", "-A", "/c"], network: "none" },
    permit,
  );
  await container.start();
  await container.wait(30_000);
  return (await container.logs()).stdout.trim().split("\n");
}

test("a build: steps are told, the image has its id, our labels and the mapped base", async () => {
  await writeFile(join(context, "a"), "a");
  const told: string[] = [];
  const image = await build(
    'FROM python:3.8-slim AS first\nARG WORD\nCOPY a /c/\nRUN sleep 0.2; echo $WORD > /c/word\nEXPOSE 8080 53/udp\nUSER 1000\nCMD ["true"]\nFROM first AS second\nRUN false\n',
    { target: "first", buildArgs: { WORD: "hi" }, noCache: true },
    (message) => told.push(message),
  );
  const summary = await inspectImage(engine, image.tag);
  expect(summary).toMatchObject({
    tags: [image.tag],
    user: "1000",
    exposedPorts: [8080],
    cmd: ["true"],
    labels: session.labels,
  });
  // The id of a build is its configuration's digest; an engine with the containerd image store calls the image by its manifest's.
  await using read = await openEngineImage(session, image.tag);
  expect(read.digest).toBe(image.id);
  expect([read.digest, read.manifestDigest]).toContain(summary?.id);
  const base = await inspectImage(engine, tinyImage);
  expect(summary?.diffIds.slice(0, 1)).toEqual(base?.diffIds);
  // BuildKit before 0.11 counts FROM, too.
  if (legacyBuilder !== undefined) {
    // It names each instruction as it begins, and no time.
    expect(told).toContain("test: [4/10] RUN sleep 0.2; echo $WORD > /c/word");
  } else {
    expect(told.join("\n")).toMatch(/^test: \[first [23]\/3\] RUN sleep 0\.2; echo hi > \/c\/word$/m);
    expect(told.some((message) => /\[first \d\/3\] RUN .* \(\d+\.\d s\)$/.test(message))).toBe(true);
  }
  expect(told.at(-1)).toMatch(/^test: built in \d+\.\d s$/);
  expect(await listing(image.tag)).toEqual(["a", "word"]);
  await image[Symbol.asyncDispose]();
  expect(await inspectImage(engine, image.tag)).toBeUndefined();
});

test("a second build of the same name leaves no nameless image of the first", async () => {
  const first = await build("FROM python:3.8-slim\nENV WORD=one\n");
  const second = await build("FROM python:3.8-slim\nENV WORD=two\n");
  expect(second.tag).toBe(first.tag);
  expect(second.id).not.toBe(first.id);
  expect(await inspectImage(engine, first.id)).toBeUndefined();
});

describe("what enters the context", () => {
  beforeEach(async () => {
    await mkdir(join(context, ".hullproof"));
    await mkdir(join(context, "sub/.hullproof"), { recursive: true });
    for (const name of ["kept", "ignored", ".hullproof/report", "sub/.hullproof/report"])
      await writeFile(join(context, name), name);
  });
  const dockerfile = "FROM python:3.8-slim\nCOPY . /c\n";

  test("never our output folder, and the person's folder is left alone", async () => {
    const before = await readdir(context, { recursive: true });
    await using image = await build(dockerfile);
    expect(await listing(image.tag)).toEqual(["ignored", "kept", "sub"]);
    expect(await readdir(context, { recursive: true })).toEqual(before);
  });

  test("what .dockerignore lets through, even when it asks for all", async () => {
    await writeFile(join(context, ".dockerignore"), "ignored\n.dockerignore\n!.hullproof\n!**/report");
    await using image = await build(dockerfile);
    expect(await listing(image.tag)).toEqual(["kept", "sub"]);
  });

  test("what the Dockerfile's own ignore file says, before .dockerignore", async () => {
    await writeFile(join(context, ".dockerignore"), "kept\n");
    await writeFile(join(context, "Dockerfile.dockerignore"), "ignored\n*ignore\n");
    await using image = await build(dockerfile);
    expect(await listing(image.tag)).toEqual(["kept", "sub"]);
  });

  test("an ignore file that is no file is a Failure", async () => {
    await mkdir(join(context, ".dockerignore"));
    await expect(build(dockerfile)).rejects.toMatchObject({ code: "unreadable" });
  });
});

describe("a build that fails", () => {
  test("names the instruction, its line, and the last lines of its output", async () => {
    const dockerfile =
      "FROM python:3.8-slim\n\nRUN for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21; do echo line $n; done; \\\n    exit 7\n";
    await expect(build(dockerfile, { dockerfileName: "app/Dockerfile" })).rejects.toMatchObject({
      code: "build-failed",
      message: expect.stringMatching(
        /^The build of app\/Dockerfile:3 failed at: RUN for n.*\n.*(?:exit code: 7|returned a non-zero code: 7)\nIts last lines:\n {2}line 2\n(.*\n)* {2}line 21$/,
      ),
      hint: expect.stringContaining("line 3 of app/Dockerfile"),
    });
    expect((await objectsOf(engine, session.id)).filter((name) => name.endsWith(":test"))).toEqual([]);
  });

  test.each([
    [
      "an unknown instruction",
      "FROM python:3.8-slim\nRUNN x\n",
      /Dockerfile:2(?: failed)?: .*unknown instruction:? "?RUNN/i,
    ],
    ["only a stage without a name", "FROM\n", /Dockerfile:1(?: failed)?: .*FROM\b/],
    ["a missing file", "FROM python:3.8-slim\nCOPY absent /\n", /Dockerfile:2 failed at: COPY absent \/\n.*not found/],
  ])("%s", async (_, dockerfile, message) => {
    await expect(build(dockerfile)).rejects.toMatchObject({
      // What Docker 20.10 and the legacy builder are sent is read here first.
      code: expect.stringMatching(
        olderBuildKit === undefined && legacyBuilder === undefined
          ? /^build-failed$/
          : /^(?:build-failed|not-a-dockerfile)$/,
      ),
      message: expect.stringMatching(message),
    });
  });

  // Docker 26.1 dies of the second, so it must be refused before the engine sees it.
  test.each(["", "ARG A=1\n", "ARG A=1 \\\nFROM scratch\n"])("%j has no stage", async (dockerfile) => {
    await expect(build(dockerfile)).rejects.toMatchObject({ code: "not-a-dockerfile" });
  });

  test("a context that is not there; a PATH without Docker's command does not matter", async () => {
    await expect(build("FROM scratch\n", { context: join(context, "absent") })).rejects.toMatchObject({
      code: "no-such-file",
    });
    const path = process.env["PATH"];
    process.env["PATH"] = context;
    try {
      await build(`FROM ${tinyImage}\n`);
    } finally {
      process.env["PATH"] = path;
    }
  });
});

describe("images", () => {
  test("tag, save, take the tag away", async () => {
    const tag = await tagImage(session, tinyImage, "odd name/é");
    expect(tag).toBe(`hullproof.local/${session.id}:odd-name--`);
    const file = join(context, "image.tar");
    const counts: number[] = [];
    await saveImage(engine, tag, file, session.signal, (bytes) => counts.push(bytes));
    expect((await stat(file)).size).toBe(counts.at(-1));
    expect(counts.at(-1)).toBeGreaterThan(1_000_000);
    await removeTag(engine, tag);
    await removeTag(engine, tag);
    expect(await inspectImage(engine, tag)).toBeUndefined();
    expect(await inspectImage(engine, tinyImage)).toBeDefined();
  });

  test("a name that the person asked for stays when the run has gone", async () => {
    const kept = `hullproof-test/kept:${process.pid}`;
    try {
      await using inner = await openEngineSession(engine);
      await keepImage(engine, await tagImage(inner, tinyImage, "x"), kept);
      await inner[Symbol.asyncDispose]();
      expect((await inspectImage(engine, kept))?.id).toBe((await inspectImage(engine, tinyImage))?.id);
      await expect(keepImage(engine, tinyImage, "Bad Name")).rejects.toMatchObject({ code: "bad-usage" });
    } finally {
      await removeTag(engine, kept);
    }
  });

  test("an image that is not there", async () => {
    expect(await inspectImage(engine, "hullproof-test/absent:1")).toBeUndefined();
    await expect(saveImage(engine, "hullproof-test/absent:1", join(context, "x"))).rejects.toMatchObject({
      code: "no-such-image",
    });
    await expect(tagImage(session, "hullproof-test/absent:1", "x")).rejects.toMatchObject({ code: "no-such-image" });
  });

  test.each(["../containers", "a/../../b", "a?b", "", "-x", "a b", "é", "a//b"])(
    "%j is no name and reaches no other call",
    async (ref) => {
      await expect(inspectImage(engine, ref)).rejects.toMatchObject({ code: "no-such-image" });
    },
  );

  test("whether an image can be pulled is answered, with a reason when not", async () => {
    // Nothing listens at this registry, on any machine.
    const answer = await canBePulled(engine, "127.0.0.1:1/absent/image:1");
    expect(answer).toMatchObject({ ok: false, reason: expect.stringMatching(/refused/) });
  });
});
