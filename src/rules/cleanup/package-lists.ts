import { leftoversAmong } from "./leftovers.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "cleanup/package-lists",
  title: "Package lists left in the image",
  why:
    "apt-get update downloads tens of megabytes of package lists that nothing reads at run time and that are stale by tomorrow. " +
    "Delete them at the end of the same RUN: rm -rf /var/lib/apt/lists/*. Measured: 34.4 MB of a 149.8 MB image.",
  severity: "warning",
  needs: ["layers"],
  fix: "none",
  also: ["dockle/DKL-DI-0005", "hadolint/DL3009"],
  examples: [
    {
      kind: "image",
      bad: {
        image: {
          leftovers: [{ kind: "package-lists", path: "/var/lib/apt/lists", bytes: 34_400_000, files: 12, layer: 1 }],
        },
      },
      good: { image: { leftovers: [{ kind: "log", path: "/var/log/apt", bytes: 12_000, files: 3, layer: 1 }] } },
    },
  ],
  *check({ layers }) {
    yield* leftoversAmong(layers, {
      kinds: ["package-lists"],
      what: "package lists",
    });
  },
});
