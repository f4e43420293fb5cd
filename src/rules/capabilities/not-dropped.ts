import { defaultCapabilities, toCapability } from "../../domain/profile/capability.ts";
import { dropsAll } from "./capability-drops.ts";
import { reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { addFlag, isOn, services, unset, valuesOf } from "../shared/run-line.ts";
import { quoteLine } from "../shared/secret-values.ts";

export default defineRule({
  id: "capabilities/not-dropped",
  title: "Service keeps capabilities it was not shown to need",
  why:
    "Without --cap-drop ALL a container's root may change owners, open raw sockets and make device nodes, whatever the service does. " +
    "Most services need none of it: drop all and add back only what a run without it broke on (`hullproof learn IMAGE` finds it).",
  severity: "warning",
  needs: ["runLines"],
  fix: "suggested",
  also: ["cis-docker/5.4"],
  examples: [
    {
      kind: "document",
      bad: "docker run -d -p 8080:8080 --cap-drop NET_RAW --security-opt no-new-privileges --read-only --memory 256m --memory-swap 256m --cpus 0.5 --pids-limit 50 example/web:1.4\n",
      good: "docker run --cap-drop ALL -d -p 8080:8080 --cap-drop NET_RAW --security-opt no-new-privileges --read-only --memory 256m --memory-swap 256m --cpus 0.5 --pids-limit 50 example/web:1.4\n",
    },
  ],
  *check({ runLines }) {
    for (const line of services(runLines)) {
      if (line.program !== "docker" || dropsAll(line) || isOn(line, "privileged")) continue;
      const dropped = valuesOf(line, "cap-drop").flatMap((value) => value.split(",").map(toCapability));
      const kept = defaultCapabilities.filter((capability) => !dropped.includes(capability));
      if (kept.length === 0) continue;
      yield {
        message: `The service keeps ${kept.length} of the ${defaultCapabilities.length} default capabilities, ${kept.slice(-3).join(", ")} among them`,
        at: line.span,
        evidence: [
          quoteLine(runLines, line),
          unset("cap-drop ALL"),
          reference(
            `Kept: ${kept.join(" ")}`,
            "moby/moby oci/caps/defaults.go; CapBnd 00000000a80425fb measured on Docker 26.1.5",
          ),
        ],
        fix: addFlag(runLines, line, "--cap-drop ALL"),
      };
    }
  },
});
