import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "../../context.ts";
import { check } from "../check.ts";

let folder = "";
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "hullproof-test-objects-")));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const put = async (path: string, ...documents: readonly string[]): Promise<void> => {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), documents.join("---\n"));
};
async function checked(rule: string, targets: readonly string[] = ["."]) {
  const context = { cwd: folder, today: "2026-11-28", version: "0", progress: () => {} } as unknown as Context;
  const { findings, rules } = await check(targets, context);
  return {
    found: findings.filter((one) => one.rule === rule).map(({ target, message }) => `${target}: ${message}`),
    verdicts: rules
      .filter((one) => one.rule === rule)
      .map(({ target, verdict, reason = "" }) => `${target} ${verdict} ${reason}`),
  };
}

const deployment = (name: string, labels: string, spec = "", more = ""): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}${more}}\nspec:\n  template:\n    metadata: {labels: {${labels}}}\n    spec:\n      ${spec}containers: [{name: ${name}, image: "x:1"}]\n`;
const service = (selector: string, more = ""): string =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: web${more}}\nspec: {selector: {${selector}}}\n`;
const binding = (kind: string, role: string, subject = "{kind: ServiceAccount, name: web, namespace: shop}"): string =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata: {name: b, namespace: shop}\nroleRef: {kind: ${role.split("/")[0]}, name: ${role.split("/")[1]}}\nsubjects: [${subject}]\n`;
const role = (kind: string, rule: string): string =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata: {name: r, namespace: shop}\nrules: [${rule}]\n`;

describe("selectors", () => {
  const rule = "build/selector-without-pods";

  it("pods of other files of the folder count, pods of other folders don't", async () => {
    await put("a/service.yaml", service("app: web"));
    await put("a/web.yaml", deployment("web", "app: web"));
    await put("b/service.yaml", service("app: web"));
    await put("b/web.yaml", deployment("web", "app: webs"));
    const { found } = await checked(rule);
    expect(found).toEqual([expect.stringMatching(/^b\/service.yaml: .*`app=web`.*Deployment web has app=webs/)]);
  });

  it("NetworkPolicies and PodDisruptionBudgets, expressions, namespaces", async () => {
    const policy = (selector: string) =>
      `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p}\nspec: {podSelector: ${selector}}\n`;
    await put(
      "a/p.yaml",
      deployment("web", "app: web"),
      policy("{}"),
      policy("{matchExpressions: [{key: app, operator: In, values: [web]}]}"),
    );
    await put(
      "b/p.yaml",
      deployment("web", "app: web"),
      policy("{matchExpressions: [{key: app, operator: NotIn, values: [web]}]}"),
    );
    await put(
      "c/p.yaml",
      deployment("web", "app: web", "", ", namespace: shop"),
      "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: p, namespace: shop}\nspec: {selector: {matchLabels: {app: api}}}\n",
    );
    await put(
      "d/p.yaml",
      deployment("web", "app: web", "", ", namespace: shop"),
      service("app: web", ", namespace: bank"),
    );
    const { found, verdicts } = await checked(rule);
    expect(found.map((one) => one.slice(0, 30))).toEqual([
      expect.stringContaining("b/p.yaml: NetworkPolicy p"),
      expect.stringContaining("c/p.yaml: PodDisruptionBudget"),
    ]);
    expect(verdicts).toContainEqual(expect.stringMatching(/^d\/p.yaml skipped no pod that Service web/));
  });

  it("where pods may be made that are not seen, it does not judge", async () => {
    await put(
      "a.yaml",
      deployment("web", "app: web"),
      service("app: api"),
      "apiVersion: monitoring.coreos.com/v1\nkind: Prometheus\nmetadata: {name: k8s}\n",
    );
    expect(await checked(rule)).toMatchObject({
      found: [],
      verdicts: [expect.stringMatching(/skipped Prometheus k8s may make pods/)],
    });
    await put("a.yaml", deployment("web", "app: web"), service("app: api"));
    await put("t.yaml", deployment("api", "app: api").replace("x:1", "{{ .Values.image }}"));
    expect((await checked(rule)).verdicts).toEqual([expect.stringMatching(/skipped t.yaml is a template/)]);
    await put("a.yaml", service("app: api"));
    expect((await checked(rule, ["a.yaml"])).found).toEqual([]);
  });
});

describe("rights of accounts", () => {
  const rule = "capabilities/account-rights";
  const web = deployment("web", "app: web", "serviceAccountName: web\n      ", ", namespace: shop");

  it.each<[string, readonly string[], RegExp | undefined]>([
    ["cluster-admin", [binding("ClusterRoleBinding", "ClusterRole/cluster-admin")], /do everything in the cluster/],
    [
      "cluster-admin in a namespace",
      [binding("RoleBinding", "ClusterRole/cluster-admin")],
      /do everything of its namespace/,
    ],
    [
      "a role",
      [binding("RoleBinding", "Role/r"), role("Role", '{apiGroups: [""], resources: [secrets], verbs: [get]}')],
      /read every Secret of its namespace/,
    ],
    [
      "named Secrets",
      [
        binding("RoleBinding", "Role/r"),
        role("Role", '{apiGroups: [""], resources: [secrets], verbs: [get], resourceNames: [own]}'),
      ],
      undefined,
    ],
    [
      "writing alone",
      [binding("RoleBinding", "Role/r"), role("Role", '{apiGroups: [""], resources: [secrets], verbs: [create]}')],
      undefined,
    ],
    [
      "another account",
      [
        binding(
          "ClusterRoleBinding",
          "ClusterRole/cluster-admin",
          "{kind: ServiceAccount, name: other, namespace: shop}",
        ),
      ],
      undefined,
    ],
    [
      "the account's name elsewhere",
      [
        binding(
          "ClusterRoleBinding",
          "ClusterRole/cluster-admin",
          "{kind: ServiceAccount, name: web, namespace: bank}",
        ),
      ],
      undefined,
    ],
    [
      "all accounts",
      [binding("ClusterRoleBinding", "ClusterRole/edit", '{kind: Group, name: "system:serviceaccounts"}')],
      /read every Secret of the cluster/,
    ],
    [
      "an account without a token",
      [
        binding("ClusterRoleBinding", "ClusterRole/cluster-admin"),
        "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: web, namespace: shop}\nautomountServiceAccountToken: false\n",
      ],
      undefined,
    ],
  ])("%s", async (_, documents, message) => {
    await put("web.yaml", web);
    await put("rbac.yaml", ...documents);
    const { found } = await checked(rule);
    expect(found).toEqual(message === undefined ? [] : [expect.stringMatching(message)]);
  });

  it("an account that opts out gives no token to report", async () => {
    await put("web.yaml", web);
    expect((await checked("capabilities/token-mounted")).found).toHaveLength(1);
    await put(
      "account.yaml",
      "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: web}\nautomountServiceAccountToken: false\n",
    );
    expect((await checked("capabilities/token-mounted")).found).toEqual([]);
  });
});
