import { afterAll, beforeAll, expect, test } from "vitest";
import type { Restrictions } from "../../src/domain/profile/restrictions.ts";
import { runReference } from "../../src/proof/experiment/run-reference.ts";
import { createExperimentRunner } from "../../src/proof/experiment/create-experiment-runner.ts";
import { trialIds } from "../../src/proof/trial/trial-ids.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { get, proofImage, serve, webWorkload } from "./proof-image.ts";
import { long } from "../long.ts";

let session: EngineSession;
beforeAll(async () => {
  session = await openEngineSession(await connect());
});
afterAll(() => session[Symbol.asyncDispose]());

const page = { path: "www/index.html", content: "hello\n" };

/** Asks a server whose main process runs `main` before it serves. */
async function asker(name: string, main: string) {
  const image = await proofImage(session, name, `${main}; echo up; ${serve}`, {
    files: [page, { path: "srv/install.lock", content: "" }, { path: "srv/rows", content: "one\n" }],
  });
  const workload = webWorkload({ steps: [get("/", 200, "^hello")], restart: false });
  const request = { ...image, workload, trialIds: trialIds(), progress: () => {} };
  const base = await runReference(session, request);
  const runner = createExperimentRunner(session, {
    ...request,
    workload: base.workload,
    reference: base,
    stage: "learn",
  });
  return (restrictions: Restrictions) => runner.run(name, restrictions);
}

test.runIf(long)("reports a complaint without consequences, and breaks if a file is lost as well", async () => {
  const tmp = { path: "/srv", mode: "755", uid: 0, gid: 0, sizeBytes: 1024 * 1024 };
  const chats = await asker("chatty", "mknod /tmp/x c 1 3 2>&1; rm -f /tmp/x; echo done > /srv/state");
  const chatty = await chats({ dropAll: true });
  expect([chatty.passes, chatty.trials[0]?.complaints]).toEqual([
    true,
    [expect.stringMatching(/mknod.*Operation not permitted/u)],
  ]);
  const writes = await asker("writes-state", "echo one > /srv/state-$$ || echo cannot write the state");
  const broken = await writes({ readOnlyRootfs: true });
  expect([broken.passes, broken.trials[0]?.problems]).toEqual([
    false,
    expect.arrayContaining(["not written, as the original does: /srv/state-0"]),
  ]);
  const kept = await writes({ readOnlyRootfs: true, tmpfs: [tmp] });
  expect([kept.passes, kept.trials[0]?.complaints]).toEqual([true, undefined]);
});

test("breaks on silently missing file work: a remaining lock of the image, an unwritten row", async () => {
  const tmp = (path: string) => ({ path, mode: "755", uid: 0, gid: 0, sizeBytes: 1024 * 1024 });
  const removes = await asker("removes-lock", "rm -f /srv/install.lock 2>/dev/null");
  const stays = await removes({ readOnlyRootfs: true });
  expect([stays.passes, stays.trials[0]?.problems]).toEqual([
    false,
    expect.arrayContaining(["not removed, as the original does: /srv/install.lock"]),
  ]);
  // A mount hides it: it is gone for the container.
  const hidden = await removes({ readOnlyRootfs: true, tmpfs: [tmp("/srv")] });
  expect([hidden.passes, hidden.trials[0]?.problems]).toEqual([true, []]);
  // The shell makes the file and may not read what it would copy.
  const copies = await asker("leaves-empty", "chmod 000 /srv/rows; cat /srv/rows > /srv/copy 2>/dev/null; true");
  const empty = await copies({ dropAll: true });
  expect([empty.passes, empty.trials[0]?.problems]).toEqual([
    false,
    expect.arrayContaining(["left empty, which the original fills: /srv/copy"]),
  ]);
});
