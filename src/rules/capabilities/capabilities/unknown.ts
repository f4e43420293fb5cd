import { capabilities, toCapability } from "../../../domain/profile/capability.ts";
import { isAll } from "./capability-drops.ts";
import { each, evidenceOf, visiblePart } from "../../shared/container.ts";
import { reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/unknown",
  title: "Unknown capability",
  why:
    "The engine checks every name of --cap-add and --cap-drop against the kernel's list and refuses the container when one is unknown " +
    "(exit code 125). In a pod the runtime decides: containerd passes the name on and runc ignores it, CRI-O refuses the container. The names are those of capabilities(7), with or without CAP_, or ALL.",
  severity: "error",
  needs: ["containers"],
  premise: { kind: "refusal", by: "the engine", words: ["unknown capability"] },
  fix: "none",
  also: [],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm --cap-drop ALL --cap-add=NET_PRIVILEGED example/vpn:2.0\n",
      good: "docker run --rm --cap-drop ALL --cap-add=NET_ADMIN example/vpn:2.0\n",
    },
    {
      kind: "compose",
      bad: "services:\n  vpn:\n    image: example/vpn:2.0\n    cap_drop: [ALL]\n    cap_add:\n      - NET_PRIVILEGED\n",
      good: "services:\n  vpn:\n    image: example/vpn:2.0\n    cap_drop: [ALL]\n    cap_add:\n      - NET_ADMIN\n",
    },
  ],
  *check({ containers }) {
    for (const { container, said } of each(containers, ({ capAdd, capDrop }) => [...capAdd, ...capDrop])) {
      const name = said.value;
      // A variable, or a blank that the reader is to fill in.
      if (!/^\w+$/.test(name) || toCapability(name) !== undefined) continue;
      // Docker knows ALL, and takes CAP_ALL for the name of one capability.
      const docker = container.dialect === "docker" || container.dialect === "compose";
      if (isAll(name) && !(docker && /^CAP_ALL$/i.test(name.trim()))) continue;
      const family = name.toUpperCase().replace(/^CAP_/, "").split("_")[0] ?? "";
      const near = capabilities.filter((capability) => capability.startsWith(`${family}_`) || capability === family);
      const isPod = container.dialect === "kubernetes";
      const effect = isPod
        ? "containerd ignores it and CRI-O refuses the container"
        : "the engine refuses it and the container does not start";
      yield {
        message: `There is no capability ${visiblePart(said, name)}; ${effect}${near.length > 0 ? ` (there are ${near.join(", ")})` : ""}`,
        at: said.at,
        ...(isPod && { severity: "warning" as const }),
        evidence: [
          ...evidenceOf(containers, said),
          reference(
            `The kernel knows ${capabilities.length} capabilities, the last is ${capabilities.at(-1)}`,
            "capabilities(7), include/uapi/linux/capability.h of Linux 6.12",
          ),
        ],
      };
    }
  },
});
