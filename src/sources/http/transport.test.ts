import { describe, expect, it } from "vitest";
import { startServer, type TestServer } from "../../../test/images/registry-server.ts";
import { registryPeer } from "../image/registry/registry-peer.ts";
import type { Resolve } from "./guard.ts";
import { httpTransport, type HttpRequest, type TransportOptions } from "./transport.ts";

const to = (address: string, family = address.includes(":") ? 6 : 4) => ({ address, family });
const refused = (message: RegExp) => ({
  name: "Failure",
  code: "registry-refused",
  message: expect.stringMatching(message) as string,
  hint: expect.stringMatching(/named/) as string,
});

async function ask(
  location: string,
  options: TransportOptions & { readonly env?: NodeJS.ProcessEnv } = {},
  request: Partial<HttpRequest> = {},
) {
  await using server = await startServer(
    (_request, response) => void response.writeHead(307, { Location: location }).end(),
  );
  const { env = {}, ...rest } = options;
  const answer = await httpTransport(
    env,
    registryPeer,
    rest,
  )({
    url: new URL(`http://${server.host}/v2/`),
    headers: {},
    ...request,
  });
  answer.close();
  return answer;
}

/** A server that must not be contacted. */
async function canary(): Promise<TestServer & { readonly port: string }> {
  const server = await startServer((_request, response) => void response.end("reached"));
  return { ...server, port: server.host.split(":")[1] ?? "", [Symbol.asyncDispose]: server[Symbol.asyncDispose] };
}

