import { createServer, type Server } from "node:http";
import { BlockList, type AddressInfo } from "node:net";
import { networkInterfaces } from "node:os";
import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { createContainer } from "../../src/sources/engine/containers/containers.ts";
import { mayFilter } from "../../src/sources/engine/networks/firewall/iptables.ts";
import { createNetwork } from "../../src/sources/engine/networks/networks.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { Container, EngineSession } from "../../src/sources/engine/types.ts";
import { ensureTinyImage, tinyImage } from "../images/tiny.ts";
import { permit } from "../permits.ts";
import { forever } from "./fixture.ts";

let session: EngineSession;
let server: Server;
let asked = 0;
let port = 0;
beforeAll(async () => {
  const engine = await connect();
  await ensureTinyImage(engine);
  session = await openEngineSession(engine, { progress: () => {} });
  server = createServer((_request, response) => {
    asked++;
    response.end("this machine");
  }).listen(0, "0.0.0.0");
  await once(server, "listening");
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.close();
  await session[Symbol.asyncDispose]();
});

const here = (test: { skip: (note: string) => void }) => {
  if (!session.engine.info.sameKernel || !mayFilter()) test.skip("only root on the engine's machine filters packets");
};

async function get(container: Container, url: string): Promise<string> {
  // Its own limit of time kills the wget of Debian 12's busybox.
  const script = 'busybox timeout 4 wget -q -O - "$1" || { [ $? -lt 124 ] || echo "timed out" >&2; exit 1; }';
  const { exitCode, stderr, stdout } = await container.exec(["sh", "-c", script, "sh", url], { timeoutMs: 20_000 });
  return exitCode === 0 ? stdout : stderr.trim();
}

/** The addresses of its own network: the engine gives it any private range that is free. */
async function ownAddresses({ id }: Container): Promise<BlockList> {
  const { NetworkSettings: settings } = await session.engine.call<{
    NetworkSettings: { Networks: Record<string, { IPAddress: string; IPPrefixLen: number }> };
  }>({ method: "GET", path: `/containers/${id}/json` });
  const own = new BlockList();
  for (const { IPAddress: address, IPPrefixLen: bits } of Object.values(settings.Networks))
    own.addSubnet(address, bits);
  return own;
}

async function started(more: object = {}): Promise<Container> {
  const container = await createContainer(session, { image: tinyImage, command: forever, ...more }, permit);
  await container.start();
  return container;
}

