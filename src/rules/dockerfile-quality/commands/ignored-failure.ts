import type { ShellCommand } from "../../../facts/dockerfile/dockerfile.ts";
import { runBodies } from "../../../facts/dockerfile/run-commands.ts";
import { mayCall } from "../../../facts/dockerfile/programs.ts";
import { quote } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";
import { argumentsOf, programOf } from "../../../facts/dockerfile/runs.ts";

const installActions: ReadonlySet<string> = new Set(["install", "update", "upgrade", "dist-upgrade"]);

export default defineRule({
  id: "build/ignored-failure",
  title: "Install or download failure ignored",
  why:
    "`|| true` makes the RUN succeed whether or not the packages, the download or the compilation before it did. The build then gives an image that lacks " +
    "something, and caches it. Let it fail, or test for the one case that may fail.",
  severity: "info",
  needs: ["dockerfile", "packageCalls"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM alpine:3.22\nRUN apk add --no-cache curl || true\n",
      good: "FROM alpine:3.22\nRUN apk add --no-cache curl && (rm -r /usr/share/doc || true)\n",
    },
  ],
  *check({ dockerfile, packageCalls }) {
    if (!mayCall(dockerfile, "true", ":")) return;
    let installs: ReadonlySet<ShellCommand> | undefined;
    for (const { commands } of runBodies(dockerfile)) {
      for (const [index, command] of commands.entries()) {
        if (command.after !== "||" || !/^(true|:)$/.test(command.name ?? "")) continue;
        installs ??= new Set(
          packageCalls.filter(({ action }) => installActions.has(action)).map((call) => call.command),
        );
        const hidden = chainBefore(commands, index).find((one) => installs?.has(one) === true || fetchesOrBuilds(one));
        if (hidden === undefined) continue;
        const words = hidden.words.slice(0, 2).map(({ text }) => text);
        yield {
          message: `When \`${words.join(" ")}\` fails, \`|| ${command.name}\` lets the build go on without what it should bring`,
          at: { start: hidden.span.start, end: command.span.end },
          evidence: [quote(dockerfile, { start: hidden.span.start, end: command.span.end })],
        };
      }
    }
  },
});

/** Commands of the same list whose failure reaches the `||` at `index`. */
function chainBefore(commands: readonly ShellCommand[], index: number): readonly ShellCommand[] {
  const last = commands[index];
  const chain: ShellCommand[] = [];
  for (let at = index - 1; at >= 0; at--) {
    const command = commands[at];
    if (command === undefined || command.topLevel !== last?.topLevel) break;
    chain.push(command);
    // Commands before an earlier `||` have another fallback.
    if (command.after !== "&&") break;
  }
  return chain;
}

function fetchesOrBuilds(command: ShellCommand): boolean {
  const program = programOf(command) ?? "";
  if (/^(curl|wget|make|cmake|ninja)$/.test(program)) return true;
  return program === "git" && argumentsOf(command).some(({ text }) => text === "clone");
}
