// Classes of findings that were wrong in the fifth count: what stays silent, and beside it what is reported as before.
import { describe, expect, it } from "vitest";
import { isUnasked } from "../../src/facts/secrets/security-switch.ts";
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
