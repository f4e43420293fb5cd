import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const files = ["src", "bin"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(?:ts|tsx|mts|js|mjs|cjs)$/.test(name) && !name.endsWith(".test.ts"))
    .map((name) => join(folder, name).replaceAll("\\", "/")),
);
const textOf = (file: string) => readFileSync(join(root, file), "utf8");

/**
 * What can start a program of this machine. A module of this list is one gate: it takes a program that was located (or the words of a host step,
 * with a permit for them), an environment of its own and a folder to run in.
 */
const gates = new Map([
  ["src/sources/programs/run-to-end.ts", "starts every program"],
  ["src/sources/programs/program-output.ts", "the type of a child"],
  ["src/facts/packages/binary/dynamic-section.ts", "names the section of ELF files that lists what they load"],
]);

test("programs are started in one place", () => {
  const means =
    /child_process|process\s*\.\s*binding|node:cluster|(?:from|\(|import)\s*["']cluster["']|\bdlopen\b|node-pty|\bexeca\b/;
  const starting = files.filter((file) => means.test(textOf(file)));
  expect(starting.sort()).toEqual([...gates.keys()].sort());
  expect(textOf("src/sources/programs/program-output.ts")).toMatch(
    /import type \{ ChildProcess \} from "node:child_process"/,
  );
});

test("who starts programs finds them by the rules, and gives each an environment of the allow-list", () => {
  const users = files.filter((file) => /\brunToEnd\(/.test(textOf(file)) && !gates.has(file)).sort();
  expect(users).toEqual([
    "src/proof/observe/trace/tracefs.ts",
    "src/proof/trial/steps/run-command.ts",
    "src/sources/engine/image-build/builder.ts",
    "src/sources/engine/image-build/client-build.ts",
    "src/sources/engine/networks/firewall/iptables.ts",
    "src/sources/files/extended-attributes.ts",
    "src/sources/image/registry/credential-helper.ts",
    "src/sources/render/run-renderer.ts",
    "src/sources/scanners/run-program.ts",
    "src/sources/shellcheck/call-shellcheck.ts",
  ]);
  // The words of a step are the person's or agreed to; everything else is located.
  const byName = files.filter((file) => /runToEnd\(\s*\{\s*command/.test(textOf(file)));
  expect(byName).toEqual(["src/proof/trial/steps/run-command.ts"]);
  expect(textOf("src/proof/trial/steps/run-command.ts")).toMatch(/insist\(permit, \[runItem\(step\)\]\)/);
  expect(files.filter((file) => /shell:\s*true/.test(textOf(file)))).toEqual([]);
});

test("a build takes a permit, and buildx is told to leave git alone", () => {
  expect(textOf("src/sources/engine/image-build/build.ts")).toMatch(/insist\(\s*permit,\s*buildReach\(/);
  expect(textOf("src/sources/engine/image-build/buildx.ts")).toMatch(/BUILDX_GIT_INFO: "0"/);
  const building = files.filter(
    (file) => /"build",|\/build["'`?]/.test(textOf(file)) && /engine\.(call|open)|runToEnd/.test(textOf(file)),
  );
  // What builds is called by build.ts alone; builder.ts asks the docker command for its version.
  expect(building.sort()).toEqual([
    "src/sources/engine/image-build/build.ts",
    "src/sources/engine/image-build/builder.ts",
    "src/sources/engine/image-build/client-build.ts",
    "src/sources/engine/image-build/endpoint-build.ts",
    // `kustomize build`, which makes manifests.
    "src/sources/render/run-renderer.ts",
  ]);
  for (const name of ["buildByClient", "buildAtEndpoint"]) {
    const callers = files.filter((file) => new RegExp(`\\b${name}\\(session`).test(textOf(file)));
    expect(callers).toEqual(["src/sources/engine/image-build/build.ts"]);
  }
});
