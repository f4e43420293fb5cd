import { quote, reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";
import { withoutEnd } from "../../../text/cut.ts";

/** File systems that the runtime mounts into every container. */
const system = /^\/(sys|dev|proc)(\/|$)/;

export default defineRule({
  id: "capabilities/system-volume",
  title: "Volume over a system directory",
  why:
    "The runtime mounts `/proc`, `/sys` and `/dev` into each container with just the files it may see. A volume there puts an ordinary folder over them, " +
    "or invites mounting the host's own, through which a process reaches the kernel's settings and the machine's devices.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "none",
  also: ["dockle/DKL-DI-0002"],
  examples: [
    {
      kind: "dockerfile",
      bad: 'FROM debian:trixie-slim\nVOLUME ["/sys"]\n',
      good: 'FROM debian:trixie-slim\nVOLUME ["/srv/data"]\n',
    },
  ],
  *check({ dockerfile }) {
    for (const { keyword, json, words } of dockerfile.instructions) {
      if (keyword !== "VOLUME") continue;
      for (const [index, { text, span }] of words.entries()) {
        const path = withoutEnd(json?.[index] ?? text, "/");
        if (!system.test(path)) continue;
        yield {
          message: `A volume at ${path} covers what the runtime mounts there`,
          at: span,
          evidence: [
            quote(dockerfile, span),
            reference(
              "default filesystems of a Linux container: /proc, /sys, /dev/pts, /dev/shm",
              "OCI runtime specification, config-linux",
            ),
          ],
          about: { paths: [path] },
        };
      }
    }
  },
});
