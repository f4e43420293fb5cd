import { mkdir, mkdtemp, rename, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Step } from "../../../domain/workload/step.ts";
import type { Container } from "../../../sources/engine/types.ts";
import { observeStored } from "./stored.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "stored-"));
});
afterEach(() => rm(root, { recursive: true }));

const http = (method: string, body?: string) =>
  ({ kind: "http", name: method, method, ...(body !== undefined && { body }) }) as unknown as Step;
const tcp = (send?: object) => ({ kind: "tcp", name: "tcp", ...(send && { send }) }) as unknown as Step;

async function write(path: string, text = "x"): Promise<string> {
  const file = join(root, path);
  await mkdir(join(file, ".."), { recursive: true });
  await writeFile(file, text);
  return file;
}

/** The first life of a container for each of `works`: what it does before and at each step. */
async function storedBy(steps: readonly Step[], ...works: readonly (readonly (() => Promise<unknown>)[])[]) {
  const { observer, stored } = observeStored(["/volume"], steps);
  for (const [at, [start, ...work]] of works.entries()) {
    await rm(root, { recursive: true });
    await mkdir(root);
    const container = { id: String(at), overlay: { upper: root, lower: [] } } as unknown as Container;
    const moment = { container, pid: 1, life: 0 };
    await start?.();
    await observer.ready?.(moment);
    for (const step of work) {
      await step();
      await observer.stepped?.(moment);
    }
    await observer.stopping?.(moment);
    // What a second life does says nothing.
    await write("srv/second");
    await observer.stopping?.({ ...moment, life: 1 });
  }
  return stored();
}
const nothing = async () => {};

describe("observeStored", () => {
  it("includes writes of a step that may store something, with any file time", async () => {
    const post = async () => {
      await write("srv/items/1");
      await write("srv/built", "changed");
      const old = await write("srv/.new");
      await utimes(old, 1, 1);
      await rename(old, join(root, "srv/moved"));
    };
    const start = async () => {
      await write("srv/built");
      await write("srv/index");
    };
    expect(await storedBy([http("POST", "x")], [start, post])).toEqual(["/srv/built", "/srv/items/1", "/srv/moved"]);
  });

  it("excludes temporary files, logs, pid files, empty files and mounts", async () => {
    const paths = [
      "tmp/x",
      "run/x",
      "var/cache/x",
      "srv/.cache/x",
      "var/log/x",
      "srv/logs/x",
      "srv/access.log",
      "srv/a_log.1",
    ];
    const post = async () => {
      for (const path of [...paths, "srv/x.pid", "volume/x", "etc/hosts"]) await write(path);
      await write("srv/lock", "");
    };
    expect(await storedBy([tcp({ text: "x" })], [nothing, post])).toEqual([]);
  });

  it("includes files of read-only steps that differ between containers", async () => {
    const read = (session: string) => async () => {
      await write("srv/page");
      await write(`srv/${session}`);
    };
    const steps = [http("GET"), tcp()];
    expect(await storedBy(steps, [nothing, read("s1"), nothing], [nothing, read("s2"), nothing])).toEqual([
      "/srv/s1",
      "/srv/s2",
    ]);
    // With one container alone nothing shows that it is the same in each.
    expect(await storedBy(steps, [nothing, read("s1"), nothing])).toEqual(["/srv/page", "/srv/s1"]);
  });

  it("includes files after the first step that may store something, and no earlier cached page", async () => {
    const steps = [http("GET"), http("DELETE"), http("HEAD")];
    const work = [nothing, () => write("srv/page"), () => write("srv/deleted"), () => write("srv/late")];
    expect(await storedBy(steps, work, work)).toEqual(["/srv/deleted", "/srv/late"]);
    // A body makes it one that may.
    expect(await storedBy([http("GET", "query")], [nothing, () => write("srv/page")])).toEqual(["/srv/page"]);
  });

  it("includes a queue that is empty again", async () => {
    const deliver = async () => rm(await write("var/spool/q/mail"));
    const start = () => mkdir(join(root, "var/spool/q"), { recursive: true });
    expect(await storedBy([tcp({ text: "x" })], [start, deliver])).toEqual(["/var/spool/q"]);
    expect(await storedBy([tcp({ text: "x" })], [start, nothing])).toEqual([]);
    const body = async () => rm(await write("var/lib/body/1"));
    expect(
      await storedBy([http("POST", "x")], [() => mkdir(join(root, "var/lib/body"), { recursive: true }), body]),
    ).toEqual([]);
  });

  it("finds nothing without steps or without access to the layer", async () => {
    expect(await storedBy([], [nothing], [nothing])).toEqual([]);
    const { observer, stored } = observeStored([], [tcp({ text: "x" })]);
    const moment = { container: { id: "1", overlay: undefined } as unknown as Container, pid: 1, life: 0 };
    await observer.ready?.(moment);
    await observer.stopping?.(moment);
    expect(stored()).toEqual([]);
  });
});
