import { afterAll, beforeAll, expect, test } from "vitest";
import type { Restrictions } from "../../src/domain/profile/restrictions.ts";
import { baseline } from "../../src/proof/lab/baseline.ts";
import { openLab } from "../../src/proof/lab/open-lab.ts";
import { trialIds } from "../../src/proof/trial/trial-ids.ts";
import { connect } from "../../src/sources/engine/connect.ts";
import { openRun } from "../../src/sources/engine/run.ts";
import type { Run } from "../../src/sources/engine/types.ts";
import { get, proofImage, serve, webWorkload } from "./proof-image.ts";

let run: Run;
beforeAll(async () => {
  run = await openRun(await connect());
});
afterAll(() => run[Symbol.asyncDispose]());

const page = { path: "www/index.html", content: "hello\n" };

/** What is asked of a server whose main process runs `main` before it serves. */
async function ask(name: string, main: string, restrictions: Restrictions) {
  const image = await proofImage(run, name, `${main}; echo up; ${serve}`, { files: [page, { path: "srv/" }] });
  const workload = webWorkload({ steps: [get("/", 200, "^hello")], restart: false });
  const request = { ...image, workload, trialIds: trialIds(), progress: () => {} };
  const base = await baseline(run, request);
  const lab = openLab(run, { ...request, workload: base.workload, baseline: base, stage: "learn" });
  return lab.ask(name, restrictions);
}

test("a complaint without consequence is told and breaks nothing; a file that is lost beside it does", async () => {
  const tmp = { path: "/srv", mode: "755", uid: 0, gid: 0, sizeBytes: 1024 * 1024 };
  const chatty = await ask("chatty", "mknod /tmp/x c 1 3 2>&1; rm -f /tmp/x; echo done > /srv/state", {
    dropAll: true,
  });
  expect([chatty.passes, chatty.trials[0]?.complaints]).toEqual([
    true,
    [expect.stringMatching(/mknod.*Operation not permitted/u)],
  ]);
  const lost = "echo one > /srv/state-$$ || echo cannot write the state";
  const broken = await ask("loses-state", lost, { readOnlyRootfs: true });
  expect([broken.passes, broken.trials[0]?.problems]).toEqual([
    false,
    expect.arrayContaining(["not written, as the original does: /srv/state-0"]),
  ]);
  const kept = await ask("keeps-state", lost, { readOnlyRootfs: true, tmpfs: [tmp] });
  expect([kept.passes, kept.trials[0]?.complaints]).toEqual([true, undefined]);
});
