import { afterAll, beforeAll, expect, test } from "vitest";
import { runReference } from "../../src/proof/experiment/run-reference.ts";
import { createExperimentRunner } from "../../src/proof/experiment/create-experiment-runner.ts";
import { learn } from "../../src/proof/learn/learn.ts";
import { missingUser } from "../../src/proof/experiment/culprit/missing-user.ts";
import { trialIds } from "../../src/proof/trial/trial-ids.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { rootOf } from "./root-of.ts";
import { get, proofImage, serve, webWorkload, type ProofImage } from "./proof-image.ts";
import { long } from "../long.ts";

let session: EngineSession;
beforeAll(async () => {
  session = await openEngineSession(await connect());
});
afterAll(() => session[Symbol.asyncDispose]());

const progress = () => {};
const folder = (path: string, mode = 0o755) => ({ path, mode, type: "dir" as const });
const alias = { path: "srv/alias", type: "symlink" as const, link: "/srv/real" };
const page = { path: "www/index.html", content: "hello\n" };

const root = (image: ProofImage) => rootOf(session, image, webWorkload({ steps: [get("/", 200, "^hello")] }));

test("keeps a file that is read after a restart: replaced, appended to, or unchanged", async () => {
  const image = await proofImage(
    session,
    "state",
    [
      // What SQLite does: it opens what is there, and writes into it.
      "cat /srv/rows/db >/dev/null 2>&1; echo row >> /srv/rows/db",
      // A state file that is read, written anew and renamed over the old one.
      "n=$(cat /srv/state/count 2>/dev/null || echo 0); echo $((n + 1)) > /srv/state/.new; mv /srv/state/.new /srv/state/count",
      "[ -e /srv/once/seed ] && cat /srv/once/seed >/dev/null || echo seed > /srv/once/seed",
      // Written anew from nothing, and read by itself: the same in each container, so nothing is lost.
      "echo derived > /srv/derived/file; cat /srv/derived/file >/dev/null",
      // An identity that the first start makes up stays the same file, and another one in each container.
      "[ -s /srv/id/id ] && i=$(cat /srv/id/id) || i=$(cat /proc/sys/kernel/random/uuid); echo $i > /srv/id/id; cat /srv/id/id >/dev/null",
      // Too long to compare, and different only at its end.
      "tail -c 36 /srv/long/data >/dev/null 2>&1; { dd if=/dev/zero bs=1M count=2; cat /proc/sys/kernel/random/uuid; } > /srv/long/data 2>/dev/null; tail -c 36 /srv/long/data >/dev/null",
      // Below a directory that it makes itself, through a link, and moved away before it is read.
      "mkdir -p /srv/deep/a/b; cat /srv/deep/a/b/state >/dev/null 2>&1 || echo s > /srv/deep/a/b/state",
      "cat /srv/alias/state >/dev/null 2>&1 || echo s > /srv/alias/state",
      "mv /srv/moved/state /srv/moved/old 2>/dev/null && cat /srv/moved/old >/dev/null; echo s > /srv/moved/state",
      // By another name of the same file.
      "cat /srv/twin/second >/dev/null 2>&1 || { echo s > /srv/twin/first; ln /srv/twin/first /srv/twin/second; }",
      // A log is appended to and never read; an empty one is nothing.
      "echo started >> /var/log/app/access.log; : > /var/log/app/error.log; echo $$ > /run/app.pid",
      serve,
    ].join("\n"),
    {
      files: [
        page,
        alias,
        ...[
          "srv/rows",
          "srv/state",
          "srv/once",
          "srv/derived",
          "srv/id",
          "srv/long",
          "srv/deep",
          "srv/real",
          "srv/moved",
          "srv/twin",
          "var/log/app",
          "run",
        ].map((path) => folder(path)),
      ],
    },
  );
  const { candidates, ask } = await root(image);
  const why = "it reads them after a restart";
  const kept = [
    "deep/a/b/state",
    "id/id",
    "long/data",
    "moved/state",
    "once/seed",
    "real/state",
    "rows/db",
    "state/count",
  ];
  const places = kept.map((file) => ({ path: `/srv/${file.split("/")[0]}`, files: [`/srv/${file}`], why }));
  const twin = { path: "/srv/twin", files: ["/srv/twin/first", "/srv/twin/second"], why };
  expect(candidates.lasting).toEqual([...places, twin]);
  expect(candidates.tmpfs.map(({ path }) => path)).toEqual(["/run", "/srv/derived", "/var/log/app"]);
  expect(candidates.volumes.map(({ path }) => path)).toEqual(candidates.lasting.map(({ path }) => path));
  expect(await ask()).toMatchObject({ passes: true });
});

