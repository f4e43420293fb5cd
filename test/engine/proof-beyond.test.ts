import { afterAll, beforeAll, expect, test } from "vitest";
import type { SeccompProfile } from "../../src/domain/profile/seccomp.ts";
import type { Workload } from "../../src/domain/workload/workload.ts";
import { toRestrictions } from "../../src/dialects/text/to-restrictions.ts";
import { runReference } from "../../src/proof/experiment/run-reference.ts";
import { createExperimentRunner } from "../../src/proof/experiment/create-experiment-runner.ts";
import { besideProfile } from "../../src/proof/learn/beside-profile.ts";
import { learn } from "../../src/proof/learn/learn.ts";
import { learnSeccomp } from "../../src/proof/learn/lessons/seccomp.ts";
import { observeSystem } from "../../src/proof/observe/system.ts";
import { runTrial } from "../../src/proof/trial/trial.ts";
import { trialIds } from "../../src/proof/trial/trial-ids.ts";
import { withLargeBodies } from "../../src/proof/workload/with-large-bodies.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { allowedBy } from "../../src/text/allowed-by.ts";
import { compiled, noCompiler } from "./compiled.ts";
import { long } from "../long.ts";
import { cgi, proofImage, serve, webWorkload, type ProofImage } from "./proof-image.ts";

let session: EngineSession;
beforeAll(async () => {
  session = await openEngineSession(await connect());
});
afterAll(() => session[Symbol.asyncDispose]());

const progress = () => {};
const main = (args: string) => `trap "exit 0" TERM; /server ${args} & wait`;

/** Answers datagrams on port 5300, and connections too where its first argument is `both`; an accept that fails is logged, and tried again at once. */
const nameServer = `
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
int main(int argc, char **argv) {
  struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(5300) };
  int udp = socket(AF_INET, SOCK_DGRAM, 0), tcp = -1, one = 1;
  if (bind(udp, (void *)&at, sizeof at)) return 1;
  if (argc > 1 && !strcmp(argv[1], "both")) {
    tcp = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(tcp, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(tcp, (void *)&at, sizeof at) || listen(tcp, 8)) return 2;
  }
  for (;;) {
    struct pollfd both[2] = { { udp, POLLIN, 0 }, { tcp, POLLIN, 0 } };
    poll(both, 2, -1);
    char text[512];
    struct sockaddr_in from;
    socklen_t size = sizeof from;
    if (both[0].revents & POLLIN) {
      ssize_t got = recvfrom(udp, text, sizeof text, 0, (void *)&from, &size);
      if (got > 0) sendto(udp, "answer\\n", 7, 0, (void *)&from, size);
    }
    if (both[1].revents & POLLIN) {
      int client = accept4(tcp, NULL, NULL, SOCK_CLOEXEC);
      if (client < 0) { fprintf(stderr, "accept failed\\n"); continue; }
      write(client, "answer\\n", 7);
      close(client);
    }
  }
}`;

const lookup: Workload["steps"][number] = {
  kind: "udp",
  name: "lookup",
  port: 5300,
  send: { text: "?" },
  expect: { text: "^answer" },
  timeoutMs: 3000,
};
const transfer: Workload["steps"][number] = {
  kind: "tcp",
  name: "transfer",
  port: 5300,
  expect: { text: "^answer" },
  timeoutMs: 3000,
};

/** The list of calls that is learned from these steps; undefined where calls can't be seen. */
async function listOf(image: ProofImage, workload: Workload): Promise<SeccompProfile | undefined> {
  const request = { ...image, workload, trialIds: trialIds(), progress };
  const system = await observeSystem(session, []);
  const base = await runReference(session, { ...request, observe: [system.observer] });
  const { calls } = await system.finish();
  if (calls === undefined) return undefined;
  const runner = createExperimentRunner(session, {
    ...request,
    workload: base.workload,
    reference: base,
    stage: "learn",
  });
  const lesson = await learnSeccomp(runner, {}, calls, "");
  expect(lesson.proofs.map(({ verdict }) => verdict)).toEqual(["holds"]);
  return lesson.restrictions.seccomp;
}

test("accepts TCP connections under the allowlist of a name server with a UDP workload", async (context) => {
  await using server = await compiled(nameServer);
  if (server === undefined) return context.skip(noCompiler);
  const image = await proofImage(session, "names", main("both"), {
    files: [{ path: "server", mode: 0o755, content: server.bytes }],
  });
  const workload = webWorkload({ ready: { kind: "tcp", port: 5300 }, steps: [lookup], restart: false });
  const seccomp = await listOf(image, workload);
  if (seccomp === undefined) return context.skip("calls can't be seen here");
  const both = { ...workload, steps: [lookup, transfer] };
  const trial = await runTrial(session, { id: "x1", title: "", ...image, workload: both, restrictions: { seccomp } });
  expect(trial.problems).toEqual([]);
  expect(trial.logTail).toEqual([]);
});

test("allows no listening and no file work that a server did not need", async (context) => {
  await using server = await compiled(nameServer);
  if (server === undefined) return context.skip(noCompiler);
  const image = await proofImage(session, "datagrams", main("one"), {
    files: [{ path: "server", mode: 0o755, content: server.bytes }],
  });
  const ready = { kind: "running", forMs: 300 } as const;
  const seccomp = await listOf(image, webWorkload({ ready, steps: [lookup], restart: false }));
  if (seccomp === undefined) return context.skip("calls can't be seen here");
  const { always, sometimes } = allowedBy(seccomp);
  for (const name of ["listen", "accept", "accept4", "flock", "ftruncate", "rename"])
    expect([...always, ...sometimes], name).not.toContain(name);
});

/**
 * Answers requests on port 8080. The body of one above 100 kB goes through a temporary file; one above the number of bytes that its argument says is refused.
 */
