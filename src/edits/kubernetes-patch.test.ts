import { describe, expect, it } from "vitest";
import { patched } from "../../test/engine/strategic-merge.ts";
import type { KubeMap, KubeNode } from "../formats/kubernetes/kube-node.ts";
import { readDocument } from "../formats/kubernetes/read-document.ts";
import { kubernetesPatch, patchText } from "./kubernetes-patch.ts";

const read = (value: unknown): KubeMap => {
  const text = JSON.stringify(value);
  return readDocument(text, { start: 0, end: text.length }).node as KubeMap;
};
const plain = (node: KubeNode): unknown =>
  node.kind === "scalar"
    ? node.value
    : node.kind === "list"
      ? node.items.map(plain)
      : Object.fromEntries([...node.entries].map(([key, { value }]) => [key, plain(value)]));

const container = (name: string, more: object = {}) => ({ name, image: `${name}:1`, ...more });
const pod = (...containers: readonly object[]) => ({ kind: "Pod", spec: { containers } });

describe("a strategic merge patch", () => {
  it.each<[string, object, object, object]>([
    [
      "one container of two: the other is named for the order",
      pod(container("a"), container("b", { env: [{ name: "X", value: "1" }] })),
      pod(container("a"), container("b", { env: [{ name: "X", value: "1" }], securityContext: { privileged: false } })),
      { spec: { containers: [{ name: "a" }, { name: "b", securityContext: { privileged: false } }] } },
    ],
    [
      "a list without a key is replaced whole",
      pod(container("a", { securityContext: { capabilities: { add: ["CHOWN", "SYS_PTRACE"], drop: ["ALL"] } } })),
      pod(container("a", { securityContext: { capabilities: { add: ["CHOWN"], drop: ["ALL"] } } })),
      { spec: { containers: [{ name: "a", securityContext: { capabilities: { add: ["CHOWN"] } } }] } },
    ],
    [
      "a new volume and its mount",
      pod(container("a", { volumeMounts: [{ mountPath: "/a", name: "a" }] })),
      {
        kind: "Pod",
        spec: {
          containers: [
            container("a", {
              volumeMounts: [
                { mountPath: "/a", name: "a" },
                { mountPath: "/tmp", name: "t" },
              ],
            }),
          ],
          volumes: [{ name: "t", emptyDir: { medium: "Memory" } }],
        },
      },
      {
        spec: {
          containers: [{ name: "a", volumeMounts: [{ mountPath: "/a" }, { mountPath: "/tmp", name: "t" }] }],
          volumes: [{ name: "t", emptyDir: { medium: "Memory" } }],
        },
      },
    ],
    [
      "a pod's own key",
      pod(),
      { kind: "Pod", spec: { containers: [], hostUsers: false } },
      { spec: { hostUsers: false } },
    ],
  ])("%s", (_, before, after, expected) => {
    const patch = kubernetesPatch(read(before), read(after));
    expect(patch).toEqual(expected);
    expect(patched(before, patch as object)).toEqual(after);
  });

  it("replaces whole lists of custom kinds, whose merge keys are unknown", () => {
    const thing = (more: object) => ({
      apiVersion: "example.com/v1",
      kind: "Thing",
      spec: { containers: [container("a", more)] },
    });
    expect(kubernetesPatch(read(thing({})), read(thing({ tty: true })))).toEqual({
      spec: { containers: [container("a", { tty: true })] },
    });
  });

  it("returns nothing for equal objects", () => {
    expect(kubernetesPatch(read(pod(container("a"))), read(pod(container("a"))))).toBeUndefined();
  });

  it.each<[string, object, object, RegExp]>([
    ["a key that goes", pod(container("a", { tty: true })), pod(container("a")), /takes `tty` away/],
    ["a container that goes", pod(container("a"), container("b")), pod(container("a")), /an item of `containers` away/],
    [
      "containers of one name",
      pod(container("a"), container("a")),
      pod(container("a"), container("a", { tty: true })),
      /or twice/,
    ],
    ["a container without a name", pod({ image: "a" }), pod({ image: "a", tty: true }), /without name/],
  ])("%s is refused", (_, before, after, reason) => {
    expect(kubernetesPatch(read(before), read(after))).toEqual({ refused: expect.stringMatching(reason) });
  });

  it("accepts a field named `refused`", () => {
    const patch = kubernetesPatch(read({ a: 1 }), read({ a: 1, refused: true }));
    expect(patch).toEqual({ refused: true });
  });

  it("prints text that parses back, for any names and values", () => {
    const spec = { on: "yes", "a: b": "0644", n: "1e3", "#": "- x", e: "", m: "a\nb", t: "~", u: "\u2028" };
    const text = patchText({ apiVersion: "v1", kind: "Pod", name: "no" }, { spec });
    const node = readDocument(text, { start: 0, end: text.length }).node;
    expect(node && plain(node)).toEqual({ apiVersion: "v1", kind: "Pod", metadata: { name: "no" }, spec });
  });
});
