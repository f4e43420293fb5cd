import { defaultCapabilities } from "../../domain/profile/capability.ts";
import type { Fix } from "../../domain/finding/fix.ts";
import { allFlagsKnown, neverGranted } from "./capability-drops.ts";
import { quote, reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { flagsOf, listed, setting, spanWithGap } from "../shared/run-line.ts";

export default defineRule({
  id: "capabilities/never-granted",
  title: "Drops a capability that the container never had",
  why:
    "A container gets 14 of the 41 capabilities of Linux unless more are asked for. Dropping one of the other 27 changes nothing and " +
    "gives a false feeling of safety, while NET_RAW, MKNOD and others that were granted stay.",
  severity: "warning",
  needs: ["runLines"],
  fix: "safe",
  whySafe:
    "A container has the capabilities of Docker's default set and those that --cap-add or --privileged name. The flag is removed only where the text is a whole `docker run` line all of whose flags are known, none of them grants the capability, and the name is a real one outside the default set: the container's capabilities are the same before and after.",
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
  ],
  *check({ runLines }) {
    for (const { line, flag } of flagsOf(runLines, "cap-drop")) {
      const names = listed(runLines, flag);
      for (const { text, span } of names) {
        const capability = neverGranted(line, text);
        if (capability === undefined) continue;
        const edit = { file: runLines.file, span: spanWithGap(runLines, flag), text: "" };
        const fix: Fix = { title: `Remove --cap-drop ${capability}`, applicability: "safe", edits: [edit] };
        yield {
          message: `Dropping ${capability} does nothing: a container never gets it unless --cap-add or --privileged asks for it`,
          at: span,
          evidence: [
            quote(runLines, flag.span),
            setting(flag),
            reference(
              `Capabilities of a default container: ${defaultCapabilities.join(" ")}`,
              "moby/moby oci/caps/defaults.go; CapBnd 00000000a80425fb measured on Docker 26.1.5",
            ),
          ],
          // In a comma list the fix of capabilities/comma-list leaves the name out.
          ...(names.length === 1 && allFlagsKnown(line) && { fix }),
        };
      }
    }
  },
});
