import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Context } from "../context.ts";
import { check } from "../findings/check.ts";

/** Findings on a pod for Kubernetes 1.34: from 1.35 on a pod with a user namespace may run as root. */
async function says(rule: string, spec: string, context = ""): Promise<string> {
  const cwd = await mkdtemp(join(tmpdir(), "hullproof-test-root-"));
  try {
    await writeFile(
      join(cwd, "web.yaml"),
      `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  ${spec}\n  containers: [{name: web, image: "x:1", securityContext: {${context}}}]\n`,
    );
    const asked = { cwd, today: "2026-11-30", version: "0", progress: () => {}, kubernetes: 34 } as unknown as Context;
    const { findings } = await check(["web.yaml"], asked);
    return findings.flatMap((one) => (one.rule === rule ? [one.message] : [])).join();
  } finally {
    await rm(cwd, { recursive: true });
  }
}

it.each<[string, string, string, string]>([
  ["non-root/pod-may-be-root", "hostNetwork: false", "", "root of the node's kernel"],
  ["non-root/pod-may-be-root", "hostUsers: false", "", "the pod's user namespace"],
  ["non-root/pod-may-be-root", "os: {name: windows}", "", "an administrator"],
  ["non-root/pod-may-be-root", "hostNetwork: true", "windowsOptions: {hostProcess: true}", "an administrator"],
  ["non-root/root-user-flag", "hostNetwork: false", "runAsUser: 0", "starts the container as root"],
  ["non-root/root-user-flag", "securityContext: {runAsNonRoot: true}", "runAsUser: 0", "refuse to start it"],
])("%s of a pod with %s and %s", async (rule, spec, context, said) => {
  expect(await says(rule, spec, context)).toContain(said);
});
