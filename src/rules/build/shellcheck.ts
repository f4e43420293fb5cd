import { quote, reference } from "../evidence.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "build/shellcheck",
  title: "ShellCheck has something to say of a RUN",
  why:
    "A RUN is a shell script, and ShellCheck knows the traps of that language better than any other tool: unquoted expansions, commands that fail unseen, words of bash in a plain sh. " +
    "Where it is installed, every RUN is read by it; what rules of our own say is not said twice.",
  severity: "info",
  needs: ["dockerfile", "shellcheck"],
  fix: "none",
  also: ["shellcheck/*"],
  examples: [
    {
      kind: "dockerfile",
      bad: 'FROM debian:13\nRUN for file in $(ls *.conf); do \\\n      cp "$file" /etc; \\\n    done\n',
      good: 'FROM debian:13\nRUN for file in ./*.conf; do \\\n      cp "$file" /etc; \\\n    done\n',
    },
  ],
  *check({ dockerfile, shellcheck }) {
    for (const { code, level, message, span } of shellcheck) {
      yield {
        message: `${message.replace(/\.$/, "")} (${code})`,
        at: span,
        severity: level === "error" || level === "warning" ? "warning" : "info",
        also: [`shellcheck/${code}`],
        evidence: [quote(dockerfile, span), reference(`${code}, ${level}`, "ShellCheck, run on this RUN")],
      };
    }
  },
});
