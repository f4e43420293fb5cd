import type { ReachItem } from "../domain/reach.ts";
import type { HostStep } from "../domain/workload.ts";

/** Programs whose words decide what is run: their whole command is the item, since their name says nothing. */
const interpreters =
  /^(?:(?:ba|da|a|k|z|fi|c|tc)?sh|busybox|env|sudo|su|doas|nohup|nice|timeout|time|xargs|find|watch|setsid|exec|eval|command|python[\d.]*|node(?:js)?|deno|bun|npx|npm|pnpm|yarn|ruby|perl|php|lua|pwsh|java|go|cargo|make|awk|gawk|docker|podman|nerdctl|kubectl|ssh|git|curl|wget|systemctl|chroot|unshare|nsenter|strace|gdb|script|parallel|uv|uvx|pipx|tclsh|expect|osascript)$/u;

/**
 * A command on this machine. It is called by its program (`run:k6`) where that says what is done, and by all its words where the
 * program is an interpreter or starts what it is told to. The permit holds for these very words, in this very folder.
 */
export function runItem(step: Pick<HostStep, "command" | "folder" | "env">): ReachItem {
  const [program = "", ...words] = step.command;
  const base = program.slice(program.lastIndexOf("/") + 1);
  const whole = [program, ...words.map(word)].join(" ");
  const value = interpreters.test(base) || program === "" ? whole : program;
  return {
    kind: "run",
    value,
    what: `runs \`${whole}\` on this machine${step.folder === undefined ? "" : ` in ${step.folder}`}`,
    exactly: JSON.stringify([
      step.command,
      step.folder ?? ".",
      Object.entries(step.env ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    ]),
  };
}

function word(text: string): string {
  return /^[\w@%+=:,./-]+$/u.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
