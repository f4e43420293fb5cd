import { describe, expect, it } from "vitest";
import { drawn } from "../../../test/secrets/drawn.ts";
import { samples } from "../../../test/secrets/samples.ts";
import { checksum, endsInChecksum } from "./checksum.ts";
import { detectors, scan } from "./scan.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const kinds = (text: string, path = "/app/notes") => scan(bytes(text), path).map(({ kind }) => kind);
/** GitHub's and npm's carry a checksum, so no template makes one. */
const withChecksum = (prefix: string) => {
  const body = drawn("{A:30}");
  return prefix + body + checksum(body);
};

it("every kind is named once, and has a sample", () => {
  const all = detectors.map(({ kind }) => kind);
  expect(new Set(all).size).toBe(all.length);
  const tested = [...samples.map(({ kind }) => kind), "github-token", "github-oauth-token", "npm-token"];
  expect(all.filter((kind) => !tested.includes(kind))).toEqual([]);
  expect(all.length).toBeGreaterThan(150);
});

describe.each(samples.map((sample) => [sample.kind, sample] as const))("%s", (kind, { text, path, near }) => {
  const secret = drawn(text);

  it("is found, alone, in quotes and in a line of its own", () => {
    for (const around of [secret, `x = "${secret}"\n`, `\n${secret}\n`]) {
      if (around !== secret && kind.startsWith("rails")) continue;
      if (around !== secret && kind.startsWith("vault-token-file")) continue;
      expect(kinds(around, path)).toEqual([kind]);
    }
  });

  it("is not found in what comes near", () => {
    expect(kinds(near === undefined ? secret.slice(0, -1) : drawn(near), path)).not.toContain(kind);
  });

  it("is found in a sample with other letters", () => {
    expect(kinds(drawn(text, 77), path)).toContain(kind);
  });
});

describe("tokens with a checksum", () => {
  it.each([
    ["github-token", "ghp_"],
    ["github-oauth-token", "gho_"],
    ["github-oauth-token", "ghs_"],
    ["github-refresh-token", "ghr_"],
    ["npm-token", "npm_"],
  ])("%s %s: only with the right one", (kind, prefix) => {
    const token = withChecksum(prefix);
    expect(kinds(`a=${token}`)).toEqual([kind]);
    const other = token.at(5) === "A" ? "B" : "A";
    expect(kinds(`a=${token.slice(0, 5)}${other}${token.slice(6)}`)).toEqual([]);
  });

  it("is the published example's", () => {
    expect(endsInChecksum("ghp_" + "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ" + "0mLq17", 4)).toBe(true);
  });
});

it("a pattern begins with one of its keywords, so the pass over the bytes cannot miss it", () => {
  for (const { kind, text, path } of samples) {
    const detector = detectors.find((one) => one.kind === kind);
    const keywords = detector?.keywords ?? [];
    if (keywords.length === 0 || detector === undefined) continue;
    const whole = drawn(text);
    const starts = whole.split("").flatMap((_, at) => {
      detector.pattern.lastIndex = at;
      return detector.pattern.test(whole) ? [whole.slice(at)] : [];
    });
    const begins = (start: string) =>
      keywords.some((word) => (word === word.toLowerCase() ? start.toLowerCase() : start).startsWith(word));
    expect(starts.length, `${kind} ${path}`).toBeGreaterThan(0);
    expect(starts.every(begins), kind).toBe(true);
  }
});

describe("texts that are made to take long", () => {
  const begin = (kind: string): string => `-----BEGIN ${kind}PRIVATE KEY-----\n`;
  it.each([
    ["a header after a header, on one line", `${begin("RSA ")}Proc-Type: 4,ENCRYPTED\n${"Abc: ".repeat(300)}!`],
    ["headers of PGP", `-----BEGIN PGP PRIVATE KEY BLOCK-----\n${"Abc: ".repeat(300)}!`],
    ["headers of SSH2", `---- BEGIN SSH2 PRIVATE KEY ----\n${"Abc: ".repeat(300)}!`],
    ["a megabyte of headers", `${begin("RSA ")}Proc-Type: 4,ENCRYPTED\n${"Abc: ".repeat(20)}\n`.repeat(6_000)],
    ["a megabyte of beginnings", "-----BEGIN ".repeat(90_000)],
    ["a megabyte on one line", "a".repeat(1_000_000)],
    ["names without a value", `secret${" ".repeat(40)}`.repeat(20_000)],
  ])("%s", (_, text) => expect(kinds(text, "/etc/app.conf")).toEqual([]));

  it("a header ends in a line end, also in one of a string", () => {
    const body = drawn("MII{A:61}");
    for (const end of ["\n", "\r\n", "\\n"]) {
      const text = [begin("RSA ").trim(), "Proc-Type: 4,ENCRYPTED", "DEK-Info: AES-256-CBC,00", "", body].join(end);
      expect(kinds(text, "/etc/app.pem")).toEqual(["encrypted-private-key"]);
    }
  });
});
