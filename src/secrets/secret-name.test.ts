import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { holdsSecret, secretClass } from "./secret-name.ts";

const fingerprint = "7A1B9C3D5E".repeat(4);
const drawn = (seed: number): string =>
  `k${createHash("sha256").update(`${seed}`).digest("base64").replaceAll("=", "")}9Zz`;

describe("no secret", () => {
  it.each([
    ["TLS_PRIVATE_KEY", "/etc/ssl/key"],
    ["TLS_PRIVATE_KEY", "/run/secrets/tls.key"],
    ["TLS_PRIVATE_KEY", "certs/server.pem"],
    ["TLS_PRIVATE_KEY", "./certs/server"],
    ["TLS_PRIVATE_KEY", "../server.key"],
    ["TLS_PRIVATE_KEY", "~/.ssh/id_ed25519"],
    ["TLS_PRIVATE_KEY", "$HOME/.ssh/id_rsa"],
    ["TLS_PRIVATE_KEY", "${CONFIG_DIR}/server.key"],
    ["TLS_PRIVATE_KEY", "C:\\certs\\server.key"],
    ["DB_PASSWORD", "file:/run/secrets/db"],
    ["AUTH_TOKEN", "/var/run/secrets/kubernetes.io/serviceaccount/token"],
    ["SSH_KEY", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI a@b"],
    ["SSH_KEY", "ecdsa-sha2-nistp256 AAAAE2VjZHNh"],
    ["SIGNING_KEY", fingerprint],
    ["SIGNING_KEY", "0x7A1B7A1B7A1B7A1B"],
    ["SIGNING_KEY", `${fingerprint} ${fingerprint}`],
    ["SIGNING_KEY", "7A1B 9C3D 5E7A 1B9C 3D5E  7A1B 9C3D 5E7A 1B9C 3D5E"],
    ["API_TOKEN", "SHA256:" + "a".repeat(43)],
    ["ENCRYPTION_KEY", "age1" + "q".repeat(58)],
    ["SIGNING_KEY", "-----BEGIN PUBLIC KEY-----\nMFkw"],
    ["SIGNING_KEY", "-----BEGIN PGP PUBLIC KEY BLOCK-----"],
    ["DB_PASSWORD", ""],
    ["DB_PASSWORD", "XXXXXXXXXXXX"],
    ["TOKEN", "00000000-0000-0000-0000-000000000000"],
    ["TOKEN", "<your token>"],
    ["GPG_KEY", fingerprint],
    ["PUBLIC_KEY", "anything"],
    ["PASSWORD_MIN_LENGTH", "12"],
    ["USERNAME", "app"],
    ["FRONT_PROXY_PASS", "http://frontend:3000"],
    ["PROXY_PASS", "https://api.example.test/"],
    ["BROKER_PASS", "amqp://queue"],
    ["PROXY_PASS", "http://api:80/v1"],
    ["PROXY_PASS", "unix:///run/app.sock"],
    ["PROXY_PASS", "http://web_app:8080"],
    ["PROXY_PASS", "HTTPS://10.0.0.7"],
    ["PREFILL_TIME_PER_TOKEN", "200ms"],
    ["TIME_PER_TOKEN", "0.5s"],
  ])("%s=%s", (name, value) => {
    expect(holdsSecret(name, value)).toBe(false);
  });
});

describe("a secret", () => {
  it.each([
    ["DB_PASSWORD", "hunter2"],
    ["HOOK_TOKEN", "https://hooks.example.test/services/T0001/B0001"],
    ["HOOK_TOKEN", "https://hooks.example.test/in/7a1b9c3d5e7a1b9c"],
    ["HOOK_TOKEN", "https://hooks.example.test/in/qWeRtYuIoP"],
    ["QUEUE_PASS", "amqp://user:hunter2@queue"],
    ["PROXY_PASS", "http://api:3000?key=hunter2"],
    ["DB_PASSWORD", "12345678s"],
    ["API_KEY", fingerprint],
    ["GITHUB_TOKEN", "7a1b9c3d5e".repeat(4)],
    ["SIGNING_SECRET", fingerprint],
    ["AWS_SECRET_ACCESS_KEY", "wJal7XUt/nFEMIbK7MDE/bPxRfiCYz9QQ"],
    ["AWS_SECRET_ACCESS_KEY", "/Jal7XUtnFEMIbK7MDE/bPxRfiCYz9QQabc"],
    ["PRIVATE_KEY", "-----BEGIN RSA PRIVATE KEY-----\nMII"],
    ["SSH_KEY", "-----BEGIN OPENSSH PRIVATE KEY-----"],
    ["DB_PASSWORD", "!Tr0ub4dor"],
    ["DB_PASSWORD", "#hunter2"],
    ["DB_PASSWORD", "@b/c"],
    ["TOKEN", undefined],
    ["DB_PASSWORD", "$DB_PASSWORD"],
    ["ENCRYPTION_KEY", "ab12cd34ef569078".repeat(4)],
  ])("%s=%s", (name, value) => {
    expect(holdsSecret(name, value)).toBe(true);
  });
  // One in ten thousand holds a word such as `fake` by chance.
  it("matches nearly every generated value", () => {
    const values = Array.from({ length: 5000 }, (_, seed) => drawn(seed));
    const missed = values.filter((value) => secretClass("AWS_SECRET_ACCESS_KEY", value) !== "random");
    expect(missed.length).toBeLessThanOrEqual(3);
  });
});

it.each([
  ["password", "known"],
  ["changeme", "placeholder"],
  ["moneyprinter", "word"],
  ["J5brHrAXFLQSif0K", "random"],
])("a password of %s is %s", (value, kind) => expect(secretClass("DB_PASSWORD", value)).toBe(kind));
