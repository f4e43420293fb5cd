// Containers that are removed while the next trial is prepared are the run's until they are gone.
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { waitForRemovals, removeInBackground } from "../../src/proof/trial/background-removal.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { createContainer } from "../../src/sources/engine/containers/containers.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import { tinyImage } from "../images/tiny.ts";
import { permit } from "../permits.ts";
import { objectsOf } from "./fixture.ts";

const spec = { image: tinyImage, command: ["sleep", "100"], network: "none" as const };

test("lists a container until it is removed, and the end of the session waits for that", async () => {
  const engine = await connect();
  const made: string[][] = [];
  const session = await openEngineSession(engine, { made: (_, names) => made.push([...names]) });
  const container = await createContainer(session, spec, permit);
  await container.start();
  await removeInBackground(session, async () => {
    await sleep(300);
    await container[Symbol.asyncDispose]();
  });
  // What is made meanwhile is told together with it.
  const undo = session.defer("something else", async () => {});
  expect(made.at(-1)?.join()).toContain(container.name);
  await undo();
  await session[Symbol.asyncDispose]();
  expect(await objectsOf(engine, session.id)).toEqual([]);
});

test("retries a failed removal in the session, and continues with trials", async () => {
  const engine = await connect();
  let tried = 0;
  const session = await openEngineSession(engine);
  const remove = session.defer("stubborn", async () => {
    if (++tried === 1) throw new Error("not now");
  });
  await removeInBackground(session, remove);
  await waitForRemovals(session);
  expect(tried).toBe(1);
  await session[Symbol.asyncDispose]();
  expect(tried).toBe(2);
});

test("removes a container once, for any number of callers", async () => {
  const session = await openEngineSession(await connect());
  let tried = 0;
  const remove = session.defer("slow", async () => {
    tried++;
    await sleep(200);
  });
  const first = remove();
  await Promise.all([first, remove(), session[Symbol.asyncDispose]()]);
  await remove();
  expect(tried).toBe(1);
});

test("removes at most two containers in parallel", async () => {
  await using session = await openEngineSession(await connect());
  const begun: number[] = [];
  const gone = [1, 2, 3].map(() => Promise.withResolvers<void>());
  const leaving = [0, 1, 2].map((at) =>
    removeInBackground(session, async () => {
      begun.push(at);
      await gone[at]?.promise;
    }),
  );
  await Promise.all(leaving.slice(0, 2));
  expect(begun).toEqual([0, 1]);
  gone[1]?.resolve();
  await leaving[2];
  expect(begun).toEqual([0, 1, 2]);
  for (const one of gone) one.resolve();
  await waitForRemovals(session);
});
