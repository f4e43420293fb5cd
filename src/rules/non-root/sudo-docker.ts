import { ofRunLine } from "../../dialects/run-line/read.ts";
import { beginOf } from "../shared/container.ts";
import { reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "non-root/sudo-docker",
  title: "Container started with sudo",
  why:
    "The engine runs as root, so whoever may talk to it, with sudo or as a member of the docker group, can become root on the host. " +
    "In rootless mode the engine itself runs as you: then neither sudo nor the group is needed, and a breakout ends at your own rights.",
  severity: "info",
  needs: ["runLines"],
  premise: {
    kind: "engine",
    shows:
      "a process of uid 1000 in the group of the engine's socket writes a file of the host's root through it, and is refused outside of that group",
  },
  fix: "none",
  also: [],
  examples: [
    {
      kind: "document",
      bad: "sudo docker run --rm example/report:1.4\n",
      good: "docker context use rootless\ndocker run --rm example/report:1.4\n",
    },
  ],
  *check({ runLines }) {
    for (const line of runLines.lines) {
      if (!line.sudo || line.kind !== "command") continue;
      const at = line.span.start + Math.max(0, line.text.search(/\b(?:sudo|doas)\b/));
      const span = { start: at, end: at + 4 };
      yield {
        message:
          line.program === "podman"
            ? "Podman starts containers as you; `sudo` makes them root's again"
            : "`sudo docker`, like membership in the docker group, is root on the host; a rootless engine needs neither",
        at: span,
        evidence: [
          beginOf({ texts: new Map([[runLines.file, runLines.text]]) }, ofRunLine(runLines, line)),
          reference(
            "The docker group grants root-level privileges to the user; rootless mode runs the daemon and containers as a non-root user",
            "docs.docker.com, Post-installation steps for Linux; Rootless mode",
          ),
        ],
      };
    }
  },
});
