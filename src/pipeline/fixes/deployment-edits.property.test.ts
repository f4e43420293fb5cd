// For any manifest or unit: fixes change nothing else, each comment keeps its location, and no fix remains.
import { expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import * as fc from "../../../test/supervised/fast-check.ts";
import { emptyConfig } from "../../domain/settings/config.ts";
import { parseUnit } from "../../formats/quadlet/unit-file.ts";
import { fixTexts, type Fixable } from "../fix-plan/fix-texts.ts";
import { dialect as kubernetes } from "../../dialects/kubernetes/dialect.ts";
import { dialect as quadlet } from "../../dialects/quadlet/dialect.ts";
import { fixableText } from "../fix-plan/fixable-text.ts";

const allowed = ["safe", "proven", "suggested"] as const;
const known = { config: emptyConfig, cwd: "/nowhere", today: "2026-11-28" };
const manifest = (text: string): Fixable =>
  fixableText(kubernetes, { kind: "kubernetes", path: "web.yaml", text, ...known });
const unit = (text: string): Fixable =>
  fixableText(quadlet, { kind: "quadlet", path: "web.container", text, ...known });

function fixed(fixable: Fixable, named: ReadonlySet<string>): string {
  const made = fixTexts(fixable, { allowed, named }).get(fixable.path);
  if (made === undefined) throw new Error("the file is gone");
  return made.text;
}

/** Rules that only add or remove settings which the comparison below ignores. */
const rules = new Set([
  "capabilities/new-privileges",
  "capabilities/not-dropped",
  "capabilities/never-granted",
  "capabilities/no-seccomp",
  "capabilities/token-mounted",
  "capabilities/privileged",
  "non-root/pod-may-be-root",
]);
const touched = new Set(["securityContext", "automountServiceAccountToken"]);

const contexts = [
  "",
  "securityContext: {}",
  "securityContext: {privileged: true}",
  "securityContext: { allowPrivilegeEscalation: true , runAsUser: 0 }",
  "securityContext: {capabilities: {add: [SYS_ADMIN, 'NET_RAW'], drop: []}}",
  "securityContext:\n  capabilities:\n    add:\n    - NET_ADMIN # why\n    - KILL",
  "securityContext:\n  # own\n  privileged: false\n  seccompProfile: {type: Unconfined}",
  "securityContext: &tight\n  capabilities: {drop: [ALL]}",
];
const containers = fc.array(
  fc.record({
    flow: fc.constantFrom(false, false, false, true),
    context: fc.constantFrom(...contexts),
    note: fc.constantFrom("", " # note", "   # far"),
    gap: fc.constantFrom("", "\n", "\n# between\n"),
    more: fc.constantFrom(
      "",
      "env: [{name: A, value: '$$1 # no'}]",
      "args: ['--a']",
      "resources: {limits: {memory: 1Gi}}",
    ),
  }),
  { minLength: 1, maxLength: 3 },
);
const manifests = fc
  .record({
    containers,
    pod: fc.constantFrom(
      "",
      "",
      "securityContext: {runAsNonRoot: true}",
      "automountServiceAccountToken: true",
      "hostNetwork: true # ours",
    ),
    kind: fc.constantFrom("Pod", "Deployment"),
    step: fc.constantFrom(0, 2),
    documents: fc.constantFrom(1, 2),
    end: fc.constantFrom("\n", "\r\n"),
    bom: fc.boolean(),
    last: fc.boolean(),
  })
  .map(({ containers: all, pod, kind, step, documents, end, bom, last }) => {
    const pad = (text: string, by: number): string[] =>
      text === "" ? [] : text.split("\n").map((line) => (line === "" ? "" : `${" ".repeat(by)}${line}`));
    const list = all.flatMap(({ flow, context, note, gap, more }, at) => {
      const name = `c${at}`;
      const isFlat = flow && !context.includes("\n") && !context.includes("&");
      if (isFlat) {
        const parts = [`name: ${name}`, `image: "example/${name}:1"`, context, more].filter((one) => one !== "");
        return [...pad(`- {${parts.join(", ")}}${note}`, step), ...gap.split("\n").slice(1)];
      }
      const lines = [`image: example/${name}:1${note}`, context.replace("&tight", `&tight${at}`), more];
      return [
        ...pad(`- name: ${name}${note}`, step),
        ...lines.flatMap((one) => pad(one, step + 2)),
        ...gap.split("\n").slice(1),
      ];
    });
    const spec = [
      ...pad(pod, 2),
      "  containers:",
      ...list.map((line) => (line === "" || line.startsWith("#") ? line : `  ${line}`)),
    ];
    const head = ["apiVersion: v1", "kind: Pod", "metadata: {name: web} # named", "spec:"];
    const deep = [
      "apiVersion: apps/v1",
      "kind: Deployment",
      "metadata: {name: web} # named",
      "spec:",
      "  template:",
      "    spec:",
    ];
    const one =
      kind === "Pod"
        ? [...head, ...spec]
        : [...deep, ...spec.map((line) => (line === "" || line.startsWith("#") ? line : `    ${line}`))];
    const whole = Array.from({ length: documents }, () => one).reduce((before, more) => [...before, "---", ...more]);
    return `${bom ? "\uFEFF" : ""}${whole.join(end)}${last ? end : ""}`;
  });

/** Removes the settings of the fixes; a map that becomes empty is removed as well. */
function rest(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rest);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (touched.has(key) ? [] : [[key, rest(inner)] as const])),
  );
}
const objects = (text: string): unknown[] => parseAllDocuments(text).map((one) => rest(one.toJS()));
const comments = (text: string): string[] => text.match(/# (?:named|note|far|between|own|ours|why)/g) ?? [];

it("manifests", { timeout: 120_000 }, () => {
  let changed = 0;
  fc.assert(
    fc.property(manifests, (before) => {
      const after = fixed(manifest(before), rules);
      expect(objects(after)).toEqual(objects(before));
      const kept = comments(after);
      // A comment behind a removed setting is removed with it.
      expect(comments(before).filter((one) => one !== "# why")).toEqual(kept.filter((one) => one !== "# why"));
      expect(after.includes("\r\n")).toBe(before.includes("\r\n"));
      expect(/[^\r]\n/.test(after) && before.includes("\r\n")).toBe(false);
      expect(after.startsWith("\uFEFF")).toBe(before.startsWith("\uFEFF"));
      expect(fixed(manifest(after), rules)).toBe(after);
      if (after !== before) changed++;
    }),
    { numRuns: 60 },
  );
  expect(changed).toBeGreaterThan(30);
});

const unitRules = new Set([
  "capabilities/new-privileges",
  "capabilities/not-dropped",
  "capabilities/never-granted",
  "limits/no-swap-limit",
]);
const unitLines = fc.constantFrom(
  "AddCapability=NET_ADMIN",
  "AddCapability=SYS_ADMIN CHOWN",
  "DropCapability=NET_RAW",
  "NoNewPrivileges=false",
  "Memory=64m",
  "PodmanArgs=--memory=64m",
  "PodmanArgs=--privileged --tty",
  "Environment=A=1 'B=2 # no'",
  "Exec=serve \\\n  --port 80",
  "# note",
  "; note",
  "",
);
const units = fc
  .record({
    lines: fc.array(unitLines, { minLength: 1, maxLength: 8 }),
    end: fc.constantFrom("\n", "\r\n"),
    more: fc.constantFrom("", "[Service]\nRestart=always # no comment", "[Install]\nWantedBy=default.target"),
    last: fc.boolean(),
  })
  .map(({ lines, end, more, last }) => {
    const text = ["# head", "[Unit]", "Description=web", "", "[Container]", "Image=example/web:1", ...lines, more].join(
      "\n",
    );
    return `${text.replaceAll("\n", end)}${last ? end : ""}`;
  });

const about = /^(?:AddCapability|DropCapability|NoNewPrivileges|PodmanArgs|Memory)$/;
function said(text: string): unknown[] {
  const { groups } = parseUnit("web.container", text);
  return [...groups.values()].map(({ name, entries }) => [
    name,
    entries.filter(({ key }) => !about.test(key)).map(({ key, value }) => [key, value.text]),
  ]);
}

it("units", { timeout: 120_000 }, () => {
  let changed = 0;
  fc.assert(
    fc.property(units, (before) => {
      const after = fixed(unit(before), unitRules);
      expect(said(after)).toEqual(said(before));
      const own = (text: string): string[] => text.split(/\r?\n/).filter((line) => /^[#;]/.test(line));
      expect(own(after)).toEqual(own(before));
      expect(fixed(unit(after), unitRules)).toBe(after);
      if (after !== before) changed++;
    }),
    { numRuns: 60 },
  );
  expect(changed).toBeGreaterThan(30);
});
