import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { expect } from "vitest";
import portTakenTwice from "../../../src/rules/dockerfile-quality/running/port-taken-twice.ts";
import defaultBridge from "../../../src/rules/capabilities/network/default-bridge.ts";
import noOwnNetwork from "../../../src/rules/capabilities/network/no-own-network.ts";
import openDataPort from "../../../src/rules/capabilities/network/open-data-port.ts";
import openPort from "../../../src/rules/capabilities/network/open-port.ts";
import portsDiscarded from "../../../src/rules/capabilities/network/ports-discarded.ts";
import publishedLowPort from "../../../src/rules/capabilities/network/published-low-port.ts";
import publishAll from "../../../src/rules/capabilities/network/publish-all.ts";
import { CannotTry, docker, label, once, run, shows, started, until } from "./premise.ts";

const serve = "busybox httpd -f -p 8080 -h /etc";
/** An address of this host by which others reach it, or containers do. */
const outside = Object.values(networkInterfaces())
  .flatMap((one) => one ?? [])
  .find(({ family, internal }) => family === "IPv4" && !internal)?.address;

/** `0.0.0.0:49153` of a container's port 8080, for each interface. */
async function published(id: string): Promise<readonly string[]> {
  return (await docker("port", id, "8080/tcp")).said.trim().split("\n");
}

const portOf = (addresses: readonly string[]): number => Number(/:(\d+)$/.exec(addresses[0] ?? "")?.[1]);

async function answers(host: string | undefined, port: number): Promise<boolean> {
  if (host === undefined) throw new Error("this host has no address but 127.0.0.1");
  return await new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 });
    const end = (connected: boolean): void => {
      socket.destroy();
      resolve(connected);
    };
    // The engine's proxy takes a connection before the program listens, and closes it.
    socket.once("connect", () => socket.write("GET /passwd HTTP/1.0\r\n\r\n"));
    socket.once("data", () => end(true));
    for (const event of ["error", "close", "timeout"] as const) socket.once(event, () => end(false));
  });
}

const openEverywhere = once(async () => {
  await using open = await started(["-p", "8080"], serve);
  await using closed = await started(["-p", "127.0.0.1::8080"], serve);
  const [openTo, closedTo] = [await published(open.id), await published(closed.id)];
  expect(openTo[0]).toMatch(/^0\.0\.0\.0:/);
  await until(() => answers("127.0.0.1", portOf(openTo)));
  await until(() => answers("127.0.0.1", portOf(closedTo)));
  expect(await answers(outside, portOf(openTo))).toBe(true);
  expect(await answers(outside, portOf(closedTo))).toBe(false);
});

shows(openPort, openEverywhere);
shows(openDataPort, openEverywhere);

shows(portTakenTwice, async () => {
  await using first = await started(["-p", "127.0.0.1::8080"], serve);
  const port = portOf(await published(first.id));
  const { said, code } = await run(["-p", `127.0.0.1:${port}:8080`], "true");
  expect(said).toContain("port is already allocated");
  expect(code).toBe(125);
});

shows(publishAll, async () => {
  await using all = await started(["--expose=8080", "-P"], serve);
  await using none = await started(["--expose=8080"], serve);
  const addresses = await published(all.id);
  expect(addresses[0]).toMatch(/^0\.0\.0\.0:\d+$/);
  await until(() => answers(outside, portOf(addresses)));
  expect((await docker("port", none.id)).said).toBe("");
});

const reached = once(async () => {
  const network = `hullproof-premise-${randomBytes(4).toString("hex")}`;
  await using server = await started([], serve);
  const address = (
    await docker("inspect", "--format", "{{.NetworkSettings.Networks.bridge.IPAddress}}", server.id)
  ).said.trim();
  // A shell that waits is process 1: the signal of `timeout` would not end that one.
  const ask = async (flag: string) =>
    (await run([flag], `busybox timeout 2 wget -q -O - http://${address}:8080/passwd; true`)).said;
  await until(async () => (await ask("--network=bridge")).startsWith("root:"));
  expect((await docker("network", "create", "--label", label, network)).code).toBe(0);
  try {
    expect(await ask(`--network=${network}`)).not.toContain("root:");
  } finally {
    await docker("network", "rm", network);
  }
});

shows(defaultBridge, reached);
shows(noOwnNetwork, reached);

shows(portsDiscarded, async () => {
  const { said, code } = await run(["--network=host", "-p", "8080:80"], "true");
  expect(code).toBe(0);
  expect(said).toContain("Published ports are discarded when using host network mode");
  await using container = await started(["--network=host", "-p", "8080:80"], "sleep 30");
  expect((await docker("port", container.id)).said).toBe("");
});

shows(publishedLowPort, async () => {
  const first = Number((await run(["--network=host"], "cat /proc/sys/net/ipv4/ip_unprivileged_port_start")).said);
  if (first < 2) throw new CannotTry("this host lets every process listen on every port");
  const listen = async (port: number) =>
    (await run(["--network=host", "--user=47117"], `busybox httpd -p 127.0.0.1:${port} && echo listens`)).said;
  expect(await listen(first - 1)).toContain("Permission denied");
  expect(await listen(first + 47117)).toBe("listens\n");
});
