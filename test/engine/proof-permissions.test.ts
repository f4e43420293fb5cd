// Owner, mode, ACL and capabilities of what a container makes, which its answers do not show.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Capability } from "../../src/domain/profile/capability.ts";
import type { Workload } from "../../src/domain/workload/workload.ts";
import { runReference } from "../../src/proof/experiment/run-reference.ts";
import { createExperimentRunner } from "../../src/proof/experiment/create-experiment-runner.ts";
import { learnCapabilities } from "../../src/proof/learn/lessons/capabilities.ts";
import type { ObservedCapabilities } from "../../src/proof/observe/capabilities.ts";
import { proveTogether } from "../../src/proof/learn/prove-together.ts";
import { trialIds } from "../../src/proof/trial/trial-ids.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import type { Member } from "../images/archive.ts";
import { compiled, noCompiler } from "./compiled.ts";
import { droppingServer } from "./dropping-server.ts";
import { long } from "../long.ts";
import { cgi, get, proofImage, serve, webWorkload } from "./proof-image.ts";

/** `attribute PATH NAME HEX`: setxattr(2), for which the image has no program. */
const setter = String.raw`
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/xattr.h>
int main(int argc, char **argv) {
  char value[256];
  size_t length = strlen(argv[3]) / 2;
  for (size_t at = 0; at < length; at++) {
    char byte[3] = {argv[3][2 * at], argv[3][2 * at + 1], 0};
    value[at] = (char)strtol(byte, NULL, 16);
  }
  if (setxattr(argv[1], argv[2], value, length, 0) == 0) return 0;
  perror(argv[1]);
  return 1;
}`;

let session: EngineSession;
let program: Buffer | undefined;
beforeAll(async () => {
  session = await openEngineSession(await connect());
  await using built = await compiled(setter);
  program = built?.bytes;
});
afterAll(() => session[Symbol.asyncDispose]());

const page = { path: "www/index.html", content: "hello\n" };

/** Of a server whose main process runs `main` before it serves. */
async function runnerOf(
  name: string,
  main: string,
  {
    more = [],
    server = serve,
    on = session,
    ...changes
  }: Partial<Workload> & {
    more?: readonly Member[];
    server?: string;
    on?: EngineSession;
  } = {},
) {
  const files = [page, { path: "srv/" }, { path: "bin/attribute", mode: 0o755, content: program ?? "" }];
  const image = await proofImage(session, name, `${main}; echo up; ${server}`, { files: [...files, ...more] });
  const workload = webWorkload({ steps: [get("/", 200, "^hello")], ...changes });
  const request = { ...image, workload, trialIds: trialIds(), progress: () => {} };
  const base = await runReference(on, request);
  return createExperimentRunner(on, { ...request, workload: base.workload, reference: base, stage: "learn" });
}

/** As if the kernel had shown these in use. */
const observed = (...names: Capability[]): ObservedCapabilities => ({
  method: "tracepoint",
  reason: "",
  capabilities: names.map((name) => ({ name, uses: 1, commands: ["sh"] })),
});

const data = { volumes: [{ name: "data", path: "/data" }] };
const text = (pattern: string) => expect.stringContaining(pattern) as string;

/** The server as uid 33. */
const stepsDown = `http="httpd -f -p 8080 -h /www"; trap "exit 0" TERM; if test $(id -u) = 0; then busybox su web -s /bin/sh -c "$http"; else $http; fi & wait`;
const passwd = { path: "etc/passwd", content: "root:x:0:0::/:/bin/sh\nweb:x:33:33::/:/bin/sh\n" };

test("keeps privileges that protect a key in a volume from its server", async () => {
  const makes = "echo secret > /data/tls.key; chown 7:7 /data/tls.key";
  const closes = `test -f /data/tls.key || { ${makes}; }; chmod 600 /data/tls.key`;
  const runner = await runnerOf("key", closes, { ...data, more: [passwd], server: stepsDown });
  const { required, tolerated, witnesses, proofs } = await learnCapabilities(
    runner,
    {},
    observed("CHOWN", "FOWNER", "SETGID", "SETUID"),
    true,
  );
  expect([required, tolerated]).toEqual([["CHOWN", "FOWNER", "SETGID", "SETUID"], []]);
  const problems = new Map(witnesses.map(({ value, problem }) => [value, problem]));
  expect(problems.get("CHOWN")).toContain("/data/tls.key: owner 0:0, the original's is 7:7");
  expect(problems.get("FOWNER")).toContain("/data/tls.key: mode 644, the original's is 600");
  expect(proofs[0]?.verdict).toBe("holds");
});

