// Under which name `harden` leaves the proven image, and what it never touches.
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keepHardened } from "../../src/pipeline/verbs/harden/keep-hardened.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { inspectImage, keepImage, removeTag } from "../../src/sources/engine/images/images.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { proofImage } from "./proof-image.ts";

let session: EngineSession;
let dir: string;
const images: string[] = [];
const made = new Set<string>();
beforeAll(async () => {
  session = await openEngineSession(await connect());
  dir = await mkdtemp(join(tmpdir(), "hullproof-test-"));
  for (const name of ["one", "two", "three"]) images.push((await proofImage(session, name, `echo ${name}`)).image);
});
afterAll(async () => {
  for (const name of made) await removeTag(session.engine, name);
  await session[Symbol.asyncDispose]();
  await rm(dir, { recursive: true, force: true });
});

const nameHere = () => {
  const name = `hullproof-test/kept-${randomBytes(4).toString("hex")}:hardened`;
  made.add(name);
  return name;
};
const idOf = async (name: string) => (await inspectImage(session.engine, name))?.id;
const keep = (image: number, name: string, { data = dir, folder = dir } = {}) =>
  keepHardened(session, { image: images[image] ?? "", name }, folder, { dataFolder: join(data, "data") });

describe("the proven image", () => {
  it("gets a free name, and takes it from the one of the last run here", async () => {
    const name = nameHere();
    expect(await keep(0, name)).toEqual({ name });
    expect(await keep(1, name)).toEqual({ name });
    expect(await idOf(name)).toBe(await idOf(images[1]!));
    // Of the same image again nothing changes.
    expect(await keep(1, name)).toEqual({ name });
    expect(await keep(2, name)).toEqual({ name });
    expect(await idOf(name)).toBe(await idOf(images[2]!));
  });

  it("removes the earlier one once it has no other name, and only then", async () => {
    const [name, other] = [nameHere(), nameHere()];
    const old = (await proofImage(session, "old", "echo old")).image;
    const id = await idOf(old);
    await keepHardened(session, { image: old, name }, dir, { dataFolder: join(dir, "data") });
    await keepImage(session.engine, old, other);
    await removeTag(session.engine, old);
    await keep(0, name);
    expect(await idOf(other)).toBe(id);
    expect(await keepHardened(session, { image: other, name }, dir, { dataFolder: join(dir, "data") })).toEqual({
      name,
    });
    await removeTag(session.engine, other);
    await keep(1, name);
    expect(await inspectImage(session.engine, id!)).toBeUndefined();
  });

  it.each([
    ["a name that someone else gave", async (name: string) => keepImage(session.engine, images[0]!, name), {}],
    [
      "a name that was moved since",
      async (name: string) => {
        await keep(0, name);
        await keepImage(session.engine, images[2]!, name);
      },
      {},
    ],
    ["the name of another directory's run", async (name: string) => void (await keep(0, name)), { folder: tmpdir() }],
    [
      "a name where nothing was recorded",
      async (name: string) => void (await keep(0, name)),
      { data: join(tmpdir(), "hullproof-test-none") },
    ],
  ])("never touches %s", async (_name, before, where) => {
    const name = nameHere();
    await before(name);
    const id = await idOf(name);
    expect(await keep(1, name, where)).toEqual({
      name,
      problem: expect.stringContaining("another image has this name") as string,
    });
    expect(await idOf(name)).toBe(id);
  });

  it("leaves the one that a container uses, running or not", async () => {
    const name = nameHere();
    await keep(0, name);
    const { Id } = await session.engine.call<{ Id: string }>({
      method: "POST",
      path: "/containers/create",
      query: { name: `${session.id}-uses` },
      body: { Image: name, Labels: {} },
    });
    try {
      expect(await keep(1, name)).toEqual({ name, problem: `container ${session.id}-uses uses the earlier one` });
      expect(await idOf(name)).toBe(await idOf(images[0]!));
    } finally {
      await session.engine.call({ method: "DELETE", path: `/containers/${Id}`, query: { force: true } });
    }
    expect(await keep(1, name)).toEqual({ name });
  });
});
