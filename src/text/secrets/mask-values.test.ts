import { describe, expect, it } from "vitest";
import { secretsIn } from "../env-by-name.ts";
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
  ])("hides a value %s", (_, said) => {
    const shown = text(said);
    expect(shown).toContain(" masked]");
    for (const part of [token.slice(0, 10), "s3cr", "MIIEvQ", "1234", Buffer.from(token).toString("hex").slice(0, 10)])
      expect(shown).not.toContain(part);
  });

  it("leaves what is none", () => {
    for (const said of ["port 8080", "at 12345", "x1234", "abc", "tokens", "MII", "a to"])
      expect(text(said)).toBe(said);
  });

  it("walks through a value, keys and all", () => {
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

  it("is hidden in a log that says it as often as it can", () => {
    for (const line of ["GET /1234/cart 200\n", "1234", "x1234", "1234x"]) {
      const shown = text(line.repeat(4_000_000 / line.length));
      expect(shown.slice(0, 40)).toContain(line.startsWith("x") || line.endsWith("x") ? "1234" : "[PIN masked]");
    }
  });
});
