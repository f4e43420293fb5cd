import { describe, expect, it } from "vitest";
import { emptyConfig } from "../../domain/settings/config.ts";
import type { Finding } from "../../domain/finding/finding.ts";
import type { TargetResult } from "./target-result.ts";
import { checkDockerfile, checkDocument } from "../judge/check-text.ts";
import { checkCompose } from "../judge/compose/check-compose.ts";
import { dialect as kubernetes } from "../../dialects/kubernetes/dialect.ts";
import { dialect as quadlet } from "../../dialects/quadlet/dialect.ts";
import { checkDialect } from "../judge/check-dialect.ts";

const day = { today: "2026-01-01", cwd: "/w" };
const base = { config: emptyConfig, ...day };
const asked = { allRules: true };

const document = (text: string): TargetResult => checkDocument("run.sh", text, emptyConfig, { ...day, ...asked });
const dockerfile = (text: string): TargetResult =>
  checkDockerfile("Dockerfile", text, emptyConfig, { ...day, ...asked });
const unit = (text: string): TargetResult =>
  checkDialect(quadlet, { kind: "quadlet", path: "a.container", text, ...base, ...asked });
const manifest = (text: string): TargetResult =>
  checkDialect(kubernetes, { kind: "kubernetes", path: "pod.json", text, ...base, ...asked });
const compose = (text: string): TargetResult => {
  const files = new Map([
    ["/w/compose.yaml", { text }],
    ["/w/.env", { refused: "it is not there", missing: true }],
  ]);
  const answer = checkCompose({
    kind: "compose",
    path: "compose.yaml",
    layers: [],
    files,
    root: "/w",
    ...base,
    ...asked,
  });
  if ("needs" in answer) throw new Error(answer.needs.join(", "));
  return answer;
};

const list = (count: number, piece: (at: number) => string, between = ", ") =>
  Array.from({ length: count }, (_, at) => piece(at)).join(between);
const service = (key: string, item: (at: number) => string) => (count: number) =>
  compose(`services:\n  a:\n    image: a:1\n    ${key}:\n${list(count, (at) => `      - ${item(at)}`, "\n")}\n`);
const flags = (flag: (at: number) => string) => (count: number) =>
  document(`docker run ${list(count, flag, " ")} img\n`);
const pod = (spec: (count: number) => object) => (count: number) =>
  manifest(JSON.stringify({ apiVersion: "v1", kind: "Pod", metadata: { name: "a" }, spec: spec(count) }));
const items = <T>(count: number, make: (at: number) => T) => Array.from({ length: count }, (_, at) => make(at));

