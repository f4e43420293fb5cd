import { expect, it } from "vitest";
import har from "./har.ts";

function entry(url: string, rest: object = {}, status = 200) {
  return {
    startedDateTime: "2026-01-01T00:00:00Z",
    request: { method: "GET", url, headers: [], ...rest },
    response: { status, headers: [], content: { text: "x" } },
  };
}

function read(value: unknown, chunkBytes = 7) {
  const bytes = Buffer.from(typeof value === "string" ? value : JSON.stringify(value));
  const reader = har.open("a.har");
  for (let at = 0; at < bytes.length; at += chunkBytes) reader.push(bytes.subarray(at, at + chunkBytes));
  return reader.finish();
}

it("reads entries in whatever pieces they come, whatever stands around them", () => {
  const log = {
    log: {
      pages: [{ title: 'a "entries": [ {' }],
      browser: { entries: [{}] },
      entries: [entry("http://localhost:8080/a?x={}"), entry("https://Shop.Example/b")],
      comment: "]}",
    },
  };
  for (const size of [1, 3, 7, 100_000]) {
    const { requests } = read(log, size);
    expect(requests.map(({ host, tls, target }) => [host, tls, target])).toEqual([
      ["localhost:8080", undefined, "/a?x={}"],
      ["shop.example", true, "/b"],
    ]);
  }
});

it("counts what no step can send", () => {
  const preflight = { method: "OPTIONS", headers: [{ name: "Access-Control-Request-Method", value: "POST" }] };
  const entries = [
    entry("wss://x/s"),
    entry("http://x/a", {}, 0),
    entry("http://x/a", {}, -1),
    entry("http://x/a", preflight),
    entry("data:text/plain,x"),
  ];
  expect(read({ log: { entries } }).notes).toEqual([
    "WebSockets: 1",
    "entries without an HTTP request: 1",
    "preflights: 1",
    "requests without an answer: 2",
  ]);
});

it("drops cookies, addresses and agents, and reads forms with files", () => {
  const headers = ["Cookie", "X-Forwarded-For", "User-Agent", ":authority", "Accept"].map((name) => ({
    name,
    value: "v",
  }));
  const postData = {
    mimeType: "multipart/form-data; boundary=b",
    text: '--b\r\nContent-Disposition: form-data; name="f"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n\r\n--b--',
  };
  const [request] = read({ log: { entries: [entry("http://x/", { method: "POST", headers, postData })] } }).requests;
  expect(request?.headers).toEqual({ accept: "v" });
  expect(request?.body).toMatchObject({ parts: [{ name: "f", filename: "a.png", type: "image/png" }] });
});

it("refuses a truncated file, without its text", () => {
  const text = JSON.stringify({ log: { entries: [entry("http://x/secret")] } });
  expect(() => read(text.slice(0, -30))).toThrow("a.har is cut off or damaged: it ends within entry 1");
  expect(() => read('{"log":{"entries":[{"a":b}]}}')).toThrow("entry 1 is no JSON");
});

it("keeps headers of tokens and nonces, and drops the browser's", () => {
  const headers = ["X-WP-Nonce", "X-CSRF-Token", "X-Real-Nonce-Of", "User-Agent", "Sec-Nonce"].map((name) => ({
    name,
    value: "x",
  }));
  const { requests } = read({ log: { entries: [entry("http://localhost:8080/a", { headers })] } });
  expect(requests[0]?.headers).toEqual({ "x-wp-nonce": "x", "x-csrf-token": "x" });
});