test("requires the final user's ownership of its key under the profile's root", async () => {
  const makes = "mkdir -p /tmp/app; echo secret > /tmp/app/key; chmod 400 /tmp/app/key; chown 33:33 /tmp/app/key";
  const becomes = `exec busybox su web -s /bin/sh -c 'trap "exit 0" TERM; httpd -f -p 8080 -h /www & wait'`;
  const runner = await runnerOf("own-key", `test -f /tmp/app/key || { ${makes}; }`, {
    more: [passwd],
    server: becomes,
  });
  const under = (...addCapabilities: Capability[]) =>
    runner.run(`with ${addCapabilities.join()}`, { user: "0:0", dropAll: true, addCapabilities });
  expect(await under("CHOWN", "SETGID", "SETUID")).toMatchObject({ passes: true, problem: "" });
  expect(await under("SETGID", "SETUID")).toMatchObject({
    passes: false,
    problem: text("/tmp/app/key: owner 0:0, the original's is 33:33"),
  });
});

/** getfacl(1): user::rw-,user:33:r--,group::r--,mask::r--,other::---. The mode is the same without it. */
const acl = "0200000001000600ffffffff020004002100000004000400ffffffff10000400ffffffff20000000ffffffff";
const netRaw = "0100000200200000000000000000000000000000";

/** Each needs one capability, and answers the same without it. */
const refusals: readonly [without: Capability, main: string, problem: string][] = [
  ["CHOWN", "mkdir -p /data/spool; chown 0:7 /data/spool", "/data/spool: owner 0:0, the original's is 0:7"],
  [
    "FSETID",
    "mkdir -p /srv/spool; chown 0:7 /srv/spool; chmod 2710 /srv/spool",
    "/srv/spool: mode 710, the original's is 2710",
  ],
  [
    "FOWNER",
    `echo s > /data/key; chmod 640 /data/key; chown 33:0 /data/key; attribute /data/key system.posix_acl_access ${acl}`,
    "/data/key: ACL none, the original's is user::rw-,user:33:r--,group::r--,mask::r--,other::---",
  ],
  [
    "SETFCAP",
    `cp /bin/attribute /srv/tool; attribute /srv/tool security.capability ${netRaw}`,
    "/srv/tool: capabilities none, the original's is cap_net_raw=ep",
  ],
];
const all: readonly Capability[] = ["CHOWN", "FOWNER", "FSETID", "SETFCAP"];

test("reports a listable spool, and a missing ACL and capability", async ({ skip }) => {
  if (program === undefined) return skip(noCompiler);
  const runner = await runnerOf("refusals", refusals.map(([, main]) => main).join("; "), data);
  const under = (addCapabilities: readonly Capability[]) =>
    runner.run(`with ${addCapabilities.join()}`, { dropAll: true, addCapabilities });
  expect(await under(all)).toMatchObject({ passes: true, problem: "" });
  for (const [name, , problem] of refusals)
    expect(await under(all.filter((one) => one !== name)), name).toMatchObject({
      passes: false,
      problem: text(problem),
    });
});

/** Refused to the original as well, and a refusal that changes nothing. */
const complains = "chown 33:33 /config; mknod /tmp/x c 1 3; rm -f /tmp/x";
const config = { volumes: [{ name: "config", path: "/config", readOnly: true }] };
const complaint = "mknod: /tmp/x: Operation not permitted";

test("grants nothing for refusals of the original or mere complaints, and quotes them", async () => {
  const runner = await runnerOf("complains", complains, config);
  const learned = await learnCapabilities(runner, {}, observed("CHOWN", "MKNOD"), true);
  expect([learned.required, learned.tolerated]).toEqual([[], [complaint]]);
  const { verdict, detail } = (await proveTogether(runner, learned.restrictions, [])).proof;
  expect([verdict, detail]).toEqual(["holds", text(`new log line "${complaint}"; same owners, modes, ACLs and`)]);
});

