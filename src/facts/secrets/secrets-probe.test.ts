import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawn } from "../../../test/secrets/drawn.ts";
import { samples } from "../../../test/secrets/samples.ts";
import type { FileBody } from "../../domain/image/file-body.ts";
import { detectors } from "./scan.ts";
import { secretsProbe } from "./secrets-probe.ts";

const body = (bytes: Uint8Array): FileBody => ({
  size: bytes.length,
  read: (offset, length) => bytes.subarray(offset, offset + length),
});
const file = (path: string, size = 100) => ({ path, size, mode: 0o644 });
function read(content: string | Uint8Array, path = "/app/notes") {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return secretsProbe.read(file(path, bytes.length), body(bytes));
}
const stripe = drawn("sk_{}live_{A:30}");
const pem = drawn("-----BEGIN{} PRIVATE KEY-----\nMII{B:60}\n{B:64}\n-----END PRIVATE KEY-----\n");

describe("what is read", () => {
  it.each([
    "/app/.env",
    "/app/config.yaml",
    "/app/README.md",
    "/root/.ssh/id_rsa",
    "/app/server.pem",
    "/etc/nginx/nginx.conf",
    "/app/bundle.js.map",
    "/app/node_modules/a/index.js",
  ])("%s", (path) => expect(secretsProbe.wants?.(file(path))).toBe(true));

  it.each([
    "/usr/lib/x86_64-linux-gnu/libc.so.6",
    "/app/logo.PNG",
    "/usr/share/doc/curl/examples/login.c",
    "/usr/include/stdio.h",
    "/app/node_modules/a/index.d.ts",
    "/app/node_modules/a/index.js.map",
    "/app/node_modules/a/README.md",
    "/var/lib/dpkg/info/bash.list",
  ])("not %s", (path) => expect(secretsProbe.wants?.(file(path))).toBe(false));

  it("not what is too small to hold one", () => expect(secretsProbe.wants?.(file("/app/.env", 3))).toBe(false));

  it("binaries are told by their first bytes, and by a NUL behind them", () => {
    expect(secretsProbe.recognises?.(Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0))).toBe(false);
    expect(secretsProbe.recognises?.(new TextEncoder().encode("A=1\n"))).toBe(true);
    expect(read(`${" ".repeat(500)}\0${stripe}`)).toBeUndefined();
    expect(read(`${" ".repeat(500)}${stripe}`)).toHaveLength(1);
  });
});

describe("where and how a secret is told", () => {
  it("lines count from 1, with LF and CRLF, and a key is at its first line", () => {
    const lines = ["a", stripe, "b", pem, drawn("gl{}pat-{A:20}")];
    for (const end of ["\n", "\r\n"]) {
      const found = read(lines.join("\n").replaceAll("\n", end));
      expect(found?.map(({ kind, line }) => [kind, line])).toEqual([
        ["stripe-key", 2],
        ["private-key", 4],
        ["gitlab-token", 9],
      ]);
    }
  });

  it("UTF-16 with a byte order mark is read, in either order", () => {
    const text = `\ufeffA=1\r\nKEY=${stripe}\r\n`;
    const little = Buffer.from(text, "utf16le");
    for (const bytes of [little, Buffer.from(little).swap16()]) {
      expect(secretsProbe.recognises?.(bytes.subarray(0, 64))).toBe(true);
      expect(read(bytes)).toMatchObject([{ kind: "stripe-key", line: 2 }]);
    }
  });

  it("no value holds the secret, or more of it than an eighth and four letters", () => {
    for (const { text, path } of samples) {
      const whole = drawn(text);
      const told = JSON.stringify(read(`\n${whole}`, path) ?? read(whole, path));
      // What two of a kind share is its form.
      const other = drawn(text, 99);
      for (let at = 0; at + 12 <= whole.length; at++) {
        const part = whole.slice(at, at + 12);
        if (!other.includes(part)) expect(told).not.toContain(JSON.stringify(part).slice(1, -1));
      }
    }
    expect(read(stripe)?.[0]?.masked).toBe("sk_l… (38 characters)");
    expect(read("password: tr0ub4dor\n", "/app/a.yml")?.[0]?.masked).toBe("t… (9 characters)");
    expect(read("password: h4nter2\n", "/app/a.yml")?.[0]?.masked).toBe("… (7 characters)");
    expect(read(pem)?.[0]?.masked).toBe("PRIVATE KEY");
  });

  it("a token of a vendor is told once, by the vendor, where a name or an address tells it too", () => {
    expect(read(`password: ${stripe}`, "/app/a.yml")?.map(({ kind }) => kind)).toEqual(["stripe-key"]);
    expect(read(`https://x:${stripe}@git.internal/`)?.map(({ kind }) => kind)).toEqual(["stripe-key"]);
  });
});

describe("hostile text", () => {
  it("no keyword, repeated to the bound of places, costs more than a bounded number of steps", () => {
    // A repetition inside a repetition would not end on a few thousand letters.
    for (const { keywords, pattern, kind } of detectors) {
      for (const keyword of keywords) {
        for (const filler of ["a", "A", "0", " ", "-", "\n", '"', "=", ":", ".", "a.", "a-", "a=", "a:", "\\n", "/a"]) {
          const text = keyword + filler.repeat(5_000 / filler.length);
          pattern.lastIndex = 0;
          expect(pattern.test(text) || true, kind).toBe(true);
        }
      }
    }
  });

  it("says so when there are more places than any real file has", () => {
    expect(() => read("sk_live_".repeat(300_000))).toThrow(/places/);
  });

  it("tells of a bounded number of secrets", () => {
    const many = Array.from({ length: 1_000 }, (_, seed) => drawn("sk_{}live_{A:30}", seed + 1)).join("\n");
    expect(read(many)).toHaveLength(100);
  });

  it("any bytes give a value or nothing", () => {
    const parts = fc.oneof(
      fc.constantFrom(...detectors.flatMap(({ keywords }) => keywords)),
      fc.string(),
      fc.constantFrom("=", ": ", '"', "\n", "-----BEGIN PRIVATE KEY-----", "MII", "\0", "\u{1f511}"),
    );
    const paths = fc.constantFrom(...samples.map(({ path }) => path ?? "/app/a.json"));
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 60 }), paths, (list, path) => {
        for (const { line } of read(list.join(""), path) ?? []) expect(line).toBeGreaterThan(0);
      }),
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void read(bytes)));
  });
});
