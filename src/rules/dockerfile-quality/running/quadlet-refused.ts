import { quote, reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/quadlet-refused",
  title: "Invalid Quadlet unit",
  why:
    "Podman's generator reads the units when systemd starts or reloads. One key that its version does not know, and it drops the whole unit: there is no service of that name, and only the journal says why. " +
    "A key that came with a later version of Podman is said with `PodmanArgs=` instead. `--podman` names the version.",
  severity: "error",
  needs: ["quadletRefusals"],
  premise: {
    kind: "refusal",
    by: "Podman's generator",
    words: ["unsupported key", "no Image or Rootfs key specified"],
  },
  fix: "none",
  also: [],
  examples: [
    {
      kind: "unit",
      bad: "[Container]\nImage=docker.io/example/web:1.4\nMemory=256m\n",
      good: "[Container]\nImage=docker.io/example/web:1.4\nPodmanArgs=--memory=256m\n",
    },
    {
      kind: "unit",
      bad: "[Container]\nImage=docker.io/example/web:1.4\nReadonly=true\n",
      good: "[Container]\nImage=docker.io/example/web:1.4\nReadOnly=true\n",
    },
    {
      kind: "unit",
      bad: "[Container]\nExec=serve\n",
      good: "[Container]\nImage=docker.io/example/web:1.4\nExec=serve\n",
    },
  ],
  *check({ quadletRefusals }) {
    for (const { problem, span } of quadletRefusals.refusals)
      yield {
        message: `Podman drops this unit: ${problem}`,
        at: span,
        evidence: [
          quote(quadletRefusals, span),
          reference("keys by version, read from Podman's tags", "pkg/systemd/quadlet/quadlet.go of Podman"),
        ],
      };
  },
});
