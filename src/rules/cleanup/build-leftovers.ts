import { leftoversAmong } from "./leftovers.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "cleanup/build-leftovers",
  title: "Build artifacts left in the image",
  why:
    "Object files, CMake's and Autoconf's working folders, caches of linters and test runners: the program that they made does not need them, and each release carries them to every host. " +
    "Build in a stage of its own and copy the result, or remove them in the RUN that made them.",
  severity: "info",
  needs: ["layers"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "image",
      bad: {
        image: { leftovers: [{ kind: "build", path: "/app/build/CMakeFiles", bytes: 4000000, files: 120, layer: 3 }] },
      },
      good: { image: { leftovers: [] } },
    },
  ],
  *check({ layers }) {
    yield* leftoversAmong(layers, {
      kinds: ["build"],
      what: "build leftovers",
      from: 100_000,
    });
  },
});
