import { leftoversAmong } from "./leftovers.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "cleanup/workspace-files",
  title: "Settings of editors and desktops in the image",
  why:
    "`.vscode`, `.idea` and `.DS_Store` come along when a whole project folder is copied. They do nothing in a container, and show the developer's machine: paths, hosts, now and then a token in a launch configuration. " +
    "List them in .dockerignore, or copy only what the program needs.",
  severity: "info",
  needs: ["layers"],
  fix: "none",
  also: ["dockle/DKL-LI-0003"],
  examples: [
    {
      kind: "image",
      bad: {
        image: { leftovers: [{ kind: "workspace", path: "/app/.vscode", bytes: 4200, files: 3, layer: 3 }] },
      },
      good: { image: { leftovers: [] } },
    },
  ],
  *check({ layers }) {
    yield* leftoversAmong(layers, {
      kinds: ["workspace"],
      what: "editor settings",
      from: 1,
    });
  },
});
