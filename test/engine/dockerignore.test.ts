import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { entryPath } from "../../src/domain/image/entries.ts";
import { buildImage } from "./own-build.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { openDaemonImage } from "../../src/sources/image/engine/daemon.ts";
import { readImage } from "../../src/sources/image/layers/read-image.ts";
import { ignoreCases } from "./dockerignore-cases.ts";

let session: EngineSession;
beforeAll(async () => {
  session = await openEngineSession(await connect());
});
afterAll(() => session[Symbol.asyncDispose]());

/** All cases in one build would share one ignore file, so each is a build of its own; they take a fraction of a second. */
test.each(ignoreCases)("the builder reads %j the same way", async (text, ignored, seen) => {
  const context = await mkdtemp(join(tmpdir(), "hullproof-test-"));
  try {
    for (const path of [...ignored, ...seen]) {
      await mkdir(dirname(join(context, path)), { recursive: true });
      await writeFile(join(context, path), "x");
    }
    await writeFile(join(context, ".dockerignore"), text);
    const dockerfile = "FROM scratch\nCOPY . /\n";
    const { tag } = await buildImage(
      session,
      { context, dockerfile, dockerfileName: "Dockerfile", name: "ignore" },
      () => {},
    );
    await using image = await openDaemonImage(session, tag);
    const read = await readImage(image, { probes: [] }, { signal: session.signal });
    const paths = read.layers.flatMap(({ entries }) =>
      Array.from({ length: entries.count }, (_, at) => entryPath(entries, at).slice(1)),
    );
    expect([...ignored, ...seen].filter((path) => paths.includes(path)).sort()).toEqual([...seen].sort());
  } finally {
    await rm(context, { recursive: true });
  }
});
