import { request } from "node:http";
import { expect, test } from "vitest";
import { Failure } from "../../domain/failure.ts";
import { servePage } from "./serve-page.ts";

interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function ask(url: string, { method = "GET", path, headers = {} }: Asked = {}) {
  const { promise, resolve, reject } = Promise.withResolvers<{
    status: number;
    body: string;
    headers: NodeJS.Dict<string | string[]>;
  }>();
  const target = new URL(url);
  request(
    { host: target.hostname, port: target.port, path: path ?? target.pathname, method, headers, agent: false },
    (answer) => {
      let body = "";
      answer.on("data", (chunk: Buffer) => (body += chunk.toString()));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body, headers: answer.headers }));
    },
  )
    .on("error", reject)
    .end();
  return promise;
}

test("serves a new page per request, on loopback at a secret address", async () => {
  let count = 0;
  await using server = await servePage(0, async () => `page ${++count}`);
  await using other = await servePage(0, async () => "");
  expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{24}\/$/);
  expect(new URL(server.url).pathname).not.toBe(new URL(other.url).pathname);
  expect(await ask(server.url)).toMatchObject({ status: 200, body: "page 1" });
  expect((await ask(server.url)).body).toBe("page 2");
  expect(await ask(server.url, { method: "HEAD" })).toMatchObject({ status: 200, body: "" });
  const { headers } = await ask(server.url);
  expect(headers).toMatchObject({
    "cache-control": "no-store",
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
  });
  expect(headers["access-control-allow-origin"]).toBeUndefined();
});

test("refuses requests with another path, host or method", async () => {
  await using server = await servePage(0, async () => "secret");
  const { port, pathname } = new URL(server.url);
  const host = (name: string) => ({ headers: { host: name } });
  const refused: readonly (readonly [Asked, number])[] = [
    [host("rebound.example"), 421],
    [host(`rebound.example:${port}`), 421],
    [host("127.0.0.1"), 421],
    [host(`127.0.0.1.example:${port}`), 421],
    [host(`127.0.0.1:${port}@example`), 421],
    [{ headers: { "sec-fetch-site": "cross-site" } }, 403],
    [{ method: "POST" }, 405],
    [{ method: "OPTIONS", headers: { origin: "http://example", "access-control-request-method": "GET" } }, 405],
    [{ path: "/" }, 404],
    [{ path: pathname.slice(0, -1) }, 404],
    [{ path: `${pathname}x` }, 404],
    [{ path: pathname.toUpperCase() }, 404],
    [{ path: `/..${pathname}` }, 404],
    [{ path: `//${pathname}` }, 404],
    [{ path: `http://127.0.0.1:${port}${pathname}` }, 404],
  ];
  for (const [asked, status] of refused) {
    const answer = await ask(server.url, asked);
    expect([asked, answer.status]).toEqual([asked, status]);
    expect(answer.body).not.toContain("secret");
    expect(answer.body).not.toContain(pathname);
  }
  expect((await ask(server.url, host(`localhost:${port}`))).body).toBe("secret");
  expect((await ask(server.url, { path: `${pathname}?x=1` })).body).toBe("secret");
});

test("serves JSON at a secret path, if available", async () => {
  await using server = await servePage(
    0,
    async () => "page",
    async () => '{"a":1}',
  );
  const { port, pathname } = new URL(server.url);
  const path = `${pathname}live`;
  expect(await ask(server.url, { path })).toMatchObject({
    status: 200,
    body: '{"a":1}',
    headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" },
  });
  for (const [asked, status] of [
    [{ path: "/live" }, 404],
    [{ path: `${path}/` }, 404],
    [{ path, headers: { host: `rebound.example:${port}` } }, 421],
    [{ path, headers: { "sec-fetch-site": "cross-site" } }, 403],
    [{ path, method: "POST" }, 405],
  ] as const)
    expect(await ask(server.url, asked)).toMatchObject({ status, body: expect.not.stringContaining("1}") as string });
  await using plain = await servePage(0, async () => "page");
  expect((await ask(plain.url, { path: `${new URL(plain.url).pathname}live` })).status).toBe(404);
});

test("shows a read error as text", async () => {
  await using server = await servePage(0, async () => {
    throw new Failure("no-such-file", "<b>gone</b>", { hint: "Run it again." });
  });
  expect(await ask(server.url)).toMatchObject({
    status: 500,
    body: "<b>gone</b>\nRun it again.\n",
    headers: { "content-type": "text/plain; charset=utf-8" },
  });
});

test("fails on a port in use", async () => {
  await using server = await servePage(0, async () => "");
  await expect(servePage(Number(new URL(server.url).port), async () => "")).rejects.toMatchObject({
    code: "bad-usage",
  });
});
