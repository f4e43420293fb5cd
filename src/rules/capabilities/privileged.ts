import { quote, reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { flagsOf, isOn, setting } from "../shared/run-line.ts";

export default defineRule({
  id: "capabilities/privileged",
  title: "Container runs with --privileged",
  why:
    "--privileged grants all capabilities and all devices and switches seccomp and AppArmor off: root in the container can mount the " +
    "host's disk and is root on the host. Add the one capability or device that is needed instead.",
  severity: "error",
  needs: ["runLines"],
  fix: "none",
  also: ["cis-docker/5.5"],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm --privileged example/disk-health:3.1 /dev/sda\n",
      good: "docker run --rm --cap-drop ALL --cap-add SYS_RAWIO --device /dev/sda:/dev/sda:r example/disk-health:3.1 /dev/sda\n",
    },
  ],
  *check({ runLines }) {
    for (const { line, flag } of flagsOf(runLines, "privileged")) {
      if (!isOn(line, "privileged")) continue;
      yield {
        message:
          "`--privileged` makes root in the container root on the host: all capabilities, all devices, no seccomp filter",
        at: flag.span,
        evidence: [
          quote(runLines, flag.span),
          setting(flag),
          reference(
            "--privileged enables all capabilities, disables the default seccomp and AppArmor profiles and gives access to all devices",
            "docs.docker.com, docker container run, --privileged",
          ),
        ],
      };
    }
  },
});
