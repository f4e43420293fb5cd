import { leftoversAmong } from "./leftovers.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "cleanup/vcs-folder",
  title: "Version control directory in the image",
  why:
    "A `.git` folder holds every version of every file: deleted passwords, unfinished work, names and addresses of all authors. A web server that serves the folder hands it to everyone. " +
    "List it in .dockerignore, or copy only what the program needs.",
  severity: "warning",
  needs: ["layers"],
  fix: "none",
  also: ["dockle/DKL-LI-0003"],
  examples: [
    {
      kind: "image",
      bad: {
        image: { leftovers: [{ kind: "vcs", path: "/app/.git", bytes: 4000000, files: 120, layer: 3 }] },
      },
      good: { image: { leftovers: [] } },
    },
  ],
  *check({ layers }) {
    yield* leftoversAmong(layers, {
      kinds: ["vcs"],
      what: "version control data",
      from: 1,
    });
  },
});
