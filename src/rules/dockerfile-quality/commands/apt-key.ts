import { runBodies } from "../../../facts/dockerfile/run-commands.ts";
import { quote, reference } from "../../shared/evidence.ts";
import { mayCall } from "../../../facts/dockerfile/programs.ts";
import { defineRule } from "../../rule.ts";
import { argumentsOf } from "../../../facts/dockerfile/runs.ts";

export default defineRule({
  id: "build/apt-key",
  title: "Removed apt-key command used",
  why:
    "A key that apt-key adds without `--keyring` is trusted for every repository, the distribution's own included, so the owner of a small one can replace any package. " +
    "Debian 13 and Ubuntu 25.04 no longer have the program: the build fails there. Put the key into `/etc/apt/keyrings` and name it with `signed-by`.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:bookworm-slim\nCOPY key.asc /tmp/\nRUN apt-key add /tmp/key.asc\n",
      good:
        "FROM debian:bookworm-slim\nCOPY key.asc /etc/apt/keyrings/example.asc\n" +
        'RUN echo "deb [signed-by=/etc/apt/keyrings/example.asc] https://apt.example.com stable main" > /etc/apt/sources.list.d/example.list\n',
    },
  ],
  *check({ dockerfile }) {
    if (!mayCall(dockerfile, "apt-key")) return;
    for (const { commands } of runBodies(dockerfile)) {
      for (const command of commands) {
        if (command.name !== "apt-key") continue;
        // Only what adds trust; `list`, `del` and `export` do not.
        const args = argumentsOf(command);
        if (!args.some(({ text }) => /^(add|adv|net-update)$/.test(text))) continue;
        const removalNote = "newer releases no longer have the program";
        const keyring = args.findIndex(({ text }) => /^--(?:primary-)?keyring(?:=|$)/.test(text));
        const [, file = args[keyring + 1]?.text ?? ""] = /^--[a-z-]+=(.*)$/s.exec(args[keyring]?.text ?? "") ?? [];
        yield {
          message:
            keyring === -1 || isTrusted(file)
              ? `apt-key trusts this key for every repository, and ${removalNote}`
              : `apt-key is used to add a key, and ${removalNote}`,
          at: command.span,
          evidence: [
            quote(dockerfile, command.span),
            reference("apt-key(8) will last be available in Debian 12 and Ubuntu 24.04", "apt-key(8)"),
          ],
        };
      }
    }
  },
});

/** Keyrings for every repository (apt-key(8), Files). */
function isTrusted(file: string): boolean {
  return /^(?:trusted\.gpg$|\/etc\/apt\/trusted\.gpg)/.test(file);
}
