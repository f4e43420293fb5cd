import { readdir } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { createContainer } from "../../src/sources/engine/containers/containers.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { CreateRequest } from "../../src/domain/container/create-request.ts";
import type { Container, Engine, EngineSession } from "../../src/sources/engine/types.ts";
import { tinyImage } from "../images/tiny.ts";
import { forever, objectsOf } from "./fixture.ts";
import { permit } from "../permits.ts";

let engine: Engine;
let session: EngineSession;
beforeAll(async () => {
  engine = await connect();
  session = await openEngineSession(engine);
});
afterAll(async () => {
  await session[Symbol.asyncDispose]();
  expect(await objectsOf(engine, session.id)).toEqual([]);
});

async function started(spec: Omit<CreateRequest, "image">): Promise<Container> {
  const container = await createContainer(session, { image: tinyImage, network: "none", ...spec }, permit);
  await container.start();
  return container;
}

async function output(container: Container, script: string, user?: string): Promise<string> {
  const result = await container.exec(["sh", "-c", script], user === undefined ? {} : { user });
  return `${result.exitCode} ${(result.stdout + result.stderr).trim()}`;
}

describe("a life", () => {
  test("start, state, logs, stop with its own exit code, start again", async () => {
    await using container = await started({ command: ["sh", "-c", `echo out; echo err >&2; ${forever[2]}`] });
    const state = await container.state();
    expect(state).toMatchObject({ running: true, oomKilled: false, error: "" });
    expect(state.pid).toBeGreaterThan(1);
    await expect.poll(() => container.logs()).toEqual({ stdout: "out\n", stderr: "err\n" });
    await container.stop(10_000);
    expect(await container.state()).toMatchObject({ running: false, pid: 0, exitCode: 3 });
    await container.start();
    await expect.poll(() => container.logs()).toEqual({ stdout: "out\nout\n", stderr: "err\nerr\n" });
    await container.kill("SIGKILL");
    expect(await container.wait(10_000)).toBe(137);
  });

  test("a program that does not react to SIGTERM is killed after the time given", async () => {
    await using container = await started({ command: ["sh", "-c", "trap '' TERM; while :; do sleep 0.1; done"] });
    await container.stop(1000);
    expect(await container.state()).toMatchObject({ running: false, exitCode: 137, oomKilled: false });
  });

  test("wait gives up with a Failure", async () => {
    await using container = await started({ command: forever });
    await expect(container.wait(300)).rejects.toMatchObject({
      code: "timed-out",
      message: expect.stringContaining("still runs"),
    });
  });

  test("a program that is not in the image does not start, and the engine's words are told", async () => {
    await using container = await createContainer(session, { image: tinyImage, command: ["/no/such/program"] }, permit);
    await expect(container.start()).rejects.toMatchObject({
      code: "engine-refused",
      message: expect.stringMatching(/does not start:.*no such file or directory/),
      hint: expect.stringContaining("ENTRYPOINT"),
    });
  });

  test("an image that is not there, or has nothing to run", async () => {
    await expect(createContainer(session, { image: "hullproof-test/absent:1" }, permit)).rejects.toMatchObject({
      code: "no-such-image",
    });
    await expect(createContainer(session, { image: tinyImage }, permit)).rejects.toMatchObject({
      code: "engine-refused",
      message: expect.stringMatching(/no command/i) as string,
    });
  });
});