describe("a container of its own network", () => {
  it("reaches no address of this machine, no private one and no metadata service", async (test) => {
    here(test);
    await using container = await started();
    const { stdout: route } = await container.exec(["cat", "/proc/net/route"]);
    const gateway = /^eth0\t00000000\t([0-9A-F]{8})/m.exec(route)?.[1] ?? "";
    const dotted = [6, 4, 2, 0].map((at) => Number.parseInt(gateway.slice(at, at + 2), 16)).join(".");
    const own = Object.values(networkInterfaces()).flatMap((list) =>
      (list ?? []).flatMap(({ address, family, internal }) => (family === "IPv4" && !internal ? [address] : [])),
    );
    expect(own).toContain(dotted);
    for (const address of own) {
      expect([address, await get(container, `http://${address}:${port}/`)]).toEqual([
        address,
        expect.stringMatching(/refused|unreachable/i),
      ]);
    }
    const inside = await ownAddresses(container);
    const privates = ["10.1.2.3", "172.31.254.1", "192.168.1.1", "192.168.254.1"].filter((ip) => !inside.check(ip));
    expect(privates.length).toBeGreaterThan(1);
    for (const ip of ["169.254.169.254", "100.100.100.200", ...privates])
      expect([ip, await get(container, `http://${ip}/`)]).toEqual([ip, expect.stringMatching(/refused|unreachable/i)]);
    expect(asked).toBe(0);
    expect(session.notes).toEqual([]);
  });

  it("reaches no other container, neither of another trial nor of somebody else", async (test) => {
    here(test);
    await using one = await started({ command: ["httpd", "-f", "-p", "8080", "-h", "/etc"], ports: [8080] });
    await using other = await started();
    const { NetworkSettings: settings } = await session.engine.call<{
      NetworkSettings: { Networks: Record<string, { IPAddress: string }> };
    }>({ method: "GET", path: `/containers/${one.id}/json` });
    const [address] = Object.values(settings.Networks).map(({ IPAddress }) => IPAddress);
    expect(await get(other, `http://${address}:8080/passwd`)).toMatch(/refused|unreachable|timed out/i);
    const own = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address: ip }) => ip));
    // A published port is on loopback alone.
    const published = await one.hostPort(8080);
    for (const ip of own.filter((text) => /^\d+\./.test(text) && !text.startsWith("127."))) {
      expect(await get(other, `http://${ip}:${published}/passwd`)).toMatch(/refused|unreachable/i);
    }
    // And this machine reaches it there.
    expect(await (await fetch(`http://127.0.0.1:${published}/passwd`)).text()).toContain("root");
  });

  it("stays guarded when somebody reloads the firewall without us", async (test) => {
    here(test);
    await (await started())[Symbol.asyncDispose]();
    const rules = execFileSync("iptables", ["-w", "-S"], { encoding: "utf8" }).split("\n");
    const ours = rules.filter((line) => line.startsWith("-A") && line.endsWith(`-j ${session.id}`));
    expect(ours.length).toBeGreaterThan(1);
    for (const line of ours) execFileSync("iptables", ["-w", "-D", ...line.split(" ").slice(1)]);
    await using container = await started();
    const { stdout } = await container.exec(["cat", "/proc/net/route"]);
    expect(stdout).toContain("eth0");
    expect(await get(container, "http://169.254.169.254/")).toMatch(/refused|unreachable/i);
    const [address] = Object.values(networkInterfaces()).flatMap((list) =>
      (list ?? []).flatMap(({ address: ip, family, internal }) => (family === "IPv4" && !internal ? [ip] : [])),
    );
    expect(await get(container, `http://${address}:${port}/`)).toMatch(/refused|unreachable/i);
  });

  it("stays guarded while the engine has its own chain out of the way, as with each network that it makes", async (test) => {
    here(test);
    await using container = await started();
    const rules = execFileSync("iptables", ["-w", "-S", "FORWARD"], { encoding: "utf8" });
    if (!rules.includes("-j DOCKER-USER")) test.skip("this engine has no chain of that name");
    execFileSync("iptables", ["-w", "-D", "FORWARD", "-j", "DOCKER-USER"]);
    try {
      expect(await get(container, "http://169.254.169.254/")).toMatch(/refused|unreachable/i);
    } finally {
      execFileSync("iptables", ["-w", "-I", "FORWARD", "-j", "DOCKER-USER"]);
    }
  });

  it("is used by one container after the other, never by two at once, and made anew when somebody removed it", async (test) => {
    here(test);
    const networkOf = async ({ id }: Container) => {
      const { NetworkSettings: settings } = await session.engine.call<{
        NetworkSettings: { Networks: Record<string, unknown> };
      }>({ method: "GET", path: `/containers/${id}/json` });
      return Object.keys(settings.Networks).join(" ");
    };
    const first = await started();
    const second = await started();
    const used = await networkOf(first);
    expect(await networkOf(second)).not.toBe(used);
    await first[Symbol.asyncDispose]();
    const third = await started();
    expect(await networkOf(third)).toBe(used);
    await third[Symbol.asyncDispose]();
    execFileSync("docker", ["network", "rm", used]);
    await using fourth = await started();
    expect(await networkOf(fourth)).not.toBe(used);
    expect(await get(fourth, "http://169.254.169.254/")).toMatch(/refused|unreachable/i);
    await second[Symbol.asyncDispose]();
  });

  it("companions find each other, and nothing else", async (test) => {
    here(test);
    await using network = await createNetwork(session, permit);
    const networks = (alias: string) => ({ networks: [{ name: network.name, aliases: [alias] }] });
    await using web = await started({ command: ["httpd", "-f", "-p", "8080", "-h", "/etc"], ...networks("web") });
    await using client = await started(networks("client"));
    expect(web.id).not.toBe(client.id);
    // It was started, and listens a moment later.
    await expect.poll(() => get(client, "http://web:8080/passwd"), { timeout: 20_000 }).toContain("root");
    expect(await get(client, "http://169.254.169.254/")).toMatch(/refused|unreachable/i);
    expect(asked).toBe(0);
  });
});

