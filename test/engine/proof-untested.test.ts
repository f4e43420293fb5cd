import { afterAll, beforeAll, expect, test } from "vitest";
import { measureGrowth } from "../../src/proof/learn/growth/measure-growth.ts";
import { runTrial } from "../../src/proof/trial/trial.ts";
import { untestedOf } from "../../src/proof/learn/untested.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { cgi, get, proofImage, serve, webWorkload } from "./proof-image.ts";

let session: EngineSession;
beforeAll(async () => {
  session = await openEngineSession(await connect());
});
afterAll(() => session[Symbol.asyncDispose]());

test("reports ports that no step reached, volumes without stored data, and a path that grows with each pass", async () => {
  const log = cgi(
    "log",
    "mkdir -p /srv/spool; echo x >> /stored/by-step; echo a request came >> /srv/app.log; : > /srv/spool/$$; echo once > /srv/once; echo; echo ok",
  );
  const image = await proofImage(
    session,
    "untested",
    `echo up; mkdir -p /made/folder; echo x > /made/state; : > /made/lock; ${serve}`,
    {
      files: [log, { path: "srv/" }],
      changes: ["EXPOSE 8080 9000 53/udp", "VOLUME /data /made /stored"],
    },
  );
  const workload = webWorkload({ steps: [get("/cgi-bin/log", 200, "^ok")], restart: false });
  const trial = await runTrial(session, { id: "t1", title: "original", ...image, workload, restrictions: {} });
  expect(trial.problems).toEqual([]);
  expect(untestedOf(workload, image.imageSummary, trial, []).map(({ what }) => what)).toEqual([
    "port 53/udp",
    "port 9000/tcp",
    "VOLUME /data",
    // The start makes files there, and no step stores any.
    "VOLUME /made",
  ]);
  const growth = await measureGrowth(session, image.image, workload, 100, image.permit);
  expect(growth?.found).toEqual([
    { path: "/srv/spool", bytesPerPass: 512 },
    { path: "/srv/app.log", bytesPerPass: 15 },
  ]);
});
