import { describe, expect, it } from "vitest";
import { expand } from "./expand.ts";
import { itemsAt, nodeAt, scalarAt } from "./kube-node.ts";
import { podOf } from "./pods-of.ts";
import { quantity } from "./quantity.ts";
import { readManifest } from "./read-manifest.ts";
import { strictFields } from "./strict-fields.ts";

const head = "apiVersion: v1\nkind: Pod\nmetadata: {name: x}\n";
const read = (text: string) => readManifest("x.yaml", text);
const problems = (text: string) =>
  read(text).problems.map(({ kind, span }) => `${kind}: ${text.slice(span.start, span.end)}`);

describe("readManifest", () => {
  it("reads scalars as kubectl does", () => {
    const values = {
      y: true,
      "0o755": 493,
      "0755": 493,
      "-0755": -493,
      "1_000": 1000,
      "2020-01-01": "2020-01-01",
      "1e3": 1000,
      "0b11": 3,
      ".5": 0.5,
      "~": null,
      "0x1F": 31,
      "12:30:45": "12:30:45",
      "+12": 12,
      "1.": 1,
      on: true,
      "09": 9,
      "0xG": "0xG",
      "!!str 12": "12",
      '"yes"': "yes",
      "1E400": "1E400",
      N: false,
      "=": "=",
      "0o9": "0o9",
      nO: "nO",
    };
    for (const [written, value] of Object.entries(values)) {
      const [object] = read(`${head}spec: {v: ${written}}\n`).objects;
      const node =
        object && itemsAt(object.node, "x").length === 0 ? object.node.entries.get("spec")?.value : undefined;
      const entry = node?.kind === "map" ? node.entries.get("v")?.value : undefined;
      expect(entry?.kind === "scalar" ? entry.value : entry, written).toEqual(value);
    }
  });

  it("locates every value after any text", () => {
    for (const [start, feed] of [
      ["\ufeff", "\n"],
      ["# a\n---\n---\n", "\n"],
      ["---\r\n", "\r\n"],
    ] as const) {
      const text = `${start}${head}spec:\n  containers:\n  - name: c # why\n    image: "busybox"\n`.replaceAll(
        "\n",
        feed,
      );
      const [object] = read(text).objects;
      const image = scalarAt(object?.node, "spec", "containers", 0, "image");
      expect(image && text.slice(image.span.start, image.span.end)).toBe('"busybox"');
      expect(object && text.slice(object.at.start, object.at.end)).toBe("x");
    }
  });

  it("finds the objects of lists, of several documents and of JSON", () => {
    const names = (text: string) => read(text).objects.map(({ kind, name, prefix }) => `${prefix}${kind}/${name}`);
    expect(names(`${head}---\n# only a comment\n--- # next\n${head.replace("x}", "z}")}`)).toEqual(["Pod/x", "Pod/z"]);
    expect(names("apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {name: a}}\n")).toEqual([
      "items[0].Pod/a",
    ]);
    expect(names("apiVersion: v1\nkind: PodList\nitems:\n- metadata: {name: z}\n")).toEqual(["items[0].Pod/z"]);
    const json = '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a}\\""}}';
    expect(names(`${json}\n${json}`)).toEqual(['Pod/a}"', 'Pod/a}"']);
    expect(names("{apiVersion: v1, kind: Pod, metadata: {name: flow}}\n")).toEqual(["Pod/flow"]);
    expect(names("a: 1\n---\n- 1\n---\ntext\n")).toEqual([]);
  });

  it("follows anchors and merge keys, and reports duplicate keys", () => {
    const text = `${head}spec: {<<: [{a: 1}, {a: 2, b: 3}], b: 7, c: &c {d: 1}, e: *c}\n`;
    const [object] = read(text).objects;
    const value = (...path: string[]) => scalarAt(object?.node, "spec", ...path)?.value;
    expect([value("a"), value("b"), value("e", "d")]).toEqual([1, 7, 1]);
    expect(problems(`${head}spec:\n  hostNetwork: true\n  hostNetwork: false\n`)).toEqual(["twice: hostNetwork"]);
    const [twice] = read(`${head}spec:\n  hostNetwork: true\n  hostNetwork: false\n`).objects;
    expect(scalarAt(twice?.node, "spec", "hostNetwork")?.value).toBe(false);
  });

  it("reports unreadable documents and reads the others", () => {
    const text = `${head}spec: [\n---\n${head}`;
    expect(read(text).objects).toHaveLength(1);
    expect(problems(text)[0]).toMatch(/^syntax/);
    expect(problems(`${head}--- x\n${head}`)).toEqual(["separator: --- x"]);
    expect(problems(`${head}spec: {${"a: {".repeat(200)}${"}".repeat(200)}}\n`)[0]).toMatch(/^syntax/);
    for (const text of ["a: [1,", `${head}spec: {a: "b`, "a: 1\n---x", "---x"])
      for (const { span } of read(text).problems) expect(span.end, text).toBeLessThanOrEqual(text.length);
    expect(problems("a: 1\n---x")).toEqual(["separator: ---x"]);
    const bomb = `a: &a [${"x,".repeat(99)}x]\nb: &b [${"*a,".repeat(99)}*a]\nc: &c [${"*b,".repeat(99)}*b]\nd: [${"*c,".repeat(99)}*c]\n`;
    expect(problems(bomb)[0]).toMatch(/^syntax/);
  });

  it("distinguishes Helm templates from values with templates for other tools", () => {
    const chart = [
      'metadata:\n  name: {{ include "app.name" . }}\n',
      'spec:\n  replicas: 1\n  image: "{{ .Values.image }}"\n',
      "{{- if .Values.x }}\nkind: Pod\n{{- end }}\n",
      "metadata:\n  labels:\n    {{- range $k, $v := .x }}\n    {{ $k }}: {{ $v }}\n    {{- end }}\n",
    ];
    for (const text of chart) {
      expect(
        read(text).problems.map(({ kind }) => kind),
        text,
      ).toEqual(["template"]);
      expect(read(text).objects).toEqual([]);
    }
    const plain = [
      `${head}spec: {containers: [{name: a, args: ["{{inputs.parameters.x}}"]}]}\n`,
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n  a.tmpl: |\n    {{ define "x" }}{{ end }}\n',
      `# {{ .Values.x }}\n${head}`,
    ];
    for (const text of plain) expect(read(text).problems, text).toEqual([]);
  });
});

