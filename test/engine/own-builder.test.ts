// An engine that says it has no BuildKit builds by itself, whatever client is here. Podman is one; Docker takes its part, by its legacy builder, which answers at the same place.
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { inspectImage } from "../../src/sources/engine/images/images.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { Engine } from "../../src/sources/engine/types.ts";
import { folderOf } from "../cli/run-cli.ts";
import { ensureTinyImage, tinyImage } from "../images/tiny.ts";
import { imagesWithStep } from "./images-with-step.ts";
import { buildImage } from "./own-build.ts";

let engine: Engine;
const mark = randomBytes(6).toString("hex");
const first = `FROM ${tinyImage}\nRUN echo ${mark} > /k\n`;
const kept = `hullproof-test/kept-${mark}:1`;
let nameless = "";
/** As a person would with the legacy builder. */
const asPerson = (text: string, ...args: readonly string[]) =>
  execFileSync("docker", ["build", "--quiet", ...args, "-"], {
    input: text,
    env: { ...process.env, DOCKER_BUILDKIT: "0" },
    encoding: "utf8",
    stdio: ["pipe", "pipe", "ignore"],
  }).trim();

beforeAll(async () => {
  const real = await connect();
  engine = { ...real, info: { ...real.info, name: "Podman Engine", buildKit: false } };
  await ensureTinyImage(real);
  asPerson(first, "--tag", kept);
  nameless = asPerson(`FROM ${tinyImage}\nRUN echo nameless-${mark} > /n\n`);
});
afterAll(() => {
  execFileSync("docker", ["image", "rm", "--force", kept, nameless], { stdio: "ignore" });
});

async function built(text: string, files: Readonly<Record<string, string>> = {}) {
  const session = await openEngineSession(engine, { progress: () => {} });
  await using folder = await folderOf(files);
  const request = { context: folder.path, dockerfile: text, dockerfileName: "Dockerfile", name: "app" };
  const steps: string[] = [];
  const id = await buildImage(session, request, ({ message }) => steps.push(message)).then(
    (image) => image.id,
    (error: Error & { hint?: string }) => error,
  );
  const image = typeof id === "string" ? await inspectImage(engine, id) : undefined;
  await session[Symbol.asyncDispose]();
  return { id, image, steps, notes: session.notes };
}

test("it builds, says what is less, and leaves nothing of the steps", async () => {
  const text = `FROM ${tinyImage} AS one\nRUN echo x > /x && echo two-${mark}\nFROM ${tinyImage}\nCOPY --from=one /x /x\nCOPY app /app\n`;
  const { id, image, steps, notes } = await built(text, { app: "app\n" });
  expect(id).toMatch(/^sha256:/);
  expect(image?.diffIds).toHaveLength(3);
  expect(steps.join("\n")).toContain("COPY --from=one /x /x");
  expect(notes.join("\n")).toMatch(/built by Podman Engine \S+ itself, which has no BuildKit/);
  expect(await imagesWithStep(engine, `two-${mark}`)).toEqual([]);
});

test("a step that fails is named with its line", async () => {
  const { id } = await built(`${first}RUN echo last words && false\n`);
  expect(id).toMatchObject({
    message: expect.stringMatching(/^The build of Dockerfile:3 failed at: RUN echo last words && false\n/),
  });
  expect((id as Error).message).toContain("  last words");
});

test("an image that the cache gave stays, and keeps its name", async () => {
  const { id } = await built(`${first}RUN echo more >> /k\n`);
  expect(id).toMatch(/^sha256:/);
  expect((await inspectImage(engine, kept))?.tags).toEqual([kept]);
});

test("a step that prints what the builder would say has no other's image removed", async () => {
  const [, short = ""] = /^(?:sha256:)?([0-9a-f]{12})/.exec(nameless) ?? [];
  const { id } = await built(`FROM ${tinyImage}\nRUN echo ' ---> ${short}'; echo '--> ${short}'\n`);
  expect(id).toMatch(/^sha256:/);
  expect(await inspectImage(engine, nameless)).toBeDefined();
});

test("what reaches the machine is refused with its line, before anything is built", async () => {
  const { id, steps } = await built(`${first}RUN --network=host true\n`);
  expect(id).toMatchObject({
    code: "not-allowed",
    message: "Dockerfile:3: RUN --network=host is not held back by this engine's builder.",
  });
  expect(steps.join("\n")).not.toContain("RUN");
});
