import { saidIn } from "../../../facts/dockerfile/exec-form.ts";
import type { Instruction, ShellCommand } from "../../../facts/dockerfile/dockerfile.ts";
import { aptDiffers, toAptGet } from "./apt-to-apt-get.ts";
import { quote, reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";
import { aptNameSteps } from "../../../facts/safe-steps/step-lists.ts";
import { sureIf } from "../../shared/sure.ts";

export default defineRule({
  id: "build/apt-for-people",
  title: "apt used instead of apt-get",
  why:
    "`apt` is the program for people: it draws progress bars, warns in every log that its interface may change, and what it prints and does by default differs from release to release. " +
    "`apt-get` takes the same verbs and keeps its interface, so a build script that works today works tomorrow.",
  severity: "info",
  needs: ["dockerfile", "safeSteps"],
  fix: "safe",
  whySafe: {
    edit: "apt and apt-get are two front ends of one library. For `install`, `update`, `remove`, `purge`, `autoremove`, `clean` and `autoclean` they differ in what they print, which no plain command reads, and in whether downloaded packages stay, which official Debian and Ubuntu images rule out for both. Their log in `/var/log/apt` has the name that was called.",
    steps: aptNameSteps,
    behind: true,
  },
  also: ["hadolint/DL3027", "kics/run_using_apt", "checkov/CKV_DOCKER_9"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nRUN apt update && apt install -y --no-install-recommends jq && rm -rf /var/lib/apt/lists/*\n",
      good: "FROM debian:trixie-slim\nRUN apt-get update && apt-get install -y --no-install-recommends jq && rm -rf /var/lib/apt/lists/*\n",
    },
  ],
  *check({ dockerfile, safeSteps }) {
    // Settings for apt alone, which apt-get would not see.
    let hasOwnSettings: boolean | undefined;
    for (const instruction of dockerfile.stages.flatMap((stage) => stage.instructions)) {
      if (instruction.keyword !== "RUN") continue;
      for (const command of aptCommands(instruction)) {
        const [program] = command.words;
        if (program === undefined) continue;
        const verb = command.words.slice(1).find(({ text }) => !text.startsWith("-"));
        const edits =
          verb === undefined || (hasOwnSettings ??= /Binary::apt\b/.test(saidIn(dockerfile)))
            ? undefined
            : toAptGet(dockerfile.file, program, verb);
        yield {
          message: `\`apt${verb === undefined ? "" : ` ${verb.text}`}\` is made for people; apt-get and apt-cache are made for scripts`,
          at: program.span,
          about: { command },
          evidence: [
            quote(dockerfile, command.span),
            reference(
              "apt(8) may change its behaviour between versions; scripts should prefer apt-get(8) and apt-cache(8)",
              "apt(8), Script usage",
            ),
          ],
          ...(edits && {
            // apt-get keeps downloaded packages unless a configuration disables that.
            fix: {
              title: "use apt-get",
              ...sureIf(
                aptDiffers(dockerfile, command, verb?.text, safeSteps.baseOf(instruction)?.name) ??
                  safeSteps.stepAround(instruction, aptNameSteps),
              ),
              edits,
              delta: ["/var/cache/apt", "/var/log/apt"],
            },
          }),
        };
      }
    }
  },
});

function aptCommands(instruction: Instruction): readonly ShellCommand[] {
  return (instruction.commands ?? []).filter(({ name }) => name === "apt");
}
