import type { ReachItem } from "../domain/workload/host-access.ts";
import type { HostStep } from "../domain/workload/step.ts";
import { shellWord } from "./shell-word.ts";

/** Programs whose arguments decide what runs: their whole command is the item, since the program name alone says nothing. */
const interpreters = new RegExp(
  `^(?:${[
    "(?:ba|da|a|k|z|fi|c|tc|mk|pdk)?sh|busybox|toybox|env|sudo|doas|su|runuser|nohup|nice|ionice|timeout|time|xargs|find|watch|setsid|exec|eval",
    "command|builtin|stdbuf|taskset|chrt|flock|parallel|script|expect|strace|ltrace|gdb|perf|unshare|nsenter|chroot|systemd-run|at|batch|cron",
    "python[\\d.]*|pypy[\\d.]*|node(?:js)?|deno|bun|tsx|ts-node|npx|npm|pnpm|yarn|corepack|ruby|bundle|rake|perl|php|composer|lua(?:jit)?|tclsh|wish",
    "pwsh|powershell|osascript|Rscript|R|julia|ghc|runghc|stack|cabal|java|jshell|kotlin|scala|groovy|gradle|gradlew|mvn|mvnw|ant|go|cargo|rustc",
    "make|gmake|cmake|ninja|just|task|mise|asdf|direnv|nix|nix-shell|poetry|pdm|hatch|tox|nox|uv|uvx|pip|pipx|conda|mamba",
    "[gmn]?awk|sed|ed|ex|vim?|nvim|emacs|git|hg|svn|docker|podman|nerdctl|buildah|kubectl|helm|terraform|ansible.*|ssh|scp|rsync|curl|wget|nc|ncat|socat",
    "systemctl|service|mount|umount|dd|tee|cp|mv|ln|rm|chmod|chown|install|tar|unzip",
  ].join("|")})$`,
  "u",
);

/**
 * A command on this machine. Its name is the program (`run:k6`) if that says what it does. It is the whole command if
 * the program is an interpreter or runs its arguments, and if variables are set: `PATH` or `LD_PRELOAD` can replace
 * the program. The permit applies to exactly these words in this folder.
 */
export function runItem(step: Pick<HostStep, "command" | "folder" | "env">): ReachItem {
  const [program = "", ...words] = step.command;
  const base = program.slice(program.lastIndexOf("/") + 1);
  const whole = [program, ...words.map(shellWord)].join(" ");
  const set = Object.entries(step.env ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const variables = set.map(([name, to]) => `${name}=${shellWord(to)} `).join("");
  const value = interpreters.test(base) || program === "" || set.length > 0 ? `${variables}${whole}` : program;
  return {
    kind: "run",
    value,
    what: `runs \`${variables}${whole}\` on this machine${step.folder === undefined ? "" : ` in ${step.folder}`}`,
    exactly: JSON.stringify([
      step.command,
      step.folder ?? ".",
      Object.entries(step.env ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    ]),
  };
}
