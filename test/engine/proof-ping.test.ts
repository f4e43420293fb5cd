// Docker lets every group of a container ping without NET_RAW, Podman root's alone, and Kubernetes none: what was proven that way has to say so.
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { long } from "../long.ts";
import { compiled, noCompiler } from "./compiled.ts";
import { environmentLesson, nothing } from "./environment-lesson.ts";
import { proofImage, webWorkload, type ProofImage } from "./proof-image.ts";

/** One echo request to 127.0.0.1 by a datagram socket, icmp(7), as the ping of iputils sends it; its answer ends it with 0. */
const pinger = `
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <stdio.h>
#include <sys/socket.h>
int main(void) {
  struct sockaddr_in to = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
  struct icmphdr echo = { .type = ICMP_ECHO };
  char answer[64];
  int fd = socket(AF_INET, SOCK_DGRAM, IPPROTO_ICMP);
  if (fd < 0) return perror("ping"), 1;
  if (sendto(fd, &echo, sizeof echo, 0, (struct sockaddr *)&to, sizeof to) < 0) return perror("ping"), 1;
  return recv(fd, answer, sizeof answer, 0) > 0 ? 0 : 1;
}
`;

const pingGroups = "net.ipv4.ping_group_range";
let session: EngineSession;
let program: Buffer | undefined;
beforeAll(async () => {
  session = await openEngineSession(await connect());
  await using built = await compiled(pinger);
  program = built?.bytes;
});
afterAll(() => session[Symbol.asyncDispose]());

function pingerImage(name: string): Promise<ProofImage> {
  return proofImage(session, name, 'trap "exit 0" TERM; httpd -f -p 8080 -h /srv & wait', {
    files: [
      { path: "ping", mode: 0o755, content: program ?? "" },
      { path: "srv/index.html", content: "hello\n" },
    ],
  });
}

const workload = webWorkload({
  steps: [{ kind: "exec", name: "ping", command: ["/ping"], exitCode: 0 }],
  restart: false,
});

test.for<readonly [user: string, range: string]>([
  ["1000:1001", "1001 1001"],
  ...(long
    ? ([
        ["0:0", "0 0"],
        // Its group is in no number: the groups that every engine can name.
        ["1000", "0 65535"],
      ] as const)
    : []),
])(
  "requires a sysctl for user %s that pings without NET_RAW, with a witness, for its own group",
  async ([user, range], { skip }) => {
    if (program === undefined) return skip(noCompiler);
    const { restrictions, witnesses, because, assumptions } = await environmentLesson(
      session,
      await pingerImage("pings"),
      workload,
      { ...nothing, user },
    );
    expect(restrictions).toEqual({ sysctls: { [pingGroups]: range } });
    expect(witnesses).toMatchObject([
      { field: "sysctls", value: `${pingGroups}=${range}`, restrictions: { sysctls: { [pingGroups]: "1 0" } } },
    ]);
    expect(witnesses?.[0]?.problem).not.toBe("");
    expect(because?.["sysctls"]?.[0]).toContain("no one may ping without NET_RAW");
    expect(assumptions?.["ping"]).toContain(`${pingGroups} ${range} lets it`);
  },
);

test.runIf(long)("keeps the value of a grant, and requires nothing without pings", async ({ skip }) => {
  if (program === undefined) return skip(noCompiler);
  const image = await pingerImage("pings-anyway");
  const granted = { ...workload, grants: { sysctls: { [pingGroups]: "0 10" } } };
  expect((await environmentLesson(session, image, granted)).restrictions).toEqual({});
  const lesson = await environmentLesson(session, image, webWorkload({ restart: false }));
  expect(lesson.restrictions).toEqual({});
  expect(lesson.assumptions).not.toHaveProperty("ping");
});
