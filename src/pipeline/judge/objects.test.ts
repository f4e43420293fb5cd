import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "../context.ts";
import { check } from "../findings/check.ts";

let folder = "";
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "hullproof-test-objects-")));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const put = async (path: string, ...documents: readonly string[]): Promise<void> => {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), documents.join("---\n"));
};
async function checked(rule: string, targets: readonly string[] = ["."], more: Partial<Context> = {}) {
  const context = { cwd: folder, today: "2026-11-28", version: "0", progress: () => {}, ...more } as unknown as Context;
  const report = await check(targets, context);
  const { findings, rules } = report;
  return {
    report,
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

  it("count pods in other files of the folder, but not in other folders", async () => {
    await put("a/service.yaml", service("app: web"));
    await put("a/web.yaml", deployment("web", "app: web"));
    await put("b/service.yaml", service("app: web"));
    await put("b/web.yaml", deployment("web", "app: webs"));
    const { found } = await checked(rule);
    expect(found).toEqual([expect.stringMatching(/^b\/service.yaml: .*`app=web`.*Deployment web has app=webs/)]);
  });

  it("of NetworkPolicies and PodDisruptionBudgets are evaluated, with expressions and namespaces", async () => {
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

  it("are not evaluated where unknown pods may exist", async () => {
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

describe("service account permissions", () => {
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

  it("ignores the token of an account that opts out", async () => {
    await put("web.yaml", web);
    expect((await checked("capabilities/token-mounted")).found).toHaveLength(1);
    await put(
      "account.yaml",
      "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: web}\nautomountServiceAccountToken: false\n",
    );
    expect((await checked("capabilities/token-mounted")).found).toEqual([]);
  });
});

describe("removed APIs", () => {
  const rule = "build/removed-api";
  const pdb = (api: string): string =>
    `apiVersion: ${api}\nkind: PodDisruptionBudget\nmetadata: {name: web}\nspec: {selector: {matchLabels: {app: web}}}\n`;

  it.each([
    [24, "policy/v1beta1", 0],
    [25, "policy/v1beta1", 1],
    [35, "policy/v1beta1", 1],
    [35, "policy/v1", 0],
    [35, "policy.example.com/v1beta1", 0],
  ])("for 1.%i, %s: %i", async (kubernetes, api, count) => {
    await put("web.yaml", deployment("web", "app: web"), pdb(api));
    const { found } = await checked(rule, ["."], { kubernetes });
    expect(found).toHaveLength(count);
  });

  it("are found in a list, and for kinds named like properties of an object", async () => {
    await put(
      "web.yaml",
      deployment("web", "app: web"),
      "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: batch/v1beta1, kind: CronJob, metadata: {name: nightly}}\n- {apiVersion: constructor, kind: __proto__, metadata: {name: a}}\n",
    );
    expect((await checked(rule)).found).toEqual([
      "web.yaml: CronJob nightly is of batch/v1beta1, which Kubernetes has not served since 1.25: it is batch/v1 now",
    ]);
  });
});

describe("pod settings of a file", () => {
  it.each<[string, string, number]>([
    ["another label", "selector: {matchLabels: {app: wbe}}", 1],
    ["one label too many", "selector: {matchLabels: {app: web, tier: front}}", 1],
    ["an expression that excludes it", "selector: {matchExpressions: [{key: app, operator: NotIn, values: [web]}]}", 1],
    ["the same label", "selector: {matchLabels: {app: web}}", 0],
    ["an expression that fits", "selector: {matchExpressions: [{key: app, operator: Exists}]}", 0],
    ["nothing, as before a kustomization adds it", "paused: false", 0],
  ])("%s", async (_, selector, count) => {
    await put(
      "web.yaml",
      deployment("web", "app: web").replace("spec:\n  template", `spec:\n  ${selector}\n  template`),
    );
    expect((await checked("build/pods-not-selected")).found).toHaveLength(count);
  });

  it("report a duplicate variable in each container separately", async () => {
    const env = "env: [{name: A, value: a}, {name: B, value: b}, {name: A, valueFrom: {fieldRef: {fieldPath: x}}}]";
    await put("web.yaml", deployment("web", "app: web").replace('image: "x:1"', `image: "x:1", ${env}`));
    expect((await checked("build/env-given-twice")).found).toEqual([
      expect.stringContaining('Container "web" is given A twice (env[0] and env[2])'),
    ]);
    await put(
      "web.yaml",
      deployment("web", "app: web").replace('image: "x:1"', 'image: "x:1", env: [{name: A}, {}, {name: [A]}]'),
    );
    expect((await checked("build/env-given-twice")).found).toEqual([]);
  });

  it("report secrets of a ConfigMap in its own file, without their values", async () => {
    const map = (data: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\n${data}\n`;
    await put(
      "map.yaml",
      map(
        "data:\n  DB_PASSWORD: tr0ub4dor\n  api.token: 9f8e7d6c5b\n  URL: postgres://shop:tr0ub4dor@db/shop\n  PASSWORD_FILE: /run/p\n  EMPTY_PASSWORD: ''\n  TOKEN: changeme\n  __proto__: x",
      ),
      map("binaryData: {PASSWORD: dHIwdWI0ZG9y}"),
    );
    const { found, report } = await checked("secrets/in-config-map");
    expect(found.map((one) => one.replace(/ in plain.*/, ""))).toEqual([
      "map.yaml: ConfigMap web holds the value of DB_PASSWORD",
      "map.yaml: ConfigMap web holds the value of api.token",
      "map.yaml: ConfigMap web holds a password in the postgres address of URL",
      "map.yaml: ConfigMap web holds the value of TOKEN",
    ]);
    expect(JSON.stringify(report)).not.toMatch(/tr0ub4dor|9f8e7d6c5b/);
  });

  it("report the root group of a non-root user", async () => {
    const pod = (context: string, own = ""): string =>
      `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  securityContext: {${context}}\n  containers: [{name: web, image: "x:1"${own}}]\n`;
    const count = async (text: string): Promise<number> => {
      await put("web.yaml", text);
      return (await checked("non-root/root-group")).found.length;
    };
    expect(await count(pod("runAsUser: 5, fsGroup: 0, supplementalGroups: [0, 7, 0]"))).toBe(3);
    expect(await count(pod("runAsUser: 5", ", securityContext: {runAsGroup: 0}"))).toBe(1);
    expect(await count(pod("runAsUser: 0", ", securityContext: {runAsGroup: 0}"))).toBe(0);
    expect(await count(pod("runAsUser: 0", ", securityContext: {runAsUser: 5, runAsGroup: 0}"))).toBe(1);
    expect(await count(pod("runAsGroup: 7, supplementalGroups: 0"))).toBe(0);
  });
});

it("names only checks of other tools that report the same case", async () => {
  await put(
    "all.yaml",
    deployment("web", "app: web", "serviceAccountName: web\n      hostNetwork: true\n      ", ", namespace: shop"),
    binding("ClusterRoleBinding", "ClusterRole/cluster-admin"),
    service("app: other", ", namespace: shop"),
  );
  const { report } = await checked("capabilities/account-rights");
  const also = (rule: string) => report.findings.filter((one) => one.rule === rule).map((one) => one.also);
  expect(also("capabilities/host-namespace")).toEqual([
    ["trivy/KSV-0009", "checkov/CKV_K8S_19", "kube-linter/host-network", "kubescape/C-0041"],
  ]);
  expect(also("capabilities/account-rights")).toEqual([
    ["kube-linter/cluster-admin-role-binding", "trivy/KSV-0111", "kubescape/C-0035"],
  ]);
  expect(also("build/selector-without-pods")).toEqual([["kube-linter/dangling-service"]]);
});
