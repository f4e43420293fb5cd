import { describe, expect, it } from "vitest";
import { drawn } from "../../../test/secrets/drawn.ts";
import { entropy } from "./entropy.ts";
import { isPlaceholder, looksChosen } from "../../secrets/placeholder.ts";
import { scan } from "./scan.ts";

const find = (text: string, path: string) => scan(new TextEncoder().encode(text), path);
const pem = drawn("-----BEGIN{} PRIVATE KEY-----\nMII{B:60}\n{B:64}\n-----END PRIVATE KEY-----\n");

describe("what documents and templates write is no secret", () => {
  it.each([
    ["AWS's example id", "aws_access_key_id = AKIA" + "IOSFODNN7EXAMPLE"],
    ["AWS's example key", "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCYEXAMPLEKEY"],
    ["stars", "ghp_" + "x".repeat(36)],
    ["a run of letters", "sk_live_" + "a".repeat(24)],
    ["counting", "SG." + "1234567890123456789012." + "1".repeat(43)],
    ["a key cut short", "-----BEGIN PRIVATE KEY-----\nMIIEvQ...\n-----END PRIVATE KEY-----"],
    ["a header alone", 'if (text.includes("-----BEGIN RSA PRIVATE KEY-----")) return'],
    ["a certificate", drawn("-----BEGIN CERTIFICATE-----\nMII{B:60}\n")],
    ["a public key", drawn("-----BEGIN PUBLIC KEY-----\nMII{B:60}\n")],
    ["an address without a host", "postgres://user:password@localhost:5432/db"],
    ["an example's address", "https://bob:s3cr3tpw@www.example.com/"],
    ["an address with a variable", "postgres://app:${DB_PASSWORD}@db/app"],
    ["a hash", drawn("sha256:{h:64} integrity sha512-{B:86}==")],
  ])("%s", (_, text) => expect(find(text, "/app/config.yml")).toEqual([]));

  it.each([
    "",
    "${X}",
    "$X",
    "<password>",
    "{{ pw }}",
    "changeme",
    "your-password",
    "user_provided",
    "xxxxxxxx",
    "true",
    "string",
    "%s",
    "***",
  ])("the value %j holds a place", (value) => expect(isPlaceholder(value)).toBe(true));

  it.each(["tr0ub4dor", "hunter2", "s3cr3t!", "Winter2025!"])("the value %j does not", (value) => {
    expect(isPlaceholder(value)).toBe(false);
    expect(looksChosen(value)).toBe(true);
  });

  it.each([
    "getPassword",
    "user.password",
    "MAX_TOKENS_2",
    "process.env.X1",
    "v1.2.3",
    "text",
    "passwordInput",
    "a/b1/c",
  ])("the value %j looks like a part of a program", (value) => expect(looksChosen(value)).toBe(false));
});

describe("where a secret is none of the image's own", () => {
  it.each([
    "/app/node_modules/ssh2/test/fixtures/id_rsa",
    "/usr/lib/python3.13/test/certdata/keycert.pem",
    "/usr/local/lib/python3.13/test/certdata/keycert.pem",
    "/usr/local/go/src/crypto/tls/testdata/example-key.pem",
    "/root/go/pkg/mod/golang.org/x/crypto@v0.1.0/ssh/testdata/keys.go",
    "/usr/share/ruby/gems/3.3.0/gems/a-1/spec/key.pem",
  ])("a package's own test key: %s", (path) => expect(find(pem, path)).toEqual([]));

  it("a key of the application is one, also beside packages", () => {
    expect(find(pem, "/app/server.key")).toMatchObject([{ kind: "private-key", severity: "error" }]);
    expect(find(pem, "/app/node_modules/config/server.key")).toMatchObject([{ severity: "error" }]);
    expect(find(pem, "/usr/lib/ssl/private/own.key")).toMatchObject([{ severity: "error" }]);
  });

  it("the application's tests and Debian's snakeoil key matter less", () => {
    expect(find(pem, "/app/test/server.key")).toMatchObject([{ severity: "info" }]);
    expect(find(pem, "/etc/ssl/private/ssl-cert-snakeoil.key")).toMatchObject([{ severity: "info" }]);
  });

  const named = drawn('password = "tr0ub4dor&3"\napi_key: "{A:32}"\n');
  it.each([
    "/app/node_modules/a/config.json",
    "/usr/lib/python3/dist-packages/a/settings.py",
    "/app/dist/app.min.js",
    "/app/package-lock.json",
    "/app/locales/de.json",
  ])("a name alone tells nothing in %s", (path) => expect(find(named, path)).toEqual([]));
});

it("entropy is in bits a character", () => {
  expect(entropy("")).toBe(0);
  expect(entropy("aaaa")).toBe(0);
  expect(entropy("abcd")).toBe(2);
});