describe("exec", () => {
  test("output, exit code, user and host pid", async () => {
    await using container = await started({ command: forever });
    const result = await container.exec(["sh", "-c", "id -u; echo oops >&2; sleep 0.3; exit 5"], { user: "app" });
    expect(result).toMatchObject({ exitCode: 5, stdout: "1000\n", stderr: "oops\n" });
    expect(result.pid).toBeGreaterThan(1);
    // Docker says 126 until 28, and 127, as a shell does, since 29.
    expect((await container.exec(["no-such-program"])).exitCode).toBeOneOf([126, 127]);
  });

  test("one that hangs is ended, also in the container where its pid can be reached", async () => {
    await using container = await started({ command: forever });
    await expect(container.exec(["sleep", "1234"], { timeoutMs: 1000 })).rejects.toMatchObject({ code: "timed-out" });
    if (engine.info.sameKernel)
      await expect.poll(() => output(container, "ps | grep -c '[s]leep 1234'"), { timeout: 5000 }).toBe("1 0");
  });

  test("much output is bounded and says so", async () => {
    await using container = await started({ command: forever });
    const { stdout } = await container.exec(["sh", "-c", "echo first; head -c 9000000 /dev/zero; echo; echo last"]);
    expect(stdout.length).toBeLessThan(4.2 * 1024 * 1024);
    expect(stdout.startsWith("first\n")).toBe(true);
    expect(stdout.endsWith("\nlast\n")).toBe(true);
    expect(stdout).toMatch(/\[hullproof left out \d+ bytes here/);
  });

  test("a container that does not run is a Failure", async () => {
    await using container = await createContainer(session, { image: tinyImage, command: forever }, permit);
    await expect(container.exec(["true"])).rejects.toMatchObject({
      code: "engine-refused",
      message: expect.stringContaining("not running"),
    });
  });
});

describe("restrictions reach the kernel", () => {
  test("capabilities and no-new-privileges", async () => {
    const status = "grep -E 'CapBnd|NoNewPrivs' /proc/self/status";
    await using none = await started({ command: forever, capDrop: ["ALL"], noNewPrivileges: true });
    expect(await output(none, status)).toMatch(/CapBnd:\s0{16}\nNoNewPrivs:\s1$/);
    await using chown = await started({ command: forever, capDrop: ["ALL"], capAdd: ["CHOWN"] });
    expect(await output(chown, status)).toMatch(/CapBnd:\s0{15}1\nNoNewPrivs:\s0$/);
    await using all = await started({ command: forever });
    expect(await output(all, status)).toMatch(/CapBnd:\s00000000a80425fb/);
  });

  test("read-only root with a tmpfs and a volume", async () => {
    await using container = await started({
      command: forever,
      readOnlyRootfs: true,
      tmpfs: { "/tmp": "rw,noexec,nosuid,nodev,size=1m,mode=1777" },
      volumes: [{ name: "data", path: "/data" }],
    });
    expect(await output(container, "touch /x")).toMatch(/^1 .*Read-only file system/);
    expect(await output(container, "touch /tmp/x /data/x && echo fine")).toBe("0 fine");
    expect(await output(container, "dd if=/dev/zero of=/tmp/big bs=1000000 count=2")).toMatch(/No space left/);
  });

  test("a process over its memory is killed, and the state says why", async () => {
    await using container = await started({ command: ["tail", "/dev/zero"], memoryBytes: 16 * 1024 * 1024 });
    expect(await container.wait(60_000)).toBe(137);
    expect(await container.state()).toMatchObject({ running: false, oomKilled: true, exitCode: 137 });
  });

  test("pids, cpus, user, environment", async () => {
    await using container = await started({
      command: ["tail", "-f", "/dev/null"],
      // The runtime's own threads count too while it starts a command.
      pids: 24,
      cpus: 0.5,
      user: "1000:1000",
      env: { GREETING: "a=b c" },
    });
    expect(await output(container, 'id -u; echo "$GREETING"')).toBe("0 1000\na=b c");
    expect(await output(container, "n=0; while [ $n -lt 30 ]; do sleep 1 & n=$((n+1)); done; wait")).toMatch(
      /can't fork/,
    );
    const inspected = await engine.call<{ HostConfig: Record<string, unknown> }>({
      method: "GET",
      path: `/containers/${container.id}/json`,
    });
    expect(inspected.HostConfig).toMatchObject({ NanoCpus: 500_000_000, PidsLimit: 24, Init: false });
  });
});

describe("what is seen from outside", () => {
  test("changes, and the upper directory where it can be read", async () => {
    await using container = await started({ command: forever });
    await container.exec(["sh", "-c", "touch /tmp/new; rm /bin/wget; echo x >> /etc/group"]);
    expect(await container.changes()).toEqual([
      { path: "/bin", kind: 0 },
      { path: "/bin/wget", kind: 2 },
      { path: "/etc", kind: 0 },
      { path: "/etc/group", kind: 0 },
      { path: "/tmp", kind: 0 },
      { path: "/tmp/new", kind: 1 },
    ]);
    if (container.overlay !== undefined) expect(await readdir(`${container.overlay.upper}/tmp`)).toEqual(["new"]);
  });

  test("a published port answers on this machine, after a restart too", async () => {
    await using container = await started({
      network: "bridge",
      ports: [8080],
      command: ["sh", "-c", "echo hello > /tmp/a; exec httpd -f -p 8080 -h /tmp"],
    });
    const read = async () => (await fetch(`http://127.0.0.1:${await container.hostPort(8080)}/a`)).text();
    await expect.poll(read, { timeout: 10_000 }).toBe("hello\n");
    await container.stop(1000);
    await expect(container.hostPort(8080)).rejects.toMatchObject({ code: "engine-refused" });
    await container.start();
    await expect.poll(read, { timeout: 10_000 }).toBe("hello\n");
    await expect(container.hostPort(9090)).rejects.toMatchObject({ code: "engine-refused" });
  });

  test("disposing of a container takes its volumes, named and anonymous, and twice is once", async () => {
    const container = await started({ command: forever, volumes: [{ name: "my data!", path: "/data" }] });
    const names = await objectsOf(engine, session.id);
    expect(names.filter((name) => name.includes(container.name))).toEqual([
      `/${container.name}`,
      `${container.name}-my-data-`,
    ]);
    await container[Symbol.asyncDispose]();
    await container[Symbol.asyncDispose]();
    expect((await objectsOf(engine, session.id)).filter((name) => name.includes(container.name))).toEqual([]);
  });
});
