import { expect, it } from "vitest";
import type { SpecChange } from "../../domain/container/spec-change.ts";
import type { ContainerSpec } from "../../domain/container/container-spec.ts";
import { ofRunLines } from "./read.ts";
import { applyEdits } from "../../fixes/apply.ts";
import { runLines } from "../../formats/command-line/run-lines.ts";
import { changeSpec } from "../../edits/change-spec.ts";

function changed(text: string, change: (container: ContainerSpec) => SpecChange): string {
  const all = ofRunLines(runLines("run.sh", text));
  const [container] = all.containers;
  if (container === undefined) throw new Error("no container");
  const result = changeSpec(all, container, change(container));
  return "edits" in result ? applyEdits(text, result.edits) : result.refused;
}

it.each<[string, (container: ContainerSpec) => SpecChange, string]>([
  ["docker run app:1", () => ({ set: "readOnly", to: true }), "docker run --read-only app:1"],
  ["docker run --read-only=false app:1", () => ({ set: "readOnly", to: true }), "docker run --read-only=true app:1"],
  ["docker run -u 0 app:1", () => ({ set: "user", to: "1000:1000" }), "docker run -u 1000:1000 app:1"],
  ["docker run app:1", () => ({ set: "user", to: "$(id -u)" }), "docker run --user '$(id -u)' app:1"],
  ["docker run app:1", () => ({ add: "capDrop", value: "ALL" }), "docker run --cap-drop ALL app:1"],
  ["docker run -m 1g app:1", () => ({ set: "memoryBytes", to: 64 }), "docker run -m 64 app:1"],
  [
    "docker run -m 1g app:1",
    () => ({ set: "memorySwapBytes", to: 2 ** 30 }),
    "docker run -m 1g --memory-swap=1g app:1",
  ],
  [
    "docker run --security-opt seccomp=unconfined app:1",
    () => ({ set: "seccomp", to: "x.json" }),
    "docker run --security-opt seccomp=x.json app:1",
  ],
  ["docker run -e A=b app:1", ({ env }) => ({ fromCaller: env[0]!, name: "A" }), "docker run -e A app:1"],
  ['docker run -e "A=b" app:1', ({ env }) => ({ fromCaller: env[0]!, name: "A" }), 'docker run -e "A" app:1'],
  ["docker run --cap-drop KILL \\\n  -it app:1", ({ capDrop }) => ({ remove: capDrop[0]! }), "docker run -it app:1"],
  [
    "docker run --cpu-shares=8 app:1",
    ({ cpuShares }) => ({ set: "cpus", to: 0.5, insteadOf: cpuShares! }),
    "docker run --cpus=0.5 app:1",
  ],
  [
    "docker run -dc 8 app:1",
    ({ cpuShares }) => ({ remove: cpuShares! }),
    "it shares its dash with other flags; split them by hand",
  ],
  [
    "docker run --cap-drop A,B app:1",
    ({ capDrop }) => ({ remove: capDrop[1]! }),
    "it stands in a list with others; write a flag for each",
  ],
  ["docker run -e 'P=x y' app:1", ({ env }) => ({ replace: env[0]!, by: "P" }), "docker run -e 'P' app:1"],
])("%s", (text, change, expected) => {
  expect(changed(text, change)).toBe(expected);
});