/** A list in each dialect, a rule that reports each member, and the members' names. */
const lists: readonly [string, string, (count: number) => TargetResult, (at: number) => string][] = [
  [
    "names of one --cap-drop",
    "capabilities/unknown",
    (count) => document(`docker run --cap-drop=${list(count, (at) => `X${at}`, ",")} img\n`),
    (at) => `X${at}`,
  ],
  ["--cap-add", "capabilities/unknown", flags((at) => `--cap-add=X${at}`), (at) => `X${at}`],
  [
    "--cap-add of podman",
    "capabilities/unknown",
    (count) => document(`podman run ${list(count, (at) => `--cap-add=X${at}`, " ")} img\n`),
    (at) => `X${at}`,
  ],
  ["-v", "capabilities/sensitive-mount", flags((at) => `-v /etc:/a${at}`), (at) => `/etc:/a${at}`],
  ["-p", "capabilities/open-port", flags((at) => `-p ${at + 100}:${at + 100}`), (at) => `${at + 100}`],
  ["-e", "secrets/in-env-flag", flags((at) => `-e DB_PASSWORD_${at}=Tr0ub4dor-${at}x`), (at) => `DB_PASSWORD_${at}`],
  ["--device", "capabilities/host-device", flags((at) => `--device /dev/sd${at}`), (at) => `/dev/sd${at}`],
  ["cap_add", "capabilities/unknown", service("cap_add", (at) => `X${at}`), (at) => `X${at}`],
  ["cap_drop", "capabilities/unknown", service("cap_drop", (at) => `X${at}`), (at) => `X${at}`],
  ["ports", "capabilities/open-port", service("ports", (at) => `"${at + 100}:${at + 100}"`), (at) => `${at + 100}`],
  ["volumes", "capabilities/sensitive-mount", service("volumes", (at) => `"/etc:/a${at}"`), (at) => `/etc:/a${at}`],
  [
    "environment",
    "secrets/in-env-flag",
    service("environment", (at) => `"DB_PASSWORD_${at}=Tr0ub4dor-${at}x"`),
    (at) => `DB_PASSWORD_${at}`,
  ],
  [
    "devices",
    "capabilities/host-device",
    service("devices", (at) => `"/dev/sd${at}:/dev/sd${at}"`),
    (at) => `/dev/sd${at}`,
  ],
  ["tmpfs", "capabilities/tmpfs-options", service("tmpfs", (at) => `/a${at}:exec`), (at) => `/a${at}`],
  [
    "AddCapability",
    "capabilities/unknown",
    (count) => unit(`[Container]\nImage=a:1\n${list(count, (at) => `AddCapability=X${at}`, "\n")}\n`),
    (at) => `X${at}`,
  ],
  [
    "PublishPort",
    "capabilities/open-port",
    (count) => unit(`[Container]\nImage=a:1\n${list(count, (at) => `PublishPort=${at + 100}:${at + 100}`, "\n")}\n`),
    (at) => `${at + 100}`,
  ],
  [
    "capabilities.add of a pod",
    "capabilities/unknown",
    pod((count) => ({
      containers: [
        { name: "a", image: "a:1", securityContext: { capabilities: { add: items(count, (at) => `X${at}`) } } },
      ],
    })),
    (at) => `X${at}`,
  ],
  [
    "hostPorts of a pod",
    "capabilities/host-port",
    pod((count) => ({
      containers: [
        { name: "a", image: "a:1", ports: items(count, (at) => ({ containerPort: at + 100, hostPort: at + 100 })) },
      ],
    })),
    (at) => `${at + 100}`,
  ],
  [
    "volumes of a pod",
    "capabilities/host-path",
    pod((count) => ({
      containers: [{ name: "a", image: "a:1" }],
      volumes: items(count, (at) => ({ name: `v${at}`, hostPath: { path: "/etc" } })),
    })),
    (at) => `v${at}`,
  ],
  [
    "env of a pod",
    "secrets/in-env-flag",
    pod((count) => ({
      containers: [
        {
          name: "a",
          image: "a:1",
          env: items(count, (at) => ({ name: `DB_PASSWORD_${at}`, value: `Tr0ub4dor-${at}x` })),
        },
      ],
    })),
    (at) => `DB_PASSWORD_${at}`,
  ],
  [
    "EXPOSE",
    "build/expose-protocol-casing",
    (count) => dockerfile(`FROM debian:13\nEXPOSE ${list(count, (at) => `${at + 100}/TCP`, " ")}\n`),
    (at) => `${at + 100}/TCP`,
  ],
  [
    "LABEL",
    "build/label-key",
    (count) => dockerfile(`FROM debian:13\nLABEL ${list(count, (at) => `"A${at}"=x`, " ")}\n`),
    (at) => `A${at}`,
  ],
  [
    "ENV",
    "secrets/in-arg-or-env",
    (count) => dockerfile(`FROM debian:13\nENV ${list(count, (at) => `DB_PASSWORD_${at}=Tr0ub4dor-${at}x`, " ")}\n`),
    (at) => `DB_PASSWORD_${at}`,
  ],
];

const of = ({ run }: TargetResult, rule: string): readonly Finding[] => run.findings.filter((one) => one.rule === rule);

