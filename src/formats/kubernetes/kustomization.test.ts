import { describe, expect, it } from "vitest";
import { isRemote, readKustomization } from "./kustomization.ts";

describe("names in a kustomization", () => {
  it("lists resources, files and plug-ins by their use", () => {
    const text = `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [deployment.yaml, ../base]
bases:
  - ../old
components: [../tls]
crds: [crd.json]
openapi: {path: schema.json}
patchesStrategicMerge:
  - memory.yaml
  - |-
    apiVersion: apps/v1
    kind: Deployment
patches:
  - path: user.yaml
  - patch: "- op: remove"
replacements: [{path: r.yaml}]
configMapGenerator:
  - name: a
    files: [a.conf, b=c/d.conf]
    envs: [e.env]
    literals: [URL=https://example.com]
secretGenerator: [{name: s, env: s.env}]
configurations: [names.yaml]
images: [{name: web, newName: example.com/web}]
transformers: [t.yaml]
---
resources: [second.yaml]
`;
    expect(readKustomization(text.split("---")[0] ?? "")).toEqual({
      isComponent: false,
      resources: ["deployment.yaml", "../base", "../old", "../tls"],
      files: [
        "crd.json",
        "names.yaml",
        "schema.json",
        "memory.yaml",
        "user.yaml",
        "r.yaml",
        "a.conf",
        "c/d.conf",
        "e.env",
        "s.env",
      ],
      starts: ["transformers"],
    });
  });

  it.each([
    ["", /is empty/],
    ["- a\n", /is no kustomization/],
    ["resources: [a\n", /is no YAML/],
    [`a: ${"[".repeat(5000)}`, /YAML|nested/],
  ])("%j is refused", (text, why) => {
    expect(readKustomization(text)).toMatchObject({ refused: expect.stringMatching(why) });
  });

  it("ignores fields in an invalid form", () => {
    expect(readKustomization("kind: Component\nresources: {a: b}\nfiles: x\npatches: [a, 1, null]\n")).toEqual({
      isComponent: true,
      resources: [],
      files: [],
      starts: [],
    });
  });
});

it.each<[string, boolean]>([
  ["deployment.yaml", false],
  ["../../base", false],
  ["./a b/c", false],
  ["github", false],
  ["my.gitops/base", false],
  ["https://example.com/a.yaml", true],
  ["HTTP://example.com/a.yaml", true],
  ["github.com/org/repo", true],
  ["github.com/org/repo//base?ref=v1", true],
  ["git@github.com:org/repo.git", true],
  ["git::https://example.com/repo.git", true],
  ["ssh://git@example.com/repo", true],
  ["file:///etc", true],
  ["example.com/repo.git/base", true],
  ["dev.azure.com/org/_git/repo", true],
  ["host:path", true],
])("%s is fetched: %s", (path, remote) => {
  expect(isRemote(path)).toBe(remote);
});
