import { afterAll, beforeAll, expect, test } from "vitest";
import { createRequest } from "../../src/proof/trial/environment/create-request.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { createContainer } from "../../src/sources/engine/containers/containers.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { tinyImage } from "../images/tiny.ts";
import { forever } from "./fixture.ts";
import { webWorkload } from "./proof-image.ts";
import { permitFor } from "../permits.ts";

let session: EngineSession;
beforeAll(async () => {
  session = await openEngineSession(await connect());
});
afterAll(() => session[Symbol.asyncDispose]());

test("passes filter, prepared volume, sysctl, ulimit, init and grants of a trial to its process", async () => {
  const workload = webWorkload({
    volumes: [{ name: "data", path: "/data" }],
    grants: { capabilities: ["IPC_LOCK"], ulimits: [{ name: "nofile", soft: 99, hard: 100 }], network: "none" },
  });
  const spec = createRequest(tinyImage, workload, {
    prepared: [{ path: "/data", uid: 1234, gid: 5678, mode: "1770" }],
    sysctls: { "net.ipv4.ip_unprivileged_port_start": "1024" },
    init: true,
  });
  const seccomp = JSON.stringify({
    defaultAction: "SCMP_ACT_ALLOW",
    architectures: ["SCMP_ARCH_X86_64", "SCMP_ARCH_AARCH64"],
    syscalls: [{ names: ["mkdir", "mkdirat"], action: "SCMP_ACT_ERRNO", errnoRet: 38 }],
  });
  await using container = await createContainer(
    session,
    { ...spec, seccomp, command: forever },
    await permitFor(workload),
  );
  await container.start();
  const inside = async (script: string) => {
    const { stdout, stderr } = await container.exec(["sh", "-c", script]);
    return `${stdout}${stderr}`.trim();
  };
  expect(await inside("ls -ldn /data")).toMatch(/^drwxrwx--T +\d+ 1234 +5678 /u);
  expect(await inside("mkdir /x")).toContain("Function not implemented");
  expect(await inside("cat /proc/sys/net/ipv4/ip_unprivileged_port_start")).toBe("1024");
  expect(await inside("cat /proc/1/comm")).toBe("docker-init");
  expect(await inside("grep 'open files' /proc/self/limits")).toMatch(/ 99 +100 /u);
  // CAP_IPC_LOCK is 14, and nothing was dropped.
  expect(await inside("grep CapBnd /proc/self/status")).toBe("CapBnd:\t00000000a80465fb");
  expect(await inside("cat /proc/net/dev | tail -n +3 | wc -l")).toBe("1");
});