describe("podOf", () => {
  it("finds the pod of every kind with a pod template", () => {
    const spec = "{containers: [{name: c, image: i}]}";
    const kinds = [
      ["v1", "Pod", `spec: ${spec}`, "spec"],
      ["v1", "PodTemplate", `template: {spec: ${spec}}`, "template.spec"],
      ["v1", "ReplicationController", `spec: {template: {spec: ${spec}}}`, "spec.template.spec"],
      ...["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"].map((kind) => [
        "apps/v1",
        kind,
        `spec: {template: {spec: ${spec}}}`,
        "spec.template.spec",
      ]),
      ["batch/v1", "Job", `spec: {template: {spec: ${spec}}}`, "spec.template.spec"],
      [
        "batch/v1",
        "CronJob",
        `spec: {jobTemplate: {spec: {template: {spec: ${spec}}}}}`,
        "spec.jobTemplate.spec.template.spec",
      ],
      ["argoproj.io/v1alpha1", "Rollout", `spec: {template: {spec: ${spec}}}`, "spec.template.spec"],
    ];
    for (const [apiVersion, kind, body, pointer] of kinds) {
      const [object] = read(`apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: x}\n${body}\n`).objects;
      const pod = object && podOf(object);
      expect(pod?.pointer, kind).toBe(pointer);
      expect(pod?.containers.map((one) => one.pointer)).toEqual([`${pointer}.containers[0]`]);
      expect(pod?.foreign).toBe(kind === "Rollout");
    }
    for (const text of ["kind: Service\nspec: {template: {spec: {a: 1}}}\n", "kind: constructor\nspec: {}\n"]) {
      const [object] = read(`apiVersion: v1\n${text}`).objects;
      expect(object && podOf(object)).toBeUndefined();
    }
  });
});