it("where packets cannot be filtered from here, that is said first and in the report", async () => {
  const elsewhere = { ...session.engine, info: { ...session.engine.info, sameKernel: false } };
  const told: string[] = [];
  await using remote = await openEngineSession(elsewhere, {
    progress: ({ stage, message }) => told.push(`${stage}: ${message}`),
  });
  await using container = await createContainer(remote, { image: tinyImage, command: forever }, permit);
  await container.start();
  expect(remote.notes).toEqual([
    expect.stringMatching(/can reach this machine.*: the engine is on another machine$/),
    expect.stringMatching(/disk is not limited: the engine is on another machine$/),
  ]);
  expect(told).toContain(`safety: ${remote.notes[0]}`);
  // Once, however many follow.
  await (await createContainer(remote, { image: tinyImage, command: forever }, permit))[Symbol.asyncDispose]();
  expect(remote.notes).toHaveLength(2);
});

it("nothing is left when the run ends, and the next one removes what a killed one left", async (test) => {
  here(test);
  const chains = () =>
    execFileSync("iptables", ["-w", "-S"], { encoding: "utf8" })
      .split("\n")
      .filter((line) => /\bhp-[0-9a-f]{12}\b/.test(line));
  const of = (id: string) => chains().filter((line) => line.includes(id));
  const first = await openEngineSession(session.engine, { progress: () => {} });
  await using container = await createContainer(first, { image: tinyImage, command: forever }, permit);
  await container.start();
  expect(of(first.id).length).toBeGreaterThan(2);
  await first[Symbol.asyncDispose]();
  expect(of(first.id)).toEqual([]);

  const child = spawn(process.execPath, [new URL("./killed-guard.ts", import.meta.url).pathname], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const told = String((await once(child.stdout, "data"))[0]);
  const id = /hp-[0-9a-f]{12}/.exec(told)?.[0] ?? "";
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(of(id).length).toBeGreaterThan(2);
  const lines: string[] = [];
  await using next = await openEngineSession(session.engine, { progress: ({ message }) => lines.push(message) });
  expect(next.id).not.toBe(id);
  expect(lines).toContain(`removed firewall chain ${id}`);
  expect(of(id)).toEqual([]);
});

it("an empty chain, whose run was killed while removing it, is removed; one with rules that names no run stays, and is reported", async (test) => {
  here(test);
  const [empty = "", foreign = ""] = [0, 1].map(() => `hp-${randomBytes(6).toString("hex")}`);
  const rules = (table: string) => execFileSync(table, ["-w", "-S"], { encoding: "utf8" });
  execFileSync("ip6tables", ["-w", "-N", empty]);
  execFileSync("iptables", ["-w", "-N", foreign]);
  execFileSync("iptables", ["-w", "-A", foreign, "-j", "RETURN"]);
  try {
    const lines: string[] = [];
    await using next = await openEngineSession(session.engine, { progress: ({ message }) => lines.push(message) });
    expect(next.id).not.toBe(empty);
    expect(lines).toContain(`removed firewall chain ${empty}`);
    expect(lines).toContain(`left firewall chain ${foreign}: nothing tells which process made it`);
    expect(rules("ip6tables")).not.toContain(empty);
    expect(rules("iptables")).toContain(foreign);
  } finally {
    execFileSync("iptables", ["-w", "-F", foreign]);
    execFileSync("iptables", ["-w", "-X", foreign]);
  }
});