test.runIf(long)("does not tolerate a refusal if files are not visible, and reports it", async () => {
  const { engine } = session;
  const remote: EngineSession = { ...session, engine: { ...engine, info: { ...engine.info, sameKernel: false } } };
  const runner = await runnerOf("complains-remote", complains, { ...config, on: remote });
  const learned = await learnCapabilities(runner, {}, observed("CHOWN", "MKNOD"), true);
  expect([learned.required, learned.tolerated]).toEqual([["MKNOD"], []]);
  const { verdict, detail } = (await proveTogether(runner, learned.restrictions, [])).proof;
  const reason = "the engine's files cannot be read from this machine";
  expect([verdict, detail]).toEqual([
    "holds",
    text(`log lines and exit codes; owners and modes of files were not compared (${reason})`),
  ]);
});

test.runIf(long)("compares files that only a step or the restart protects", async () => {
  const upload = cgi("upload", "echo x > /srv/upload; chown 33:33 /srv/upload; printf '\\n\\nok'");
  const restart =
    "if test -f /data/seen; then chmod 600 /data/seen; else echo x > /data/seen; chown 7:7 /data/seen; fi";
  const runner = await runnerOf("later", restart, {
    ...data,
    more: [upload],
    steps: [get("/cgi-bin/upload", 200, "ok")],
  });
  const under = (...addCapabilities: Capability[]) =>
    runner.run(`with ${addCapabilities.join()}`, { dropAll: true, addCapabilities });
  expect(await under("CHOWN", "FOWNER")).toMatchObject({ passes: true });
  const [broken] = (await under("FOWNER")).trials;
  expect(broken?.problems.filter((one) => one.includes("owner 0:0"))).toEqual([
    "/data/seen: owner 0:0, the original's is 7:7",
    "/srv/upload: owner 0:0, the original's is 33:33",
  ]);
  expect((await under("CHOWN")).problem).toContain("/data/seen: mode 644, the original's is 600 after the restart");
});

test.runIf(long)("accepts another user for root, not for a worker that root protects files from", async () => {
  const main = "mkdir -p /tmp/app; echo x > /tmp/app/state; chmod 600 /tmp/app/state";
  const plain = await runnerOf("as-user", main);
  expect(await plain.run("as 10001", { user: "10001:10001" })).toMatchObject({ passes: true, problem: "" });
  const worker = await runnerOf("as-worker", main, { more: [passwd], server: stepsDown });
  const result = await worker.run("as 33", { user: "33:33" });
  expect(result).toMatchObject({ passes: false, problem: text("/tmp/app/state: readable by uid 33") });
});

const jail = { path: "/srv", mode: "755", uid: 33, gid: 33, sizeBytes: 1024 * 1024 };
test.for<[name: string, main: string, notCompared: string]>([
  ["alone", "exec /server after=0 by=chroot", "changed their root"],
  ["beside another process", "sleep 1000 & exec /server after=0 by=chroot", "compared"],
])("finds the right files if the main process changed its root: %s", async ([, main, notCompared], { skip }) => {
  await using built = await compiled(droppingServer);
  if (built === undefined) return skip(noCompiler);
  const files = [
    { path: "srv/", uid: 33, gid: 33 },
    { path: "server", mode: 0o755, content: built.bytes },
  ];
  const image = await proofImage(session, "jailed", main, { files });
  const request = {
    ...image,
    workload: webWorkload({ steps: [get("/")] }),
    trialIds: trialIds(),
    progress: () => {},
  };
  const base = await runReference(session, request);
  const runner = createExperimentRunner(session, {
    ...request,
    workload: base.workload,
    reference: base,
    stage: "learn",
  });
  const result = await runner.run("a tmpfs as its jail", { readOnlyRootfs: true, tmpfs: [jail] });
  expect(result.problem).toBe("");
  expect(result.trials[0]?.filesNotCompared ?? "compared").toContain(notCompared);
});
