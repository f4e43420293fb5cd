import { defaultCapabilities, toCapability } from "../../../domain/profile/capability.ts";
import { isAll } from "./capability-drops.ts";
import { asWritten, evidenceOf, fixOf, isOn } from "../../shared/container.ts";
import { isUserButRoot } from "../../shared/is-user-but-root.ts";
import { reference } from "../../shared/evidence.ts";
import { spelled } from "../../shared/spelling.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/already-granted",
  title: "Default capability added",
  why: "Docker grants 14 capabilities to every container. Adding one of them changes nothing and hides what was meant: all are dropped first, and this one is given back.",
  severity: "info",
  // Podman and other runtimes grant fewer.
  dialects: ["docker", "compose", "engine"],
  needs: ["containers"],
  wholeSpec: true,
  premise: {
    kind: "engine",
    shows: "the capabilities of a container are the very same with `--cap-add NET_BIND_SERVICE`",
  },
  fix: "suggested",
  also: [],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm --cap-add NET_BIND_SERVICE example/web:1.4\n",
      good: "docker run --rm --cap-drop ALL --cap-add NET_BIND_SERVICE example/web:1.4\n",
    },
    {
      kind: "compose",
      bad: "services:\n  web:\n    image: example/web:1.4\n    cap_add:\n      - CHOWN\n      - NET_ADMIN\n",
      good: "services:\n  web:\n    image: example/web:1.4\n    cap_add:\n      - NET_ADMIN\n",
    },
  ],
  *check({ containers }) {
    for (const container of containers.containers) {
      const { capAdd, capDrop, privileged, user, fragment, unknown } = container;
      // What is dropped may stand elsewhere.
      if (isOn(privileged) || isUserButRoot(user) || fragment === true || unknown !== undefined) continue;
      const dropped = capDrop.map(({ value }) => toCapability(value));
      if (capDrop.some(({ value }, at) => isAll(value) || dropped[at] === undefined)) continue;
      for (const addedCapability of capAdd) {
        const name = defaultCapabilities.find((one) => one === toCapability(addedCapability.value));
        if (name === undefined || dropped.includes(name)) continue;
        const fix = { title: `Remove ${spelled(container, "capAdd")} ${name}`, applicability: "suggested" } as const;
        yield {
          message: `\`${asWritten(container, addedCapability)}\` adds what the container has anyway; \`${spelled(container, "dropAll")}\` beside it would leave no more than what is added`,
          at: addedCapability.at,
          evidence: [
            ...evidenceOf(containers, addedCapability),
            reference(
              `Capabilities of a default container: ${defaultCapabilities.join(" ")}`,
              "moby/moby oci/caps/defaults.go; CapBnd 00000000a80425fb measured on Docker 26.1.5",
            ),
          ],
          ...fixOf(containers, container, { remove: addedCapability }, fix),
        };
      }
    }
  },
});
