import { defineRule } from "../rule.ts";
import { programFinding } from "../shared/program-finding.ts";

export default defineRule({
  id: "cleanup/package-manager",
  title: "Package managers in the image",
  why:
    "A container's packages are those of its image: what is installed later is gone with the container, and no one scans it. What stays is a program with which root in the container installs whatever it likes. " +
    "Distroless images and a final stage FROM scratch have none; where the base image brings one, a read-only root keeps it from writing.",
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
            { kind: "package-manager", path: "/usr/bin/apt-get", layer: 0 },
            { kind: "package-manager", path: "/usr/local/bin/pip3", layer: 3 },
          ],
        },
      },
      good: { image: { programs: [] } },
    },
  ],
  *check({ programs }) {
    yield* programFinding(programs, ["package-manager"], "that install packages");
  },
});
