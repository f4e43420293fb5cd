import { modeChanges, octal } from "./chmod.ts";
import { quote, reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "non-root/setuid-in-build",
  title: "Setuid or setgid bit set in the build",
  why:
    "A setuid program runs as its owner, whoever starts it: each one is a way from the application's user to root, and one fault in it is enough. " +
    "Under `no-new-privileges` the bit does nothing, so what relies on it stops working in a hardened container.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nCOPY helper /usr/local/bin/\nRUN chmod u+s /usr/local/bin/helper\n",
      good: "FROM debian:trixie-slim\nCOPY helper /usr/local/bin/\nRUN chmod 755 /usr/local/bin/helper && chmod u-s /usr/bin/su\n",
    },
  ],
  *check({ dockerfile }) {
    for (const { command, change } of modeChanges(dockerfile)) {
      const bit = setsId(change.mode.text);
      if (bit === undefined || change.program === "mkdir") continue;
      const path = change.paths.at(-1);
      // On a folder, setgid only sets the group of new files.
      if (bit === "setgid" && !/\/s?bin\/./.test(path?.text ?? "")) continue;
      yield {
        message: `${path === undefined ? "A program" : `\`${path.text}\``} becomes ${bit}: it runs with its owner's rights, whoever starts it`,
        at: command.span,
        ...(bit === "setgid" && { severity: "info" as const }),
        evidence: [
          quote(dockerfile, command.span),
          reference(
            "with no_new_privs set, execve ignores set-user-ID and set-group-ID bits",
            "prctl(2), PR_SET_NO_NEW_PRIVS",
          ),
        ],
      };
    }
  },
});

function setsId(mode: string): "setuid" | "setgid" | undefined {
  const bits = octal(mode);
  if (bits !== undefined) return (bits & 0o4000) !== 0 ? "setuid" : (bits & 0o2000) !== 0 ? "setgid" : undefined;
  const clauses = mode.split(",");
  if (clauses.some((clause) => /^(?:[go]*[ua][ugoa]*)?[+=][rwxXt]*s/.test(clause))) return "setuid";
  return clauses.some((clause) => /^[uoa]*g[ugoa]*[+=][rwxXt]*s/.test(clause)) ? "setgid" : undefined;
}
