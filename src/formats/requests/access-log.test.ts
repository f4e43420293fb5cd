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

  it.each([
    ["common, a quote", String.raw`1.1.1.1 - - ${time} "GET /a\"b HTTP/1.1" 200 1`, "/a%22b"],
    [
      "common, a backslash before the quote",
      String.raw`1.1.1.1 - - ${time} "GET /a\\ HTTP/1.1" 200 1 "-" "x"`,
      "/a%5C",
    ],
    ["common, bytes", String.raw`1.1.1.1 - - ${time} "GET /caf\xC3\xa9 HTTP/1.1" 200 1`, "/caf%C3%A9"],
    ["common, bytes as they are", `1.1.1.1 - - ${time} "GET /caf\u00e9 HTTP/1.1" 200 1`, "/caf%C3%A9"],
    ["common, percent signs", `1.1.1.1 - - ${time} "GET /a%22%zz HTTP/1.1" 200 1`, "/a%22%zz"],
    ["common, a blank", `1.1.1.1 - - ${time} "GET /a b HTTP/1.1" 200 1`, "/a%20b"],
    ["common, an address", `1.1.1.1 - - ${time} "GET http://shop.example/a HTTP/1.1" 200 1`, "/a"],
    ["common, IPv6 and a user with a bracket", `::1 - a]b ${time} "GET /a HTTP/1.1" 200 1`, "/a"],
    ["JSON, a quote", String.raw`{"request":"GET /a\"b HTTP/1.1","status":200}`, "/a%22b"],
    ["JSON, bytes", String.raw`{"request":"GET /\xC3\xA9 HTTP/1.1","status":200}`, "/%C3%A9"],
    ["JSON, a letter beyond a byte", String.raw`{"request":"GET /\u2028 HTTP/1.1","status":200}`, "/%E2%80%A8"],
    [
      "console",
      `2026/12/03 07:00:00.000\tINFO\tlog0\thandled request\t{"request":{"method":"GET","uri":"/a"},"status":200}`,
      "/a",
    ],
    [
      "HAProxy",
      `::1:3317 [01/Dec/2026:10:00:00.655] shop~ app/s1 0/0/30/+69/109 200 2750 - - ---- 1/1/1/1/0 0/0 "GET /a#22b HTTP/1.1"`,
      "/a%22b",
    ],
    [
      "HAProxy, syslog, captures",
      `Dec  1 10:00:00 host haproxy[14]: 10.0.0.1:3317 [01/Dec/2026:10:00:00.655] shop app/s1 0/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 {a b|} {} "GET /a HTTP/1.1" 0/0/0/0/0 -/TLSv1.3/AES`,
      "/a",
    ],
  ])("reads the path of %s", (_, line, target) => {
    const known = (word: string) => word !== "";
    const reader = accessLog.open();
    reader.push(Buffer.from(`${line}\n`));
    expect(reader.finish(known)).toMatchObject({ requests: [{ method: "GET", target, status: 200 }], notes: [] });
  });

  it.each([
    ["an address without a path", `1.1.1.1 - - ${time} "CONNECT shop.example:443 HTTP/1.1" 400 1`, "a path"],
    ["a star", `1.1.1.1 - - ${time} "OPTIONS * HTTP/1.0" 200 1`, "a path"],
    ["JSON without a request line", '{"request":"","status":400}', "an HTTP request"],
    [
      "HAProxy, aborted",
      `1.1.1.1:5 [01/Dec/2026:10:00:00.655] shop shop/<NOSRV> -1/-1/-1/-1/0 -1 0 - - CR-- 1/1/0/0/0 0/0 "<BADREQ>"`,
      "an HTTP request",
    ],
    [
      "HAProxy, cut",
      `1.1.1.1:5 [01/Dec/2026:10:00:00.655] shop app/s1 0/0/0/0/0 200 9 - - ---- 1/1/0/0/0 0/0 "GET /aaaa`,
      "an HTTP request",
    ],
    [
      "HAProxy, TCP",
      "1.1.1.1:5 [01/Dec/2026:10:00:00.655] shop shop/<NOSRV> -1/-1/0 0 SC 1/1/0/0/0 0/0",
      "an HTTP request",
    ],
    ["HAProxy, its default", "Connect from ::1:50000 to ::1:80 (shop/HTTP)", "an HTTP request"],
  ])("counts %s", (_, line, what) => {
    expect(read([line])).toEqual({ requests: [], notes: [`lines without ${what}: 1`] });
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
