import { describe, expect, it } from "vitest";
import accessLog from "./access-log.ts";

function read(lines: readonly string[], chunkBytes = 1000) {
  const bytes = Buffer.from(`${lines.join("\n")}\n`);
  const reader = accessLog.open();
  for (let at = 0; at < bytes.length; at += chunkBytes) reader.push(bytes.subarray(at, at + chunkBytes));
  return reader.finish();
}

const time = "[01/Dec/2026:10:00:00 +0000]";
const many = (line: (address: string) => string) => Array.from({ length: 12 }, (_, at) => line(`10.0.0.${at}`));

describe("access logs", () => {
  it.each([
    ["common", (ip: string) => `${ip} - - ${time} "GET /books HTTP/1.1" 200 12`],
    ["combined", (ip: string) => `${ip} - jane ${time} "GET /books HTTP/1.1" 200 12 "-" "curl \\"x\\""`],
    ["vhost", (ip: string) => `shop.example:443 ${ip} - - ${time} "GET /books HTTP/1.1" 200 12 "-" "-"`],
    [
      "caddy",
      (ip: string) =>
        JSON.stringify({ request: { remote_ip: ip, method: "GET", uri: "/books", host: "shop" }, status: 200 }),
    ],
    [
      "traefik",
      (ip: string) =>
        JSON.stringify({ ClientHost: ip, RequestMethod: "GET", RequestPath: "/books", DownstreamStatus: 200 }),
    ],
    ["nginx", (ip: string) => `{"remote_addr":"${ip}","request":"GET /books HTTP/1.1","status":"200","ua":"\\x22"}`],
  ])("reads lines of %s", (_, line) => {
    const lines = many(line);
    expect(accessLog.recognizes("x", `${lines.join("\n")}\n`)).toBe(true);
    for (const size of [1, 64, 100_000]) {
      const { requests, notes } = read(lines, size);
      expect(requests).toMatchObject([{ method: "GET", target: "/books", status: 200, count: 12 }]);
      expect(notes).toEqual([]);
    }
  });

  it("keeps frequent words behind a proxy, whose address is that of all clients", () => {
    const lines = many(() => `172.17.0.1 - - ${time} "GET /books HTTP/1.1" 200 12`);
    expect(read(lines).requests).toMatchObject([{ target: "/books", count: 12 }]);
    const rare = `172.17.0.1 - - ${time} "GET /jane-doe HTTP/1.1" 200 12`;
    expect(read([...lines, rare]).requests.map(({ target }) => target)).toEqual(["/books", "/{}"]);
  });

  it("reads or counts every line", () => {
    const { requests, notes } = read([
      ...many((ip) => `${ip} - - ${time} "GET /books/17?page=2&token=x HTTP/1.1" 200 12`),
      `1.1.1.1 - - ${time} "GET /users/jane HTTP/1.1" 200 12`,
      `1.1.1.1 - - ${time} "\\x16\\x03\\x01" 400 0`,
      `1.1.1.1 - - ${time} "-" 408 0`,
      `1.1.1.1 - - ${time} "GET /health HTTP/1.1" 200 1 "-" "kube-probe/1.30"`,
      "not a line",
      "x".repeat(100_000),
    ]);
    expect(requests.map(({ target, count }) => [target, count])).toEqual([
      ["/books/{}?page=2", 12],
      ["/{}/{}", 1],
    ]);
    expect(notes).toEqual([
      "lines longer than 64 KB: 1",
      "lines that are no request of a known format: 1",
      "lines without an HTTP request: 2",
      "requests of probes and monitors: 1",
    ]);
  });

  it("stays small for 100,000 different paths", () => {
    const { requests } = read(
      Array.from({ length: 100_000 }, (_, at) => `1.1.1.1 - - ${time} "GET /a${at}x HTTP/1.1" 200 1`),
      65_536,
    );
    expect(requests).toHaveLength(1);
  });
});
