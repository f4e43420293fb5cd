// Ports of containers whose engine publishes them in a network that is not ours, as a remote engine does and one in a container.
import { expect, test } from "vitest";
import type { LifecycleContext } from "../../src/proof/trial/lifecycle/lifecycle-context.ts";
import tcp, { tcpExchange } from "../../src/proof/trial/steps/tcp.ts";
import { isListening } from "../../src/proof/trial/lifecycle/listening.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { createContainer } from "../../src/sources/engine/containers/containers.ts";
import { startHelper } from "../../src/sources/engine/reach/helper.ts";
import { findPortRoute } from "../../src/sources/engine/reach/port-route.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import { ensureTinyImage, tinyImage } from "../images/tiny.ts";
import { permit } from "../permits.ts";
import { engineApart } from "./engine-apart.ts";
import { leftOf } from "./fixture.ts";

const asRoot = process.platform === "linux" && process.getuid?.() === 0;
const { signal } = new AbortController();

test("a container on a network that is not ours is asked from within its own", async () => {
  await using apart = asRoot ? await engineApart({}) : undefined;
  if (apart === undefined) return;
  const { engine } = apart;
  await ensureTinyImage(engine);
  await using session = await openEngineSession(engine);
  expect(await findPortRoute(session, tinyImage, permit)).toBe("inside");
  expect(session.notes).toEqual([]);
  const script =
    "echo hello > /tmp/a; nc -l -p 7000 -e cat & nc -l -s 127.0.0.1 -p 9000 -e cat & exec httpd -f -p 8080 -h /tmp";
  const ports = { ports: [8080, 7000, 9000] };
  const container = await createContainer(
    session,
    { image: tinyImage, command: ["sh", "-c", script], ...ports },
    permit,
  );
  await container.start();
  const read = async () => (await fetch(`http://127.0.0.1:${await container.hostPort(8080)}/a`)).text();
  await expect.poll(read, { timeout: 10_000 }).toBe("hello\n");
  // Many at once, each on a connection of its own.
  expect(await Promise.all(Array.from({ length: 8 }, read))).toEqual(Array.from({ length: 8 }, () => "hello\n"));
  const said = { send: { text: "ping" }, expect: { text: "ping" }, timeoutMs: 10_000 };
  expect(await tcpExchange(await container.hostPort(7000), said, signal)).toEqual({ expected: true });
  // What listens on the container's own loopback is not published, and not reached; nor is what no one listens on.
  const context = { container, signal, engine: engine.info } as unknown as LifecycleContext;
  for (const port of [9000, 9999])
    expect(await tcp.execute({ kind: "tcp", name: "", port, timeoutMs: 10_000 }, context)).toMatchObject({
      problem: expect.any(String),
    });
  const listening = await Promise.all([8080, 9999].map((port) => isListening(undefined, port, container)));
  expect(listening).toEqual([true, false]);
  // A restart makes another network.
  await container.stop(1000);
  await expect(container.hostPort(8080)).rejects.toMatchObject({ code: "engine-refused" });
  await container.start();
  await expect.poll(read, { timeout: 10_000 }).toBe("hello\n");
  await container[Symbol.asyncDispose]();
  expect(await leftOf(engine, session.id)).toEqual([]);
});

test("on an engine of this machine's network, ports are where it publishes them", async () => {
  const engine = await connect();
  await ensureTinyImage(engine);
  await using session = await openEngineSession(engine);
  expect(await findPortRoute(session, tinyImage, permit)).toBe("published");
});

test("what answers for an engine is heard where it publishes on this machine, whatever its address looks like", async () => {
  const engine = await connect();
  await ensureTinyImage(engine);
  // As if nothing were known of it.
  const far = { ...engine, info: { ...engine.info, sameKernel: false } };
  await using session = await openEngineSession(far);
  expect(await findPortRoute(session, tinyImage, permit)).toBe("published");
  expect(await leftOf(engine, session.id)).toEqual([]);
});

test("on a machine that there is no program for, it says so", async () => {
  const engine = await connect();
  await ensureTinyImage(engine);
  const odd = { ...engine, info: { ...engine.info, architecture: "s390x", sameKernel: false } };
  await using session = await openEngineSession(odd);
  await expect(startHelper(session, tinyImage, permit, { words: ["w"], network: "none" })).rejects.toThrow(/s390x/u);
  expect(await findPortRoute(session, tinyImage, permit)).toBe("published");
  expect(session.notes.join()).toContain("was not tried");
});
