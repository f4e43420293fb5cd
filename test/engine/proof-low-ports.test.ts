// Docker lets a container bind ports below 1024 without NET_BIND_SERVICE: what was proven that way has to say so, or breaks on every other engine.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Workload } from "../../src/domain/workload/workload.ts";
import type { Restrictions } from "../../src/domain/profile/restrictions.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { environmentLesson, nothing } from "./environment-lesson.ts";
import { proofImage, webWorkload } from "./proof-image.ts";
import { long } from "../long.ts";

let session: EngineSession;
beforeAll(async () => {
  session = await openEngineSession(await connect());
});
afterAll(() => session[Symbol.asyncDispose]());

const portStart = "net.ipv4.ip_unprivileged_port_start";
/** The lesson alone, under `current`. */
async function lessonOf(main: string, workload: Workload, current?: Restrictions) {
  const image = await proofImage(session, "low", `trap "exit 0" TERM; ${main} & wait`, {
    files: [{ path: "www/index.html", content: "hello\n" }],
  });
  return environmentLesson(session, image, workload, current);
}

test("requires a sysctl for a port below 1024 without NET_BIND_SERVICE, with a witness, and no capability instead", async () => {
  const { restrictions, witnesses, because, assumptions } = await lessonOf(
    "httpd -f -p 80 -h /www",
    webWorkload({ ready: { kind: "tcp", port: 80 }, restart: false }),
  );
  expect(restrictions).toEqual({ sysctls: { [portStart]: "0" } });
  expect(witnesses).toMatchObject([
    { field: "sysctls", value: `${portStart}=0`, restrictions: { ...nothing, sysctls: { [portStart]: "1024" } } },
  ]);
  expect(witnesses?.[0]?.problem).toMatch(/permission denied/iu);
  expect(because?.["sysctls"]?.[0]).toContain("ports below 1024 are privileged");
  expect(assumptions?.["ports below 1024"]).toMatch(/^port 80 .*: needs NET_BIND_SERVICE there$/u);
});

test.runIf(long)("also as user 1000, and together with settings learned before", async () => {
  const current = { ...nothing, user: "1000:1000", sysctls: { "net.core.somaxconn": "128" } };
  const workload = webWorkload({ ready: { kind: "tcp", port: 1023 }, restart: false });
  const { restrictions } = await lessonOf("httpd -f -p 1023 -h /www", workload, current);
  expect(restrictions).toEqual({ sysctls: { "net.core.somaxconn": "128", [portStart]: "0" } });
});

test("a port that no step reaches, on loopback, without a network", async () => {
  const workload = webWorkload({ ready: { kind: "running", forMs: 300 }, restart: false });
  const current: Restrictions = { ...nothing, network: "none" };
  const { restrictions, assumptions } = await lessonOf("httpd -f -p 127.0.0.1:79 -h /www", workload, current);
  expect(restrictions).toEqual({ sysctls: { [portStart]: "0" } });
  expect(assumptions?.["network"]).toBe(`none, ${portStart}=0`);
});

test.runIf(long).each<[string, string, Partial<Workload>, Restrictions]>([
  ["port 1024", "httpd -f -p 1024 -h /www", { ready: { kind: "tcp", port: 1024 } }, nothing],
  [
    "a grant, which the profile has already",
    "httpd -f -p 80 -h /www",
    { ready: { kind: "tcp", port: 80 }, grants: { sysctls: { [portStart]: "80" } } },
    nothing,
  ],
  [
    "root with NET_BIND_SERVICE",
    "httpd -f -p 80 -h /www",
    { ready: { kind: "tcp", port: 80 } },
    { dropAll: true, addCapabilities: ["NET_BIND_SERVICE"] },
  ],
])("does not require it: %s", async (_, main, changes, current) => {
  const { restrictions, witnesses } = await lessonOf(main, webWorkload({ restart: false, ...changes }), current);
  expect({ restrictions, witnesses }).toEqual({ restrictions: {}, witnesses: [] });
});

test("lists the required host setting for the host's network, which no container can set", async () => {
  const workload = webWorkload({
    ready: { kind: "tcp", port: 923 },
    grants: { network: "host" },
    restart: false,
  });
  const { restrictions, assumptions, trials } = await lessonOf("httpd -f -p 127.0.0.1:923 -h /www", workload);
  expect(restrictions).toEqual({});
  expect(trials.map(({ title }) => title).join()).not.toContain(portStart);
  expect(assumptions?.["ports below 1024"]).toMatch(/^port 923 without NET_BIND_SERVICE, as the host's own /u);
  const held = await lessonOf("httpd -f -p 127.0.0.1:923 -h /www", workload, {});
  expect(held.assumptions).not.toHaveProperty("ports below 1024");
});
