import { defineRule } from "../rule.ts";
import { programFinding } from "../shared/program-finding.ts";

export default defineRule({
  id: "cleanup/build-tools",
  title: "Compilers and debuggers in the image",
  why:
    "A compiler turns the source of an exploit into a program on the spot, a debugger reads the memory and the secrets of other processes, and both bring hundreds of megabytes of headers and libraries. " +
    "Build in a stage of its own and copy the result into the final one.",
  severity: "info",
  needs: ["programs"],
  fix: "none",
  also: ["cis-docker/4.3"],
  examples: [
    {
      kind: "image",
      bad: {
        image: {
          programs: [
            { kind: "compiler", path: "/usr/bin/gcc", layer: 2 },
            { kind: "build-tool", path: "/usr/bin/make", layer: 2 },
          ],
        },
      },
      good: { image: { programs: [{ kind: "shell", path: "/usr/bin/dash", layer: 0 }] } },
    },
  ],
  *check({ programs }) {
    yield* programFinding(programs, ["compiler", "build-tool", "debugger"], "that build or debug programs");
  },
});
