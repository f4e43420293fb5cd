import { defaultCapabilities, toCapability } from "../../../domain/profile/capability.ts";
import { dropsAll } from "./capability-drops.ts";
import { fixOf, isOn, lackOf, services, skippedByKind } from "../../shared/container.ts";
import { reference } from "../../shared/evidence.ts";
import { spelled } from "../../shared/spelling.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/not-dropped",
  title: "Default capabilities not dropped",
  why:
    "Without --cap-drop ALL a container's root may change owners, open raw sockets and make device nodes, whatever the service does. " +
    "Most services need none of it: drop all and add back only what a run without it broke on (`hullproof learn IMAGE` finds it).",
  severity: "info",
  // Podman grants fewer.
  dialects: ["docker", "compose", "kubernetes", "engine"],
  needs: ["containers"],
  wholeSpec: true,
  premise: {
    kind: "engine",
    shows: "a container has the 14 default capabilities, and none under `--cap-drop ALL`",
  },
  fix: "suggested",
  also: ["cis-docker/5.4", "compose-lint/CL-0006", "kics/container_capabilities_unrestricted"],
  alsoKubernetes: [
    "trivy/KSV-0003",
    "trivy/KSV-0106",
    "checkov/CKV_K8S_37",
    "polaris/insecureCapabilities",
    "kubesec/CapDropAll",
  ],
  examples: [
    {
      kind: "document",
      bad: "docker run -d -p 8080:8080 --cap-drop NET_RAW --security-opt no-new-privileges --read-only --memory 256m --memory-swap 256m --cpus 0.5 --pids-limit 50 example/web:1.4\n",
      good: "docker run --cap-drop ALL -d -p 8080:8080 --cap-drop NET_RAW --security-opt no-new-privileges --read-only --memory 256m --memory-swap 256m --cpus 0.5 --pids-limit 50 example/web:1.4\n",
    },
    {
      kind: "compose",
      bad: "services:\n  web:\n    image: example/web:1.4\n    cap_drop:\n      - NET_RAW\n",
      good: "services:\n  web:\n    image: example/web:1.4\n    cap_drop:\n      - ALL\n    cap_add:\n      - NET_BIND_SERVICE\n",
    },
  ],
  *check({ containers }) {
    const judgedServices = services(containers);
    for (const container of judgedServices) {
      if (dropsAll(container) || isOn(container.privileged)) continue;
      const dropped = container.capDrop.map(({ value }) => toCapability(value));
      const keptCapabilities = defaultCapabilities.filter((capability) => !dropped.includes(capability));
      if (keptCapabilities.length === 0) continue;
      const change = { add: "capDrop", value: "ALL" } as const;
      const title = `Add ${spelled(container, "dropAll")}`;
      yield {
        message: `The service keeps ${keptCapabilities.length} of the ${defaultCapabilities.length} default capabilities, ${keptCapabilities.slice(-3).join(", ")} among them`,
        at: container.at,
        evidence: [
          ...lackOf(containers, container, "dropAll"),
          reference(
            `Kept: ${keptCapabilities.join(" ")}`,
            "moby/moby oci/caps/defaults.go; CapBnd 00000000a80425fb measured on Docker 26.1.5",
          ),
        ],
        ...fixOf(containers, container, change, { title, applicability: "suggested" }),
      };
    }
    return skippedByKind(containers, judgedServices);
  },
});
