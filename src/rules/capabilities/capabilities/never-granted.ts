import { defaultCapabilities } from "../../../domain/profile/capability.ts";
import { neverGranted } from "./capability-drops.ts";
import { each, evidenceOf, fixOf } from "../../shared/container.ts";
import { reference } from "../../shared/evidence.ts";
import { spelled } from "../../shared/spelling.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/never-granted",
  title: "Dropped capability not in the default set",
  why:
    "A container gets 14 of the 41 capabilities of Linux unless more are asked for. Dropping one of the other 27 changes nothing and " +
    "gives a false feeling of safety, while NET_RAW, MKNOD and others that were granted stay.",
  severity: "warning",
  needs: ["containers"],
  wholeSpec: true,
  premise: {
    kind: "engine",
    shows: "dropping SYS_PTRACE leaves the very same capabilities, dropping NET_RAW takes one away",
  },
  fix: "safe",
  whySafe:
    "A container has the capabilities of Docker's default set and those that --cap-add or --privileged name. The flag is removed only where the text is a whole `docker run` line, no word up to the image can become several (no variable outside of quotes, template, glob or list in braces; in a makefile and for cmd no variable at all), none of the flags grants the capability, and the name is a real one outside the default set: the container's capabilities are the same before and after. A line with other variables, such as an unquoted `-v $PWD:/x`, gets it as a suggestion, one where a variable may be flags no finding. In a Compose file, a manifest or a unit it is suggested only: another file may be laid over it (an override, a patch of Kustomize, a drop-in elsewhere) and grant the capability.",
  also: [],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm --cap-drop=NET_RAW --cap-drop=SYS_PTRACE example/report:1.4\n",
      good: "docker run --rm --cap-drop=NET_RAW example/report:1.4\n",
    },
    {
      kind: "document",
      bad: "docker run --rm \\\n  --cap-drop SYS_ADMIN \\\n  example/report:1.4\n",
      good: "docker run --rm \\\n  example/report:1.4\n",
    },
    {
      kind: "compose",
      bad: "services:\n  web:\n    image: example/web:1.4\n    cap_drop:\n      - NET_RAW\n      - SYS_PTRACE\n",
      good: "services:\n  web:\n    image: example/web:1.4\n    cap_drop:\n      - NET_RAW\n",
    },
  ],
  *check({ containers }) {
    for (const { container, said } of each(containers, ({ capDrop }) => capDrop)) {
      const capability = neverGranted(container, said.value);
      if (capability === undefined) continue;
      const { dialect, fragment, unknown, maySplit } = container;
      const whole = fragment !== true && unknown === undefined;
      // What the variable adds may be the capability.
      if (!whole && dialect === "docker" && fragment !== true) continue;
      const fix = {
        title: `Remove ${spelled(container, "capDrop")} ${capability}`,
        applicability: dialect === "docker" && maySplit !== true ? "safe" : "suggested",
      } as const;
      yield {
        message: `Dropping ${capability} does nothing: a container never gets it unless ${spelled(container, "capAdd")} or ${spelled(container, "privileged")} asks for it`,
        at: said.at,
        evidence: [
          ...evidenceOf(containers, said),
          reference(
            `Capabilities of a default container: ${defaultCapabilities.join(" ")}`,
            "moby/moby oci/caps/defaults.go; CapBnd 00000000a80425fb measured on Docker 26.1.5",
          ),
        ],
        // In a comma list the fix of capabilities/comma-list leaves the name out.
        ...(whole && dialect !== "podman" && fixOf(containers, container, { remove: said }, fix)),
      };
    }
  },
});
