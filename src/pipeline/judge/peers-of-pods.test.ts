import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Context } from "../context.ts";
import { check } from "../findings/check.ts";

/** Equivalent checks of Trivy and Checkov in a rule's findings on a manifest. */
async function named(rule: string, spec: string, env = "[]"): Promise<readonly string[]> {
  const cwd = await mkdtemp(join(tmpdir(), "hullproof-test-peers-"));
  try {
    await writeFile(
      join(cwd, "web.yaml"),
      `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  ${spec}\n  containers: [{name: web, image: "x:1", env: ${env}, volumeMounts: [{name: v, mountPath: /v}]}]\n`,
    );
    const asked = { cwd, today: "2026-11-30", version: "0", progress: () => {} } as unknown as Context;
    const { findings } = await check(["web.yaml"], asked);
    const own = findings.filter((one) => one.rule === rule);
    expect(own).not.toEqual([]);
    return own.flatMap(({ also }) => also.filter((id) => /^(?:trivy|checkov)\//.test(id)));
  } finally {
    await rm(cwd, { recursive: true });
  }
}

const socket = ["trivy/KSV-0006", "checkov/CKV_K8S_27"];
it.each<[string, string, readonly string[]]>([
  ["capabilities/docker-socket", "/var/run/docker.sock", socket],
  ["capabilities/docker-socket", "/run/docker.sock", []],
  ["capabilities/docker-socket", "/run/containerd/containerd.sock", []],
  ["capabilities/docker-socket", "/var/run/crio/crio.sock", []],
  ["capabilities/docker-socket", "/var/run", []],
  ["capabilities/sensitive-mount", "/", ["trivy/KSV-0121"]],
  ["capabilities/sensitive-mount", "/etc", ["trivy/KSV-0121"]],
  ["capabilities/sensitive-mount", "/var/lib/docker", ["trivy/KSV-0121"]],
  ["capabilities/sensitive-mount", "/etc/kubernetes", []],
  ["capabilities/sensitive-mount", "/proc/sys", []],
  ["capabilities/sensitive-mount", "/root", []],
])("maps %s for %s to %j in other tools", async (rule, path, ids) => {
  expect(await named(rule, `volumes: [{name: v, hostPath: {path: ${path}}}]`)).toEqual(ids);
});

it("does not name a check that requires the opposite, or something else", async () => {
  expect(await named("capabilities/token-mounted", "volumes: []")).toEqual(["checkov/CKV_K8S_38"]);
  expect(await named("secrets/in-env-flag", "volumes: []", "[{name: DB_PASSWORD, value: tr0ub4dor}]")).toEqual([]);
});
