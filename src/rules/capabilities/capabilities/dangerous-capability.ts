import { kernelPurposeOf } from "../../../facts/container-spec/kernel-purpose.ts";
import { toCapability } from "../../../domain/profile/capability.ts";
import { capabilityGrades } from "./capability-grades.ts";
import { isAll } from "./capability-drops.ts";
import { asWritten, each, evidenceOf, isOn, placeOf } from "../../shared/container.ts";
import { reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/dangerous-capability",
  title: "Dangerous capability added",
  why:
    "Most capabilities stay within the container's namespaces; a few act on the one kernel that all share. ALL, SYS_ADMIN, SYS_MODULE and SYS_RAWIO are root on the host for whoever breaks in, others change its clock, its network or read its memory. " +
    "`hullproof learn IMAGE` shows which one the service really uses.",
  severity: "error",
  needs: ["containers"],
  premise: {
    kind: "engine",
    shows:
      "each is missing by default and granted when it is added, ALL grants them all, and with NET_ADMIN an interface can be taken down that can't without",
  },
  fix: "none",
  also: [
    "cis-docker/5.4",
    "compose-lint/CL-0011",
    "compose-lint/CL-0024",
    "compose-lint/CL-0027",
    "compose-lint/CL-0028",
    "compose-lint/CL-0029",
    "compose-lint/CL-0030",
    "kics/container_capabilities_unrestricted",
  ],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm --cap-add SYS_ADMIN example/mounter:3.0\n",
      good: "docker run --rm --cap-drop ALL --cap-add NET_BIND_SERVICE example/web:1.4\n",
    },
    {
      kind: "compose",
      bad: "services:\n  vpn:\n    image: example/vpn:2.0\n    cap_drop: [ALL]\n    cap_add: [all]\n",
      good: "services:\n  vpn:\n    image: example/vpn:2.0\n    cap_drop: [ALL]\n    cap_add: [NET_RAW]\n",
    },
  ],
  *check({ containers }) {
    for (const { container, said } of each(containers, ({ capAdd }) => capAdd)) {
      if (isOn(container.privileged)) continue;
      const name = toCapability(said.value);
      const [severity, effect] = isAll(said.value)
        ? (["error", "it is every capability of the kernel, those that take the host over among them"] as const)
        : ((name === undefined ? undefined : capabilityGrades[name]) ?? []);
      if (severity === undefined) continue;
      const purpose = name === "SYS_MODULE" ? kernelPurposeOf(name, container) : undefined;
      yield {
        message: `\`${asWritten(container, said)}\` acts on the host's kernel: ${effect}${purpose === undefined ? "" : `; ${purpose}`}`,
        at: placeOf(said),
        severity: purpose === undefined ? severity : "warning",
        evidence: [...evidenceOf(containers, said), reference("What each capability allows", "capabilities(7)")],
      };
    }
  },
});