describe("a redirect", () => {
  const forms = (port: string) => [
    `http://127.0.0.1:${port}/`,
    `http://localhost:${port}/`,
    `http://LOCALHOST:${port}/`,
    `http://127.1:${port}/`,
    `http://2130706433:${port}/`,
    `http://0x7f000001:${port}/`,
    `http://0x7f.1:${port}/`,
    `http://0177.0.0.1:${port}/`,
    `http://127.0.0.2:${port}/`,
    `http://0.0.0.0:${port}/`,
    `http://0:${port}/`,
    `http://[::]:${port}/`,
    `http://[::1]:${port}/`,
    `http://[::ffff:127.0.0.1]:${port}/`,
    `http://[64:ff9b::127.0.0.1]:${port}/`,
    `http://user@127.0.0.1:${port}/`,
    `http://%31%32%37.0.0.1:${port}/`,
    `//127.0.0.1:${port}/`,
  ];
  it.each(forms("PORT"))("refuses a redirect to %s", async (form) => {
    await using other = await canary();
    await expect(ask(form.replace("PORT", other.port).replace(/^\/\//, "http://"))).rejects.toMatchObject(
      refused(/was not asked: its (address is|name leads to \S+, which is) /),
    );
    expect(other.asked).toEqual([]);
  });

  it.each([
    "http://169.254.169.254/latest/meta-data/",
    "http://[fd00:ec2::254]/latest/meta-data/",
    "http://10.0.0.1/",
    "http://192.168.0.1/",
    "http://172.17.0.1/",
    "http://100.100.100.200/latest/meta-data/",
    "http://[fe80::1]/",
  ])("refuses a redirect to %s at once", async (location) => {
    await expect(ask(location)).rejects.toMatchObject(refused(/was not asked/));
  });

  it("allows a redirect to a named host, on that port only", async () => {
    await using other = await canary();
    await using third = await canary();
    const options = { named: [] as string[] };
    await using first = await startServer(
      (_request, response) => void response.writeHead(307, { Location: `http://${other.host}/` }).end(),
    );
    options.named = [first.host, other.host];
    const url = new URL(`http://${first.host}/`);
    const transport = httpTransport({}, registryPeer);
    (await transport({ url, headers: {}, ...options })).close();
    expect(other.asked).toHaveLength(1);
    await expect(transport({ url, headers: {}, named: [first.host, third.host] })).rejects.toMatchObject(
      refused(/was not asked/),
    );
  });
});

describe("a host name", () => {
  const named = { named: [] };
  const url = (port: string) => new URL(`http://storage.example:${port}/`);

  it.each<[string, string[]]>([
    ["this machine", ["127.0.0.1"]],
    ["a private network", ["10.1.2.3"]],
    ["one bad address among good ones", ["93.184.216.34", "127.0.0.1"]],
    ["one bad address before good ones", ["::1", "93.184.216.34"]],
    ["metadata behind NAT64", ["64:ff9b::a9fe:a9fe"]],
  ])("refuses a name that resolves to %s", async (_what, addresses) => {
    await using other = await canary();
    const resolve: Resolve = async () => addresses.map((address) => to(address));
    await expect(
      httpTransport({}, registryPeer, { resolve })({ url: url(other.port), headers: {}, ...named }),
    ).rejects.toMatchObject(refused(/storage\.example.* was not asked: its name leads to/));
    expect(other.asked).toEqual([]);
  });

  it("resolves once per connection, so that rebinding has no effect", async () => {
    await using other = await canary();
    let asked = 0;
    // Public when checked, but this machine at the next resolution.
    const resolve: Resolve = async () => [to(asked++ === 0 ? "192.0.2.1" : "127.0.0.1")];
    const answer = httpTransport({}, registryPeer, { resolve, stallMs: 300 })({
      url: url(other.port),
      headers: {},
      named: [],
    });
    await expect(answer).rejects.toThrow();
    expect(asked).toBe(1);
    expect(other.asked).toEqual([]);
  });

  it("checks a host behind a proxy with local knowledge", async () => {
    await using proxy = await canary();
    const env = { HTTP_PROXY: `http://${proxy.host}` };
    const resolve: Resolve = async (name) => [to(name === "inner.example" ? "10.0.0.1" : "127.0.0.1")];
    const transport = httpTransport(env, registryPeer, { resolve });
    await expect(transport({ url: new URL("http://inner.example/"), headers: {}, named: [] })).rejects.toMatchObject(
      refused(/inner\.example was not asked/),
    );
    await expect(transport({ url: new URL("http://169.254.169.254/"), headers: {}, named: [] })).rejects.toMatchObject(
      refused(/was not asked/),
    );
    expect(proxy.asked).toEqual([]);
    // Unknown to the local resolver: the proxy on this machine is asked anyway.
    const none: Resolve = () => Promise.reject(Object.assign(new Error("unknown"), { code: "ENOTFOUND" }));
    (
      await httpTransport(env, registryPeer, { resolve: none })({
        url: new URL("http://outer.example/"),
        headers: {},
        named: [],
      })
    ).close();
    expect(proxy.asked.map((one) => one.url)).toEqual(["http://outer.example/"]);
    // Not through the proxy: directly, and therefore checked.
    const past = httpTransport({ ...env, NO_PROXY: "direct.example" }, registryPeer, { resolve });
    await expect(past({ url: new URL("http://direct.example/"), headers: {}, named: [] })).rejects.toMatchObject(
      refused(/direct\.example was not asked/),
    );
  });
});

it("sends the login only to its origin, through a chain of redirects and back", async () => {
  await using far = await startServer((request, response) => {
    if (request.url === "/end") return void response.end();
    response.writeHead(307, { Location: `http://${near.host}/end` }).end();
  });
  await using near = await startServer((request, response) => {
    if (request.url === "/end") return void response.end();
    response.writeHead(307, { Location: `http://${far.host}/` }).end();
  });
  const headers = { Authorization: "Bearer mine", Accept: "x/y" };
  const named = [near.host, far.host];
  (await httpTransport({}, registryPeer)({ url: new URL(`http://${near.host}/`), headers, named })).close();
  expect(near.asked.map((one) => one.headers.authorization)).toEqual(["Bearer mine", undefined]);
  expect(far.asked.map((one) => one.headers.authorization)).toEqual([undefined]);
});

describe("a dripping response", () => {
  const dripping = (head: boolean) =>
    startServer((_request, response) => {
      if (head) response.writeHead(200, { "Content-Length": 1_000_000 });
      const timer = setInterval(() => response.write("x"), 20);
      response.on("close", () => clearInterval(timer));
    });

  it("times out below the minimum rate", async () => {
    await using server = await dripping(true);
    const transport = httpTransport({}, registryPeer, { stallMs: 5_000, patienceMs: 500, bytesPerSecond: 10_000 });
    const answer = await transport({ url: new URL(`http://${server.host}/`), headers: {} });
    const read = async () => {
      let bytes = 0;
      for await (const chunk of answer.body) bytes += chunk.length;
      return bytes;
    };
    await expect(read()).rejects.toMatchObject({
      name: "Failure",
      code: "registry-unreachable",
      message: expect.stringMatching(/sends less than 10000 bytes a second/) as string,
    });
  });

  it("allows a slow reader if data arrives fast enough", async () => {
    await using server = await startServer((_request, response) => void response.end(Buffer.alloc(400_000)));
    const transport = httpTransport({}, registryPeer, { stallMs: 200, patienceMs: 200, bytesPerSecond: 1_000_000_000 });
    const answer = await transport({ url: new URL(`http://${server.host}/`), headers: {} });
    let bytes = 0;
    for await (const chunk of answer.body) {
      if (bytes === 0) await new Promise((resolve) => setTimeout(resolve, 500));
      bytes += chunk.length;
    }
    expect(bytes).toBe(400_000);
  });
});
