import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import { watchStillness } from "../../src/proof/trial/life/stillness.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { createContainer } from "../../src/sources/engine/containers/containers.ts";
import { openRun } from "../../src/sources/engine/run/open-run.ts";
import type { Engine } from "../../src/sources/engine/types.ts";
import { tinyImage } from "../images/tiny.ts";
import { permit } from "../permits.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await connect();
});

test.each([
  ["a shell that waits for a child that sleeps", "sleep 100 & wait", true],
  ["one that works", "while :; do :; done", false],
  ["a child that works while the main process waits", "(while :; do :; done) & wait", false],
])("%s", async (_, script, still) => {
  await using run = await openRun(engine);
  await using container = await createContainer(
    run,
    { image: tinyImage, entrypoint: ["sh", "-c"], command: [script], network: "none" },
    permit,
  );
  await container.start();
  const { pid } = await container.state();
  await using watch = watchStillness(pid, engine.info.sameKernel);
  // So much is seen only after a whole second.
  expect(await watch.isStill()).toBe(false);
  await sleep(2200);
  expect(await watch.isStill()).toBe(still && engine.info.sameKernel);
});

test("nothing is said of what cannot be seen", async () => {
  await using watch = watchStillness(process.pid, false);
  expect(await watch.isStill()).toBe(false);
});