test.runIf(long)(
  "recreates the image's directories below /run with their owners, and allows execution there if needed",
  async () => {
    const image = await proofImage(
      session,
      "run-folders",
      `set -e; echo $$ > /run/app.pid; echo x > /run/app/inner/socket; d=$(mktemp -d /opt/made/XXXXXX); cp /bin/busybox $d/sleep; $d/sleep 60 & ${serve}`,
      { files: [page, folder("run"), folder("run/app", 0o750), folder("run/app/inner", 0o1777), folder("opt/made")] },
    );
    const { candidates, learn } = await root(image);
    const lesson = await learn();
    expect(candidates.tmpfs.map(({ path, mode, exec }) => [path, mode, exec ?? false])).toEqual([
      ["/opt/made", "755", true],
      ["/run", "755", false],
      ["/run/app", "750", false],
      ["/run/app/inner", "1777", false],
    ]);
    expect(lesson.restrictions.readOnlyRootfs).toBe(true);
    // /run/app is only on the way to what is needed; without it the inner one has no place to be mounted at.
    expect(lesson.restrictions.tmpfs?.map(({ path }) => path)).toContain("/run/app/inner");
    expect(lesson.restrictions.tmpfs?.find(({ path }) => path === "/opt/made")?.exec).toBe(true);
  },
);

test("gives an ordinary user its written paths, and never widens to root", async () => {
  const image = await proofImage(session, "spool", `set -e; echo x > /var/spool/app/queue; ${serve}`, {
    files: [page, folder("var/spool/app")],
  });
  const workload = webWorkload({ steps: [get("/", 200, "^hello")] });
  const request = { ...image, workload, trialIds: trialIds(), progress };
  const base = await runReference(session, request);
  const runner = createExperimentRunner(session, { ...request, reference: base, stage: "verify" });
  const restrictions = { user: "10001:10001", dropAll: true, readOnlyRootfs: true };
  const missing = await missingUser(runner, restrictions);
  expect(missing.culprit).toBe("/var/spool/app of user 10001:10001");
  expect(missing.widen(restrictions)).toMatchObject({
    ...restrictions,
    tmpfs: [{ path: "/var/spool/app", uid: 10_001, gid: 10_001 }],
  });
  const needsRoot = await proofImage(session, "needs-root", `[ $(id -u) = 0 ] || exit 3; ${serve}`, { files: [page] });
  const other = { ...needsRoot, workload, trialIds: trialIds(), progress };
  const rootRunner = createExperimentRunner(session, {
    ...other,
    reference: await runReference(session, other),
    stage: "verify",
  });
  const kept = await missingUser(rootRunner, restrictions);
  expect(kept.widen(restrictions)).toEqual(restrictions);
  expect(kept.detail).toContain("not widened to root");
});

/** A whole learn takes a minute. */

test.runIf(long)("runs a root image as an ordinary user that owns its written paths", async () => {
  const image = await proofImage(session, "own-spool", `set -e; echo x > /var/spool/app/queue; ${serve}`, {
    files: [page, folder("var/spool/app")],
  });
  const { profile, proofs } = await learn(session, {
    ...image,
    imageName: "own-spool",
    workload: webWorkload({ steps: [get("/", 200, "^hello")] }),
    progress,
  });
  expect(profile.user).toEqual({ uid: 10_001, gid: 10_001 });
  expect(profile.capabilities.required).toEqual([]);
  expect(profile.readOnlyRootfs).toBe(true);
  expect(profile.tmpfs.map(({ path, uid }) => [path, uid])).toEqual([["/var/spool/app", 10_001]]);
  expect(proofs.at(-1)?.verdict).toBe("holds");
});
