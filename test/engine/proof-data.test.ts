// What clients gave outlasts a restart, and what a container makes again by itself is no data.
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Workload } from "../../src/domain/workload/workload.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { rootOf } from "./root-of.ts";
import { cgi, get, proofImage, serve, webWorkload } from "./proof-image.ts";

let session: EngineSession;
beforeAll(async () => {
  session = await openEngineSession(await connect());
});
afterAll(() => session[Symbol.asyncDispose]());

const folder = (path: string, mode = 0o755, uid = 0) => ({ path, mode, uid, gid: uid, type: "dir" as const });
const page = { path: "www/index.html", content: "hello\n" };
const uuid = "$(cat /proc/sys/kernel/random/uuid)";
const steps = {
  tcp: { kind: "tcp", name: "mail", port: 2525, send: { text: "MAIL\n" }, expect: { text: "250" }, timeoutMs: 3000 },
  post: { ...get("/cgi-bin/store", 200, "stored"), name: "POST", method: "POST", body: "item" },
} as unknown as Readonly<Record<string, Workload["steps"][number]>>;

it("keeps the queue of a server that accepts mail over TCP", async () => {
  const queue = {
    path: "bin/queue",
    mode: 0o755,
    content: `#!/bin/sh\nread -r mail || exit 0\nid=${uuid}\necho "$mail" > /var/spool/q/$id\necho "250 $id"\n`,
  };
  const image = await proofImage(
    session,
    "queue",
    `set -e; echo $$ > /run/queue.pid; trap "exit 0" TERM; nc -ll -p 2525 -e /bin/queue & wait`,
    { files: [folder("var/spool/q", 0o750), folder("run"), queue] },
  );
  const workload = webWorkload({ ready: { kind: "tcp", port: 2525 }, steps: [steps["tcp"]!] });
  const { candidates, learn } = await rootOf(session, image, workload);
  const lesson = await learn();
  expect(candidates.tmpfs.map(({ path }) => path)).toEqual(["/run"]);
  expect(candidates.volumes).toEqual([{ path: "/var/spool/q" }]);
  expect(lesson.restrictions).toMatchObject({
    readOnlyRootfs: true,
    tmpfs: [{ path: "/run" }],
    anonymousVolumes: [{ path: "/var/spool/q" }],
  });
  expect(lesson.because["anonymousVolumes"]?.join("\n")).toContain("may hold what a client gave");
  expect(lesson.proofs[0]?.detail).toContain("docker rm -v");
  expect(lesson.witnesses.map(({ field, value }) => `${field} ${value}`)).toEqual([
    "tmpfs /run",
    "anonymousVolumes /var/spool/q",
  ]);
});

it("distinguishes client data from regenerated files, by the time and kind of the write", async () => {
  const image = await proofImage(
    session,
    "stores",
    [
      "mkdir /srv/made; echo word > /var/lib/index/words; echo built > /srv/cache/built; : > /var/lib/locks/lock; echo $$ > /run/app.pid",
      serve,
    ].join("\n"),
    {
      files: [
        page,
        cgi(
          "store",
          [
            // Outside the known places, by a name of its own, and the same item each time.
            `cat > /opt/app/store/${uuid}; echo item > /data/item`,
            // Among files of the image, and in a folder that the start made.
            `echo new > /var/lib/seeded/new; echo new > /srv/made/new`,
            // With an older time, moved into its place.
            `echo mail > /tmp/mail; touch -d '2001-01-01 00:00' /tmp/mail; cp -p /tmp/mail /home/app/.new; mv /home/app/.new /home/app/mail`,
            // Delivered at once.
            `echo x > /var/spool/transit/m; rm /var/spool/transit/m`,
            // No data: a body in transit, a log, a pid, a lock and caches.
            `echo x > /var/lib/body/b; rm /var/lib/body/b; echo hit >> /srv/logs/access.log; echo 7 > /var/lib/locks/worker.pid`,
            `: > /var/lib/locks/other; echo x > /var/cache/app/x; mkdir -p /srv/home/.cache; echo x > /srv/home/.cache/x`,
            `printf 'content-type: text/plain\\n\\nstored'`,
          ].join("\n"),
        ),
        cgi(
          "page",
          `echo page > /var/lib/pages/page; echo s > /var/lib/sessions/${uuid}; printf 'content-type: text/plain\\n\\npage'`,
        ),
        { path: "var/lib/seeded/base", content: "base" },
        ...[
          "opt/app/store",
          "data",
          "home/app",
          "var/spool/transit",
          "var/lib/body",
          "var/lib/locks",
          "var/lib/index",
          "var/lib/pages",
          "var/lib/sessions",
          "var/cache/app",
          "srv/logs",
          "srv/cache",
          "srv/home",
          "run",
        ].map((path) => folder(path)),
        folder("tmp", 0o1777),
      ],
    },
  );
  const workload = webWorkload({ steps: [get("/"), get("/cgi-bin/page", 200, "page"), steps["post"]!] });
  const { candidates, ask } = await rootOf(session, image, workload);
  const volumes = [
    { path: "/data" },
    { path: "/home/app" },
    { path: "/opt/app/store" },
    { path: "/srv/made" },
    { path: "/var/lib/seeded", imageFiles: true },
    { path: "/var/lib/sessions" },
    { path: "/var/spool/transit" },
  ];
  expect(candidates.volumes).toEqual(volumes);
  expect(candidates.tmpfs.map(({ path }) => path)).toEqual([
    "/run",
    "/srv/cache",
    "/srv/home",
    "/srv/logs",
    "/tmp",
    "/var/cache/app",
    "/var/lib/body",
    "/var/lib/index",
    "/var/lib/locks",
    "/var/lib/pages",
  ]);
  expect(candidates.lost).toContainEqual({ path: "/var/lib/index", files: ["/var/lib/index/words"] });
  expect(await ask()).toMatchObject({ passes: true });
});
