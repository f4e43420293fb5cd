import type { Span } from "../../../domain/finding/span.ts";
import type { DockerfileFact } from "../../../facts/dockerfile/dockerfile.ts";
import { quote, reference } from "../../shared/evidence.ts";
import { hasOldBash, imageBelow, isBashBase, isBusybox } from "../../../facts/dockerfile/base-shell.ts";
import { defineRule } from "../../rule.ts";

/** `local`: not in POSIX, and in every shell that an image has as /bin/sh: dash(1), busybox ash, bash, mksh. */
const everywhere: ReadonlySet<string> = new Set(["SC3043"]);
/** What busybox ash has beyond POSIX and dash (shell/ash.c, ENABLE_ASH_BASH_COMPAT): `[[`, `==`, `set -o pipefail`, `${a:1:2}`, `${a/b/c}`, `source`, `$'..'`. */
const busybox: ReadonlySet<string> = new Set(["SC3003", "SC3010", "SC3014", "SC3040", "SC3046", "SC3057", "SC3060"]);
/** What bash lacks where it is called as `sh`: `[ a =~ b ]`, other names of functions than those of variables. */
const notInBash: ReadonlySet<string> = new Set(["SC3015", "SC3033"]);

export default defineRule({
  id: "build/shellcheck",
  title: "ShellCheck finding in a RUN",
  why:
    "A RUN is a shell script, and ShellCheck knows the traps of that language better than any other tool: unquoted expansions, commands that fail unseen, words of bash in a plain sh. " +
    "Where it is installed, every RUN is read by it; what rules of our own say is not said twice.",
  severity: "warning",
  casesOnRequest: {
    cases: "notes of ShellCheck",
    reason: "nearly every RUN has some, and nearly none of them is a fault where paths and packages are known",
  },
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
      if (code === "SC2016" && isMeant(dockerfile, span)) continue;
      if (harmless.get(code)?.test(dockerfile.text.slice(span.start, span.start + 200)) === true) continue;
      if (isKnown(dockerfile, code, message, span)) continue;
      yield {
        message: `${message.replace(/\.$/, "")} (${code})`,
        at: span,
        ...(level !== "error" && level !== "warning" && { severity: "info" as const, onRequest: true as const }),
        about: { code },
        evidence: [quote(dockerfile, span), reference(`${code}, ${level}`, "ShellCheck, run on this RUN")],
      };
    }
  },
});

/** Beginnings of findings about idioms: a folder that always exists, and words without blanks, which may be split. */
const harmless: ReadonlyMap<string, RegExp> = new Map([
  ["SC2155", /^\w{1,50}="?\$\(mktemp\b[^()|;&$]{0,50}\)(?![^\s";&])/],
  [
    "SC2046",
    /^\$\((?:mktemp\b[^()|;&$]{0,50}|nproc|arch|id -[ug]|uname -[mrs]|dpkg --print-architecture|apt-mark showmanual|dpkg-query\s[^()|;&]{1,100})\)/,
  ],
]);

/**
 * Programs that read `$` themselves: shells, languages, what fills in templates, and what passes a program on. ShellCheck knows some of them, and fewer in its older releases
 * (`checkSingleQuotedVariables`).
 */
const readers = new Set(
  (
    "sh bash dash ash ksh zsh fish su runuser sudo doas gosu su-exec setpriv ssh env eval trap xargs find parallel watch timeout flock script chroot nsenter " +
    "envsubst gomplate dockerize confd jinja2 j2 sed gsed awk gawk mawk nawk perl ruby python python2 python3 node php lua tclsh expect pwsh powershell Rscript " +
    "jq yq gojq xmlstarlet xmllint psql mysql mariadb mongo mongosh sqlite3 redis-cli rename prename rg grep egrep fgrep git npm make cmake docker podman kubectl " +
    "dpkg-query rpm augtool crudini debconf-set-selections"
  ).split(" "),
);
/** Commands whose output goes into a script, a profile or a program, unless it is shown. */
const printers = new Set(["echo", "printf"]);

/** Whether the quotes keep a `$` for what reads it later. */
function isMeant(dockerfile: DockerfileFact, { start }: Span): boolean {
  const holding = dockerfile.instructions
    .flatMap(({ commands = [] }) => commands)
    .filter(({ span }) => span.start <= start && start < span.end);
  // The quotes enclose a script, whose commands are checked instead of the shell's.
  if (holding.length === 0) return true;
  return holding.some((command) => {
    const { name = "", wrappers = [], redirects = [], pipeline } = command;
    if (wrappers.length > 0 || readers.has(name)) return true;
    if (!printers.has(name)) return false;
    return pipeline !== undefined || redirects.some(({ operator }) => operator.startsWith(">"));
  });
}

/** Whether the finding is about a feature that POSIX lacks, and the base's `/bin/sh` has. */
function isKnown(dockerfile: DockerfileFact, code: string, message: string, { start }: Span): boolean {
  if (everywhere.has(code)) return true;
  const stage = dockerfile.stages.findLast(({ from }) => from.span.start <= start);
  const base = stage && imageBelow(dockerfile, stage);
  if (base === undefined || !/^SC(?:2039|3\d{3})$/.test(code)) return false;
  // `SHELL ["/bin/dash", "-c"]` selects another shell than `/bin/sh`.
  if (!isBashBase(base) || message.startsWith("In dash")) return busybox.has(code) && isBusybox(base);
  return !notInBash.has(code) && !(code === "SC3001" && hasOldBash(base));
}
