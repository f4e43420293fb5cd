import { describe, expect, it } from "vitest";
import { secretsIn } from "./env-by-name.ts";
import { valueMask } from "./mask-values.ts";

const token = "tok_9f8e7d6c5b4a/39281706+x";
const key = "-----BEGIN KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0BAQEFAASC\n-----END KEY-----";
const env = {
  TOKEN: token,
  PIN: "1234",
  DB: "postgres://app:s3cr%3Dt-word@db/app",
  KEY: key,
  PORT: "8080",
  TINY_PW: "abc",
};
const { text, all } = valueMask(secretsIn(env));

describe("valueMask", () => {
  it.each([
    ["as it is", token],
    ["in a word", `Bearer${token}X`],
    ["base64", Buffer.from(token).toString("base64")],
    ["base64 of a login", Buffer.from(`user:${token}`).toString("base64")],
    ["base64 one further", Buffer.from(`ab${token}cd`).toString("base64")],
    ["base64url", Buffer.from(token).toString("base64url")],
    ["percent", encodeURIComponent(token)],
    ["hex", Buffer.from(token).toString("hex")],
    ["JSON", JSON.stringify({ token })],
    ["a login of an address", "could not log in with s3cr%3Dt-word"],
    ["the same, decoded", "could not log in with s3cr=t-word"],
    ["a line of a key", "reading MIIEvQIBADANBgkq"],
    ["cut", `token ${token.slice(0, 12)}`],
    ["a short one", "PIN: 1234."],
    ["hex in capitals", Buffer.from(token).toString("hex").toUpperCase()],
    ["percent in small letters", encodeURIComponent(token).replaceAll(/%../g, (code) => code.toLowerCase())],
    [
      "base64 over lines",
      Buffer.from(`user:${token}`)
        .toString("base64")
        .replaceAll(/(.{9})/g, "$1\n"),
    ],
    ["itself over lines", `${token.slice(0, 9)}\r\n${token.slice(9)}`],
    ["JSON in JSON", JSON.stringify(JSON.stringify({ token }))],
    ["two that overlap", `${token}${token.slice(0, 10)}`],
    ["a key on one line", key.replaceAll("\n", " ")],
    ["a key in JSON", JSON.stringify(key)],
  ])("hides a value %s", (_, said) => {
    const shown = text(said);
    expect(shown).toContain(" masked]");
    for (const part of [token.slice(0, 10), "s3cr", "MIIEvQ", "1234", Buffer.from(token).toString("hex").slice(0, 10)])
      expect(shown).not.toContain(part);
  });

  it("keeps other texts", () => {
    for (const said of ["port 8080", "at 12345", "x1234", "abc", "tokens", "MII", "a to"])
      expect(text(said)).toBe(said);
  });

  it("masks nested values and keys", () => {
    expect(all({ a: [`x ${token}`, 7, null], [token]: { b: true } })).toEqual({
      a: ["x [TOKEN masked]", 7, null],
      "[TOKEN masked]": { b: true },
    });
  });
});

describe("a short value", () => {
  it.each([
    ["1234", "[PIN masked]"],
    ["1234 1234", "[PIN masked] [PIN masked]"],
    ["12345 01234 x1234 1234x", "12345 01234 x1234 1234x"],
    ["-1234-", "-[PIN masked]-"],
    ["_1234", "_1234"],
    ["12341234", "[PIN masked][PIN masked]"],
    ["x12341234", "x12341234"],
    ["1234é", "[PIN masked]é"],
  ])("is one only as a word of its own: %s", (said, shown) => {
    expect(text(said)).toBe(shown);
  });

  it("masks it in a log full of it", () => {
    for (const line of ["GET /1234/cart 200\n", "1234", "x1234", "1234x"]) {
      const shown = text(line.repeat(4_000_000 / line.length));
      expect(shown.slice(0, 40)).toContain(line.startsWith("x") || line.endsWith("x") ? "1234" : "[PIN masked]");
    }
  });
});

describe("a value with signs", () => {
  const sign = `p<w>&"d'\\ x/y`;
  const { text: hide } = valueMask([{ name: "PW", value: sign }]);
  it.each([
    ["as it is", sign],
    ["JSON", JSON.stringify(sign)],
    ["JSON of Go", JSON.stringify(sign).replaceAll(/[<>&]/g, (one) => `\\u00${one.charCodeAt(0).toString(16)}`)],
    [
      "HTML",
      sign
        .replaceAll("&", "&amp;")
        .replaceAll("<", "&lt;")
        .replaceAll(">", "&gt;")
        .replaceAll('"', "&quot;")
        .replaceAll("'", "&#39;"),
    ],
    ["a form", encodeURIComponent(sign).replaceAll("%20", "+")],
    ["percent but for slashes", encodeURIComponent(sign).replaceAll("%2F", "/")],
    ["strict percent", encodeURIComponent(sign).replaceAll("'", "%27")],
  ])("is hidden in %s", (_, said) =>
    expect(hide(`<${said}>`)).toBe(`<${said.startsWith('"') ? '"[PW masked]"' : "[PW masked]"}>`),
  );
});

describe("the mask", () => {
  it("masks exactly the values, including overlapping ones", () => {
    const { text: hide } = valueMask([
      { name: "A", value: "abcdefgh1234" },
      { name: "B", value: "1234ijklmnop" },
    ]);
    expect(hide("x abcdefgh1234ijklmnop y")).toBe("x [A masked] y");
    expect(hide("x abcdefgh1234 1234ijklmnop y")).toBe("x [A masked] [B masked] y");
  });

  it("takes one pass for thousands of values, and for near matches", () => {
    const lines = Array.from({ length: 2000 }, (_, at) => ({ name: "CONF", value: `setting-${at}-of-many` }));
    const near = [{ name: "NEAR", value: `${"a".repeat(100_000)}b` }];
    const begin = performance.now();
    expect(valueMask(lines).text("GET /setting-7-of-many 200\n".repeat(100_000))).toContain("/[CONF masked] 200");
    expect(valueMask(near).text("a".repeat(1_000_000))).toBe("[NEAR masked]");
    expect(performance.now() - begin).toBeLessThan(20_000);
  });
});