describe("members of one list", () => {
  it.each(lists)("become one finding that names twenty and counts the others: %s", (_, rule, check, name) => {
    const [joined, ...more] = of(check(50), rule);
    expect(more).toEqual([]);
    expect(joined?.message).toContain("(50 in this list: ");
    expect(joined?.message).toMatch(/ and 30 more\)$/);
    const named = /in this list: (.*) and 30 more/.exec(joined?.message ?? "")?.[1]?.split(", ") ?? [];
    expect(named).toEqual(Array.from({ length: 20 }, (_one, at) => name(at)));
    expect(JSON.stringify(joined).length).toBeLessThan(15_000);
  });
  it.each(lists)("have separate findings in a short list: %s", (_, rule, check) => {
    const findings = of(check(20), rule);
    expect(findings).toHaveLength(20);
    expect(findings.every(({ message }) => !message.includes("in this list"))).toBe(true);
  });
});

describe("findings of different containers", () => {
  it("are not joined in a manifest on one line", () => {
    const containers = items(30, (at) => ({
      name: `c${at}`,
      image: "a:1",
      securityContext: { capabilities: { add: items(30, (name) => `X${name}`) } },
    }));
    const checked = manifest(
      JSON.stringify({ apiVersion: "v1", kind: "Pod", metadata: { name: "a" }, spec: { containers } }),
    );
    const findings = of(checked, "capabilities/unknown");
    expect(new Set(findings.map(({ container }) => container)).size).toBe(30);
    expect(findings).toHaveLength(30);
  });
  it("are not joined in run lines, even on one line", () => {
    const line = `docker run ${list(25, (at) => `--cap-add=X${at}`, " ")} img`;
    expect(of(document(`${line}; ${line}\n${line}\n`), "capabilities/unknown")).toHaveLength(3);
  });
  it("are not joined in pods of one file", () => {
    const one = JSON.stringify({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "a" },
      spec: {
        containers: [{ name: "a", image: "a:1" }],
        volumes: items(25, (at) => ({ name: `v${at}`, hostPath: { path: "/etc" } })),
      },
    });
    expect(of(manifest(`${one}\n---\n${one}\n`), "capabilities/host-path")).toHaveLength(2);
  });
  it("are not joined across severities, fields and commands", () => {
    const checked = document(`docker run ${list(25, (at) => `--cap-add=X${at} --cap-drop=Y${at}`, " ")} img\n`);
    expect(of(checked, "capabilities/unknown")).toHaveLength(2);
  });
});

it("counts each member of a suppressed list, and joins the lists of others", () => {
  const line = `docker run ${list(30, (at) => `--cap-add=X${at}`, " ")} img`;
  const { run } = document(`# hullproof ignore capabilities/unknown: known\n${line}\n${line}\n`);
  const [joined, ...more] = run.findings.filter(({ rule }) => rule === "capabilities/unknown");
  expect(more).toEqual([]);
  expect(joined?.message).toContain("(30 in this list: X0, ");
  const result = run.results.find(({ rule }) => rule === "capabilities/unknown");
  expect(result).toMatchObject({ verdict: "found", reason: "30 ignored: known" });
  expect(run.findings.some(({ rule }) => rule === "build/unused-ignore")).toBe(false);
});

it("keeps each member's own fix", () => {
  const checked = service("ports", (at) => `"${5432 + 100 * at}:5432"`)(30);
  const [joined, ...more] = of(checked, "capabilities/open-data-port");
  expect(more).toEqual([]);
  expect(joined?.fix?.title).toBe("Publish it on 127.0.0.1 only, and the same for 29 more");
  const fixes = checked.run.fixes.filter(({ rule }) => rule === "capabilities/open-data-port");
  expect(new Set(fixes.map(({ fix }) => JSON.stringify(fix.edits))).size).toBe(30);
});

it("limits a text that a finding quotes, for any rule", () => {
  const name = `X${"y".repeat(100_000)}`;
  for (const { run } of [
    document(`docker run --cap-drop=${name} --privileged -v /etc/${name}:/a img\n`),
    service("cap_add", () => name)(1),
  ])
    for (const finding of run.findings) expect(JSON.stringify(finding).length, finding.rule).toBeLessThan(20_000);
});