const spooler = `
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
static int spool(int client, long left, const char *first, long there) {
  char name[] = "/tmp/spool-XXXXXX", text[65536];
  int file = mkstemp(name);
  if (file < 0 || fchmod(file, 0600) || flock(file, LOCK_EX) || ftruncate(file, left) || unlink(name)) return -1;
  if (write(file, first, there) != there) return -1;
  for (left -= there; left > 0;) {
    ssize_t got = read(client, text, sizeof text);
    if (got <= 0 || write(file, text, got) != got) return -1;
    left -= got;
  }
  return close(file);
}
int main(int argc, char **argv) {
  long most = argc > 1 ? atol(argv[1]) : 1L << 40;
  struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(8080) };
  int one = 1, tcp = socket(AF_INET, SOCK_STREAM, 0);
  setsockopt(tcp, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(tcp, (void *)&at, sizeof at) || listen(tcp, 64)) return 1;
  for (;;) {
    int client = accept(tcp, NULL, NULL);
    if (client < 0) continue;
    static char text[200000];
    long size = 0;
    char *end = NULL;
    while (!end && size < 8192) {
      ssize_t got = read(client, text + size, 8192 - size);
      if (got <= 0) break;
      size += got;
      text[size] = 0;
      end = strstr(text, "\\r\\n\\r\\n");
    }
    if (!end) { close(client); continue; }
    char *length = strcasestr(text, "content-length:");
    long bytes = length ? atol(length + 15) : 0, there = size - (end + 4 - text);
    int status = 200;
    if (bytes > most) status = 413;
    else if (bytes > 100000) status = spool(client, bytes, end + 4, there) ? 500 : 200;
    else while (there < bytes) {
      ssize_t got = read(client, text, sizeof text);
      if (got <= 0) break;
      there += got;
    }
    char answer[200];
    sprintf(answer, "HTTP/1.1 %d X\\r\\nContent-Length: 3\\r\\nConnection: close\\r\\n\\r\\n%s\\n", status, status == 200 ? "ok" : "no");
    write(client, answer, strlen(answer));
    shutdown(client, SHUT_WR);
    while (read(client, text, sizeof text) > 0);
    close(client);
  }
}`;

const upload = (bytes: number): Workload["steps"][number] => ({
  kind: "http",
  name: "upload",
  port: 8080,
  method: "POST",
  path: "/",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ text: "x".repeat(bytes) }),
  status: 200,
  bodyPattern: "^ok",
  timeoutMs: 5000,
});

test("allows large bodies through a temporary file in a profile learned from a small one", async (context) => {
  await using server = await compiled(`#define _GNU_SOURCE\n${spooler}`);
  if (server === undefined) return context.skip(noCompiler);
  const image = await proofImage(session, "spooler", main(""), {
    files: [{ path: "server", mode: 0o755, content: server.bytes }],
  });
  const workload = webWorkload({ steps: [upload(20)] });
  const learned = await learn(session, { ...image, imageName: "spooler:1", workload, progress });
  const { profile } = learned;
  expect(learned.proofs.at(-1)?.verdict).toBe("holds");
  expect(profile).toMatchObject({ readOnlyRootfs: true, capabilities: { required: [] } });
  expect(profile.untested ?? []).toEqual([]);
  const larger = { ...workload, steps: [upload(20), upload(300_000), upload(900_000)], restart: false };
  const restrictions = toRestrictions(profile);
  const trial = await runTrial(session, { id: "x1", title: "", ...image, workload: larger, restrictions });
  expect(trial.problems).toEqual([]);
  expect(profile.workload.steps.map(({ name }) => name)).toEqual(["upload", "upload, 1 MB"]);
});

test.runIf(long)(
  "reports a server that refuses large bodies, without repeating them or granting anything",
  async (context) => {
    await using server = await compiled(`#define _GNU_SOURCE\n${spooler}`);
    if (server === undefined) return context.skip(noCompiler);
    const image = await proofImage(session, "refuser", main("50000"), {
      files: [{ path: "server", mode: 0o755, content: server.bytes }],
    });
    const workload = withLargeBodies(webWorkload({ steps: [upload(20)] }));
    expect(workload.steps).toHaveLength(2);
    const base = await runReference(session, { ...image, workload, trialIds: trialIds(), progress });
    expect(base.workload.steps.map(({ name }) => name)).toEqual(["upload"]);
    expect(base.ran).toHaveLength(2);
    for (const { outcome, lives } of base.ran)
      expect([outcome, ...lives.map(({ steps }) => steps.length)]).toEqual(["passes", 1, 1]);
    const beside = besideProfile(image.imageSummary, base, { listening: [], tmpfs: [], growth: undefined });
    expect(beside.untested).toEqual([
      {
        what: "bodies above 31 bytes",
        why: "the original does not take upload, 1 MB as it takes the declared one (status 413, expected 200)",
        add: expect.stringContaining("workload.maxBody") as string,
      },
    ]);
  },
);

test.runIf(long)("learns a server that crashes on a large body without one", async () => {
  const image = await proofImage(session, "mortal", `${serve}; exit 3`, {
    files: [cgi("up", '[ "$CONTENT_LENGTH" -lt 1000 ] || kill 1; cat > /dev/null; echo; echo ok')],
  });
  const post = { ...upload(20), path: "/cgi-bin/up" } as Workload["steps"][number];
  const workload = withLargeBodies(webWorkload({ steps: [post] }));
  const base = await runReference(session, { ...image, workload, trialIds: trialIds(), progress });
  expect(base.workload.steps.map(({ name }) => name)).toEqual(["upload"]);
  expect(base.refused?.map(({ bytes, problem }) => [bytes, problem])).toEqual([[31, "the original breaks"]]);
});
