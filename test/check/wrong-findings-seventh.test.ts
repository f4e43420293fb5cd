// Classes of findings that were wrong in the fifth count: what stays silent, and beside it what is reported as before.
import { describe, expect, it } from "vitest";
import { isUnasked } from "../../src/facts/secrets/security-switch.ts";
import { compose, dockerfile, of } from "./checked-text.ts";
import { isComposeText } from "../../src/pipeline/targets/search/content.ts";

describe("a password that nothing asks for", () => {
  const password = "OPENSEARCH_INITIAL_ADMIN_PASSWORD";
  it.each([
    [password, "plugins.security.disabled", "true"],
    [password, "plugins.security.disabled", "TRUE"],
    [password, "DISABLE_SECURITY_PLUGIN", "true"],
    ["OPENSEARCH_PASSWORD", "DISABLE_SECURITY_PLUGIN", "True"],
    ["ELASTIC_PASSWORD", "xpack.security.enabled", "false"],
    ["ELASTICSEARCH_PASSWORD", "xpack.security.enabled", "False"],
  ])("is %s beside %s=%s", (name, other, value) => {
    expect(
      isUnasked(name, [
        { name: "cluster.name", value: "a" },
        { name: other, value },
      ]),
    ).toBe(true);
  });
  it.each([
    [password, "plugins.security.disabled", "false"],
    [password, "plugins.security.disabled", "${OFF:-true}"],
    ["ELASTIC_PASSWORD", "xpack.security.enabled", "true"],
    ["ELASTIC_PASSWORD", "xpack.security.http.ssl.enabled", "false"],
    ["POSTGRES_PASSWORD", "DISABLE_SECURITY_PLUGIN", "true"],
    ["DB_PASSWORD", "xpack.security.enabled", "false"],
    [password, "constructor", "true"],
  ])("is not %s beside %s=%s", (name, other, value) => {
    expect(isUnasked(name, [{ name: other, value }])).toBe(false);
  });
});

describe("a pipeline with services", () => {
  const services = "services:\n  db:\n    image: postgres:17\n";
  it.each(["steps:\n", "pipeline:\n", "jobs:\n", "stages:\n", "on:\n"])("is no Compose file under %j", (key) => {
    expect(isComposeText(`${key}  - name: test\n${services}`)).toBe(false);
    expect(isComposeText(`${services}${key}  - name: test\n`)).toBe(false);
  });
  it.each(["", "name: x\n", "x-steps:\n  a: 1\n", "volumes:\n  steps:\n", "# steps:\n"])("is one under %j", (key) => {
    expect(isComposeText(`${key}${services}`)).toBe(true);
  });

  it.each([
    "services:\n  - type: web\n    image:\n      url: registry.example/app\n",
    "services:\n- name: app\n  image: app:1\n",
    "name: app\nservices: # of the platform\n\n  # the first\n  - name: app\n    image: {registry: x}\n",
    "services:\r\n  - name: app\r\n    image: app:1\r\n",
  ])("a list of services is another platform's: %j", (text) => {
    expect(isComposeText(text)).toBe(false);
    expect(isComposeText(text.replace(/-(?= )/, "web:\n     "))).toBe(true);
  });
});

describe("what a parameter or an option decides", () => {
  it.each([
    ["ARG TAG=latest\nFROM example/base:${TAG}\n", "info"],
    ["ARG TAG=latest\nARG REPO=example\nFROM ${REPO}/base:$TAG AS app\n", "info"],
    ["FROM example/base:latest\n", "warning"],
    ["ARG REPO=example\nFROM ${REPO}/base:latest\n", "warning"],
    ["ARG REPO=example\nFROM ${REPO}/base\n", "warning"],
  ] as const)("a tag that floats in %j is of severity %s", (text, severity) => {
    expect(of(dockerfile(text), "base-image/floating-tag").map((finding) => finding.severity)).toEqual([severity]);
  });

  it.each([
    "uv pip install --system --no-python-downloads --python-preference system --requirement requirements.txt",
    "uv pip install --system --python-preference system --index-strategy unsafe-best-match --requirements requirements.txt",
    "uv pip install --python-version 3.13 --fork-strategy fewest -r requirements.txt",
    "uv pip install --find-links wheels --keyring-provider disabled 'flask==3.1.0'",
  ])("the value of an option is no package: %s", (command) => {
    expect(of(dockerfile(`FROM python:3.13-slim\nRUN ${command}\n`), "updates/unpinned-dependencies")).toEqual([]);
  });

  it("a password that is a name in the open is masked behind its own name, and nowhere else", () => {
    const file = (password: string) =>
      `services:\n  db:\n    image: mariadb:11\n    environment:\n      MARIADB_DATABASE: paperwork\n      MARIADB_PASSWORD: ${password}\n  app:\n    image: ghcr.io/paperwork-ngx/paperwork-ngx:latest\n`;
    const texts = (password: string) => JSON.stringify(compose(file(password)).run.findings);
    expect(texts("paperwork")).toContain("ghcr.io/paperwork-ngx/paperwork-ngx:latest");
    expect(texts("paperwork")).not.toMatch(/MARIADB_PASSWORD\W{1,4}paperwork/);
    expect(texts("paperwork")).toMatch(/MARIADB_PASSWORD\W{1,4}\*\*\*/);
    expect(texts("ngxwords")).not.toContain("ngxwords");
  });

  it.each([
    ["Zq7mK2vX9pL4", "LEGACY"],
    ["k9zq7m", "OTHER"],
    ["sunshine", "GREETING"],
    ["qzxkvjwpfh", "MARIADB_USER"],
    ["Tr0ub4dor&3", "MARIADB_DATABASE"],
  ])("a password stays masked where it stands again: %s in %s", (password, name) => {
    const text = `services:\n  db:\n    image: mariadb\n    privileged: true\n    environment:\n      - MARIADB_PASSWORD=${password}\n      - ${name}=${password}\n    command: echo ${name}=${password}\n`;
    expect(JSON.stringify(compose(text).run.findings)).not.toContain(password);
  });
});