describe("strictFields", () => {
  const strict = (text: string, minor = 37) =>
    read(text).objects.flatMap((object) => strictFields(object, minor).map(({ message }) => message));
  const deployment = (container: string) =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d, labels: {v: "1.0"}}\nspec:\n  replicas: 1\n  template:\n    spec:\n      containers:\n      - name: c\n${container}`;

  it("reports an unknown field like the API server, with a suggestion", () => {
    expect(strict(deployment("        securityContex: {privileged: true}\n"))).toEqual([
      'unknown field "spec.template.spec.containers[0].securityContex"; `securityContext` is meant',
    ]);
    expect(strict(deployment("        runAsUser: 0\n"))).toEqual([
      'unknown field "spec.template.spec.containers[0].runAsUser"',
    ]);
    expect(strict(deployment("        resources: {limits: {memory: 64Mi, cpu: 1, example.com/gpu: 2}}\n"))).toEqual([]);
  });

  it("reports a value of a wrong type, and its YAML reading", () => {
    expect(
      strict(deployment("        env: [{name: A, value: yes}, {name: B, value: 5432}, {name: C, value: '1'}]\n")),
    ).toEqual([
      "`spec.template.spec.containers[0].env[0].value` is `yes`, which YAML 1.1 reads as true, and Kubernetes wants a text: put it in quotes",
      "`spec.template.spec.containers[0].env[1].value` is `5432`, and Kubernetes wants a text: put it in quotes",
    ]);
    expect(strict(deployment('        securityContext: {privileged: "true"}\n'))).toEqual([
      "`spec.template.spec.containers[0].securityContext.privileged` is `true`, and Kubernetes wants `true` or `false` without quotes",
    ]);
    expect(strict(deployment("        resources: {limits: {memory: 64MB}}\n"))).toHaveLength(1);
    expect(strict(deployment("        command: sleep 1\n"))).toHaveLength(1);
  });

  it("knows which version first had a field", () => {
    const sidecar = `${head}spec: {hostUsers: false, containers: []}\n`;
    expect(strict(sidecar, 24)).toEqual(['unknown field "spec.hostUsers" before Kubernetes 1.25']);
    expect(strict(sidecar, 25)).toEqual([]);
  });

  it("ignores unknown kinds and versions", () => {
    expect(strict("apiVersion: example.com/v1\nkind: Pod\nx: 1\n")).toEqual([]);
    expect(strict("apiVersion: extensions/v1beta1\nkind: Deployment\nx: 1\n")).toEqual([]);
    expect(strict("apiVersion: v1\nkind: constructor\nx: 1\n")).toEqual([]);
  });
});

describe("quantity and expand", () => {
  it("reads quantities", () => {
    const values = { "64Mi": 67108864, "250m": 0.25, "1e3": 1000, "0.5": 0.5, "2E": 2e18, "1Gi": 2 ** 30, "1k": 1000 };
    for (const [written, value] of Object.entries(values)) expect(quantity(written), written).toBe(value);
    expect(quantity(1)).toBe(1);
    for (const wrong of ["64MB", "1 Gi", "", "Mi", "1K", "-", "1e", "0x1"])
      expect(quantity(wrong), wrong).toBeUndefined();
  });

  it("expands variables as the kubelet does", () => {
    const known = new Map<string, string | undefined>([
      ["A", "a$b"],
      ["SECRET", undefined],
    ]);
    const cases = {
      "$(A)": "a$b",
      "$$(A)": "$(A)",
      pa$$word: "pa$word",
      pa$word: "pa$word",
      "$(B)": "$(B)",
      "$(A": "$(A",
      "$($$": "$($",
      a$: "a$",
      $$$$: "$$",
    };
    for (const [written, value] of Object.entries(cases)) expect(expand(written, known), written).toBe(value);
    expect(expand("x$(SECRET)", known)).toBeUndefined();
    expect(nodeAt(undefined, "a")).toBeUndefined();
  });
});
