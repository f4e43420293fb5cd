import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

// Everything that creates, starts, builds or executes something stands behind the gate of src/consent. This test reads the sources: a new
// call of an engine, a new way to start a program and a new source of permits have to be added here, with what guards them.

const root = join(import.meta.dirname, "../src");
const files = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"))
  .toSorted();
/** Without comments, so that prose counts for nothing. */
const code = new Map(
  files.map((path) => [path, readFileSync(join(root, path), "utf8").replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, "")]),
);

/** Files whose code has it, and how often. */
function having(pattern: RegExp): Record<string, number> {
  const counted = [...code].map(([path, text]) => [path, [...text.matchAll(pattern)].length] as const);
  return Object.fromEntries(counted.filter(([, count]) => count > 0));
}

const gated = /\binsist\(/;

describe("an engine is asked to do something only where a permit is insisted on", () => {
  it("POST and PUT", () => {
    expect(having(/\bmethod: "(?:POST|PUT|PATCH)"/g)).toEqual({
      // steps of a workload, which trials send to a container of theirs
      "data/known-images/stores.ts": 4,
      // removes cache mounts that this run's builds filled, by their ids
      "sources/engine/image-build/cache-mounts.ts": 1,
      // the legacy builder: build.ts insists on the build before it chooses one, see below
      "sources/engine/image-build/endpoint-build.ts": 1,
      // create, volumes, networks, start, stop, kill and wait of what was permitted
      "sources/engine/containers/containers.ts": 5,
      "sources/engine/containers/exec.ts": 2,
      // names an image
      "sources/engine/images/images.ts": 1,
      "sources/engine/networks/networks.ts": 1,
      // only of a container that createContainer made, see below
      "sources/engine/containers/prepare-directory.ts": 1,
      // a program of our own in the network of a container that is there
      "sources/engine/reach/helper.ts": 3,
      "sources/engine/reach/inside.ts": 2,
      // ends a container that reached a limit
      "sources/engine/safety/safety-guard.ts": 1,
      "sources/engine/volumes/volumes.ts": 2,
    });
    const gates = "containers/containers containers/exec networks/networks reach/helper reach/inside volumes/volumes";
    for (const file of gates.split(" ")) expect(code.get(`sources/engine/${file}.ts`)).toMatch(gated);
    expect(Object.keys(having(/\bprepareDirectory\(/g))).toEqual([
      "sources/engine/containers/containers.ts",
      "sources/engine/containers/prepare-directory.ts",
    ]);
  });

  it("none has a method that only a run would tell", () => {
    const open = Object.keys(having(/\bmethod: (?!")/g)).filter((path) =>
      /\bcall[<(]|\bengine\.open\(/.test(code.get(path) ?? ""),
    );
    // The client itself declares it.
    expect(
      open.filter((path) => !/^sources\/(?:engine\/(?:types|client\/http)|http|download|image\/registry)\b/.test(path)),
    ).toEqual([
      // passes on what it is given, after it refused everything but GET
      "pipeline/containers/counted-engine.ts",
    ]);
    expect(code.get("pipeline/containers/counted-engine.ts")).toContain('if (method !== "GET") throw');
  });

  it("create and start are asked for in one place", () => {
    expect(
      having(
        /["'`]\/(?:containers\/create|build|commit|images\/create|images\/load|plugins|swarm|services|session)\b/g,
      ),
    ).toEqual({
      "sources/engine/image-build/cache-mounts.ts": 1,
      "sources/engine/image-build/endpoint-build.ts": 1,
      "sources/engine/containers/containers.ts": 2,
      "sources/engine/reach/helper.ts": 1,
    });
    // Whichever builder is there, one place takes a permit for the build's very words, and only it hands it on.
    const build = code.get("sources/engine/image-build/build.ts") ?? "";
    expect(build).toMatch(gated);
    expect(build.indexOf("insist(")).toBeLessThan(build.indexOf("atEndpoint("));
    expect(Object.keys(having(/\bbuildAtEndpoint\(/g))).toEqual([
      "sources/engine/image-build/build.ts",
      "sources/engine/image-build/endpoint-build.ts",
    ]);
    expect(having(/\/start[`"]/g)).toEqual({
      "sources/engine/containers/containers.ts": 1,
      "sources/engine/containers/exec.ts": 1,
      "sources/engine/reach/helper.ts": 1,
      "sources/engine/reach/inside.ts": 1,
    });
  });

  it("permits are insisted on before anything is sent", () => {
    const containers = code.get("sources/engine/containers/containers.ts") ?? "";
    const create = containers.slice(containers.indexOf("export async function createContainer"));
    expect(create.indexOf("permitted(run, asked, permit)")).toBeLessThan(create.indexOf("engine.call"));
  });
});

describe("a program of this machine starts only", () => {
  it("in the one place for it", () => {
    const starting = having(
      /^import (?!type)[^;]*"(?:node:)?(?:child_process|cluster)"|require\("(?:node:)?child_process"|import\("(?:node:)?child_process"/gm,
    );
    const known = [
      "sources/engine/image-build/build.ts",
      "sources/programs/run-to-end.ts",
      "sources/shellcheck/call-shellcheck.ts",
    ];
    for (const path of Object.keys(starting)) expect(known).toContain(path);
  });

  it("on behalf of these", () => {
    const callers = Object.keys(having(/\brunToEnd\(/g));
    const known = [
      "sources/programs/run-to-end.ts",
      // helpers, found once where nobody else can write
      "sources/engine/image-build/build.ts",
      "sources/engine/image-build/builder.ts",
      "sources/engine/image-build/client-build.ts",
      "sources/engine/image-build/buildx.ts",
      "sources/scanners/run-program.ts",
      "sources/shellcheck/call-shellcheck.ts",
      "sources/image/registry/credential-helper.ts",
      "sources/engine/networks/firewall/iptables.ts",
      "proof/observe/trace/tracefs.ts",
      "sources/files/extended-attributes.ts",
      // helm, kustomize or kubectl, where the person asks for it, on a copy
      "sources/render/run-renderer.ts",
      // a step of the workload: its words are insisted on
      "proof/trial/steps/run-command.ts",
    ];
    for (const path of callers) expect(known).toContain(path);
    expect(code.get("proof/trial/steps/run-command.ts")).toMatch(
      /insist\(permit, \[runItem\(step\)\]\);[^]*runToEnd\(/,
    );
  });
});

describe("permits come from", () => {
  it("decide, which is asked in these places", () => {
    expect(Object.keys(having(/^import (?!type)[^;]*\bdecide\b[^;]* from "[./]*(?:consent\/)?decide\.ts"/gm))).toEqual([
      // one build of a project whose reach was agreed to
      "consent/build-reach.ts",
      "consent/own.ts",
      "pipeline/consent/request-consent.ts",
    ]);
    expect(Object.keys(having(/\brequestConsent\(/g))).toEqual(
      expect.arrayContaining([
        "pipeline/consent/request-consent.ts",
        "pipeline/consent/request-profile-consent.ts",
        "pipeline/workload/workload-for.ts",
      ]),
    );
  });

  it("nothing, for containers that hullproof puts together itself out of an image and its own words", () => {
    expect(Object.keys(having(/\bpermitForNothing\(/g))).toEqual([
      "consent/build-reach.ts",
      "consent/decide.ts",
      // where no one was asked: a build that reaches beyond its project is refused then
      "pipeline/image-build/builds.ts",
      "proof/fix/same-failures.ts",
      "proof/learn/contention.ts",
      "proof/observe/files/image-look.ts",
      "sources/engine/volumes/volumes.ts",
      "sources/updates/image-updates.ts",
    ]);
    expect(Object.keys(having(/\bpermitForOwn\(/g))).toEqual(["consent/own.ts", "sources/scanners/in-container.ts"]);
  });

  it("items that need nobody's consent are marked in these places", () => {
    expect(Object.keys(having(/\bown: true\b/g))).toEqual([
      "consent/build-reach.ts",
      "consent/decide.ts",
      "consent/own.ts",
      "consent/workload-reach.ts",
    ]);
    expect(Object.keys(having(/\bownLists\b/g))).toEqual([
      "consent/decide.ts",
      "pipeline/project/declare-entry.ts",
      "pipeline/workload/workload-for.ts",
    ]);
  });
});
