import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { valueClass, type ValueClass } from "./value-class.ts";

/** Bytes that are the same in each run. */
const drawn = (seed: number, bytes: number): Buffer =>
  createHash("sha512").update(`v${seed}`).digest().subarray(0, bytes);
const letters = (alphabet: string, seed: number, length: number): string =>
  [...drawn(seed, length)].map((byte) => alphabet[byte % alphabet.length]).join("");
const small = "abcdefghijklmnopqrstuvwxyz";
const uuid = (seed: number): string =>
  drawn(seed, 16)
    .toString("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");

describe("generated values", () => {
  it.each<[string, (seed: number) => string, number]>([
    ["32 letters of base64", (seed) => drawn(seed, 24).toString("base64"), 0.99],
    ["16 letters of base64", (seed) => drawn(seed, 12).toString("base64"), 0.96],
    ["12 letters of base64url", (seed) => drawn(seed, 9).toString("base64url"), 0.95],
    ["8 letters of base64url", (seed) => drawn(seed, 6).toString("base64url"), 0.9],
    ["64 hexadecimal digits", (seed) => drawn(seed, 32).toString("hex"), 0.99],
    ["32 hexadecimal digits in capitals", (seed) => drawn(seed, 16).toString("hex").toUpperCase(), 0.99],
    ["16 hexadecimal digits", (seed) => drawn(seed, 8).toString("hex"), 0.99],
    ["a UUID", uuid, 0.99],
    ["20 small letters", (seed) => letters(small, seed, 20), 0.95],
    ["12 small letters", (seed) => letters(small, seed, 12), 0.93],
    ["16 letters of base32", (seed) => letters("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", seed, 16), 0.92],
    ["12 small letters and digits", (seed) => letters(`${small}0123456789`, seed, 12), 0.9],
    ["a word before it", (seed) => `django-insecure-${drawn(seed, 18).toString("base64url")}`, 0.97],
    ["a prefix of a vendor", (seed) => `sk_live_${drawn(seed, 18).toString("hex")}`, 0.97],
  ])("is random: %s", (_, draw, least) => {
    const values = Array.from({ length: 1000 }, (__, seed) => draw(seed));
    expect(values.filter((value) => valueClass(value) === "random").length / values.length).toBeGreaterThan(least);
  });

  it.each(["-----BEGIN RSA PRIVATE KEY-----\nMIIE", "J5brHrAXFLQSif0K", "mydb_x7k2q9wz", "48392017465920174856"])(
    "is random: %s",
    (value) => expect(valueClass(value)).toBe("random"),
  );
});

describe("values written by a person", () => {
  it.each<[ValueClass, readonly string[]]>([
    [
      "known",
      (
        "password Password1 P@ssw0rd p4ssw0rd! PASSWORD123 passw0rd admin admin123 Admin@1234 root toor secret s3cr3t SuperSecret123 letmein Welcome2024! qwerty 12345678 postgres mysql " +
        "minio123 guest test demo my-secret-pw mysecretpassword rootpassword db_password dbpass hunter2 foobar cGFzc3dvcmQ= YWRtaW4= abcd1234 a1b2c3d4"
      ).split(" "),
    ],
    [
      "placeholder",
      (
        "changeme change-me CHANGE_ME_PLEASE please_change_this your-password your_password_here yourpassword YOUR-API-KEY put-your-token-here enter_your_key placeholder " +
        "replace-with-secret todo user_provided AKIAIOSFODNN7EXAMPLE my-example-token insert-key-here x xoxb-123456-abcdef"
      ).split(" "),
    ],
    [
      "word",
      [
        ...(
          "moneyprinter tr0ub4dor correct-horse-battery-staple sqlpassword123 keycloakpassword verystrongpassword ThisIsNotSecret gitea_secret airflow-dev bitnami1 ldap-admin-pw " +
          "my-super-secret-jwt-token-with-at-least-32-characters-long somewordpress elastic-dev 2024-01-31 20240131 987654321 483920174659 fixture-private-key bXlzcWxwYXNzd29yZA=="
        ).split(" "),
        "correct horse battery staple",
        "My phrase of 2020",
        "a1",
      ],
    ],
  ])("is %s", (kind, values) => {
    expect(values.filter((value) => valueClass(value) !== kind).map((value) => [value, valueClass(value)])).toEqual([]);
  });

  it.each([
    ["netbox", ["netbox"]],
    ["Netbox-123", ["netbox", "db"]],
    ["zabbix_web", ["zabbix-web"]],
  ])("is the same as a name: %s of %j", (value, names) => expect(valueClass(value, names)).toBe("same"));

  it("classifies a word with a name in it", () => {
    expect([valueClass("zabbix_pwd"), valueClass("zabbix_pwd", ["zabbix"])]).toEqual(["random", "word"]);
  });
});

it.each(
  [
    ..."<your-password> {{password}} {PASSWORD} [token] %PASSWORD% __PASSWORD__ @PASSWORD@ xxxxxxxx XXXX-XXXX ******** ... true false none null string stdin 42 00000000-0000-0000-0000-000000000000 redacted".split(
      " ",
    ),
    "",
    " ",
    "{{ .Values.password }}",
    "<the password of the database>",
  ].map((value) => [value]),
)("is no value: %j", (value) => expect(valueClass(value)).toBeUndefined());

it("takes linear time", () => {
  for (const value of [
    "a1".repeat(100_000),
    "A".repeat(200_000),
    `${"a-".repeat(100_000)}!`,
    "%".repeat(200_000),
    "<".repeat(200_000),
  ]) {
    const begin = performance.now();
    valueClass(value, ["aa", "a1a1"]);
    expect(performance.now() - begin).toBeLessThan(1_000);
  }
});
