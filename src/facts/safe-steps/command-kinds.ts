import { isPlainVariable } from "./instruction-kinds.ts";
import type { PlainCommand } from "./plain-commands.ts";
import { keepsClear, type CommandKind, type StepList } from "./step-list.ts";

/** A command of these programs whose options are all known and whose other words are names, numbers or paths elsewhere. */
function kind(
  title: string,
  programs: string,
  { options, operands = keepsClear }: { readonly options: RegExp; readonly operands?: typeof keepsClear },
): CommandKind {
  const names = new Set(programs.split(" "));
  return {
    title,
    matches({ words: [program = "", ...words], variables }, list) {
      return (
        names.has(program) &&
        variables.every(([name, value]) => isPlainVariable(name, value)) &&
        words.every((word) => (word.startsWith("-") ? options.test(word) : operands(word, list)))
      );
    },
  };
}

function isPath(word: string, list: StepList): boolean {
  return word.startsWith("/") && keepsClear(word, list);
}

/** Of the Filesystem Hierarchy Standard 3.0, those that hold no program, library or setting; and usual names for application directories. */
const dataDirectory = /^\/(?:opt|srv|home|app|data|code|workspace|workspaces|usr\/src|var\/www)(?:\/|$)/;
const belowDataDirectory =
  /^\/(?:opt|srv|home|app|data|code|workspace|workspaces|usr\/src|var\/www|tmp|var\/tmp|var\/log|usr\/share\/(?:doc|man|info|locale))\/[^/]/;

/** Their manuals: POSIX 2024 (`set`, `echo`, `true`), GNU coreutils 9, busybox 1.36, shadow 4, Debian's adduser 3. */
export const quietCommands: readonly CommandKind[] = [
  kind("`true`, `:`", "true :", { options: /^-$/ }),
  kind("`set` with `-e`, `-u`, `-x` or `-o pipefail`", "set", {
    options: /^-[eux]+o?$|^-o$/,
    operands: (word) => word === "pipefail",
  }),
  kind("`echo` of plain words", "echo", { options: /^-[neE]+$/, operands: (word) => !/^\/|\*/.test(word) }),
  {
    title: "any program with `--version` alone",
    matches: ({ words: [program = "", ...more], variables }) =>
      /^[a-z][\w.+-]*$/.test(program) && more.join(" ") === "--version" && variables.length === 0,
  },
  kind("`mkdir` of absolute paths elsewhere", "mkdir", {
    options: /^-[pv]+$|^--(?:parents|verbose|mode=[0-7]+)$/,
    operands: isPath,
  }),
  kind(
    "`chown`, `chgrp`, `chmod` of paths in directories that no program needs (`/opt`, `/srv`, `/home`)",
    "chown chgrp chmod",
    {
      options: /^-[Rvfc]+$/,
      operands: (word, list) => !word.includes("/") || (dataDirectory.test(word) && keepsClear(word, list)),
    },
  ),
  kind("`rm -f` below such directories", "rm", {
    options: /^-(?:[rR]*f[rRf]*)$/,
    operands: (word, list) => belowDataDirectory.test(word) && keepsClear(word, list),
  }),
  kind("`useradd`, `groupadd`, `adduser`, `addgroup`", "useradd groupadd adduser addgroup", {
    options:
      /^-[rmMugGsdcDSHhoNUl]+$|^--(?:system|create-home|no-create-home|uid|gid|groups|shell|home|home-dir|comment|gecos|disabled-password|disabled-login|ingroup|group|no-user-group|user-group|no-log-init|non-unique)(?:=[\w/.,-]*)?$/,
  }),
];

const packageName = /^[A-Za-z0-9][\w.+-]*$/;

/** `apt-get update`: without other options it fetches what all sources say, or what it has is as old as before. */
function isUpdate({ words, variables }: PlainCommand): boolean {
  const [program, ...more] = words;
  return (
    (program === "apt-get" || program === "apt") &&
    variables.every(([name, value]) => isPlainVariable(name, value)) &&
    more.filter((word) => !aptQuiet.test(word)).join(" ") === "update"
  );
}

const aptQuiet = /^-(?:[qy]+|-quiet|-yes|-assume-yes)$/;
const aptOption = /^-(?:[qy]+|-quiet|-yes|-assume-yes|-no-install-recommends|-no-install-suggests)$/;
const aptOperand = /^[a-z0-9][a-z0-9.+-]*(?::[a-z0-9]+)?(?:=[\w.:+-]+)?$/;

/** apt-get(8) of apt 1.0 to 3.0. */
export const aptUpdate: CommandKind = { title: "`apt-get update`", matches: isUpdate };

function aptInstallKind(title: string, precondition: (command: PlainCommand) => boolean): CommandKind {
  return {
    title,
    matches(command) {
      const { words, variables } = command;
      const [program, ...more] = words;
      const [verb, ...operands] = more.filter((word) => !aptOption.test(word));
      const isUpgrade = /^(?:dist-)?upgrade$/.test(verb ?? "") && operands.length === 0;
      return (
        (program === "apt-get" || program === "apt") &&
        (isUpgrade || (verb === "install" && operands.every((word) => aptOperand.test(word)))) &&
        variables.every(([name, value]) => isPlainVariable(name, value)) &&
        precondition(command)
      );
    },
  };
}

export const aptInstallAfterUpdate = aptInstallKind(
  "`apt-get install` of named packages or `apt-get upgrade`, behind an `apt-get update` of the same RUN that it needs",
  ({ required }) => required.some(isUpdate),
);
export const aptInstall = aptInstallKind("`apt-get install` of named packages, `apt-get upgrade`", () => true);

export const aptClean: CommandKind = {
  title: "`apt-get clean`",
  matches: ({ words, variables }) => /^apt(?:-get)? clean$/.test(words.join(" ")) && variables.length === 0,
};

/** The cleanup itself, which does not mind whether there is anything. */
export function forcedRemoval(path: string): CommandKind {
  return {
    title: `\`rm -rf ${path}/*\``,
    matches({ words: [program, option = "", ...operands], variables }) {
      return (
        program === "rm" &&
        variables.length === 0 &&
        /^-(?:rf|fr|Rf|fR)$/.test(option) &&
        operands.length > 0 &&
        operands.every((word) => word === `${path}/*`)
      );
    },
  };
}

/** A manager that fetches what its cache lacks, called with names alone. */
function fetching(
  title: string,
  programs: RegExp,
  {
    verbs,
    options,
    operand = packageName,
  }: { readonly verbs: RegExp; readonly options: RegExp; readonly operand?: RegExp },
): CommandKind {
  return {
    title,
    matches({ words, variables }) {
      const program = programs.exec(words.join(" "))?.[0];
      if (program === undefined || variables.some(([name, value]) => !isPlainVariable(name, value))) return false;
      const commandWords = words.slice(program.split(" ").length);
      const [verb = "", ...operands] = commandWords.filter((word) => !word.startsWith("-"));
      return (
        verbs.test(verb) &&
        commandWords.every((word) => !word.startsWith("-") || options.test(word)) &&
        operands.every((word) => operand.test(word))
      );
    },
  };
}

/** pip 24's manual; a distribution is named, so that no file of the image is built. */
export const pipInstall = fetching("`pip install` of named distributions", /^(?:pip3?|python3? -m pip)(?= )/, {
  verbs: /^install$/,
  options:
    /^-[qU]+$|^--(?:quiet|upgrade|no-cache-dir|no-deps|no-compile|break-system-packages|disable-pip-version-check|root-user-action=ignore)$/,
  operand: /^[A-Za-z0-9][\w.-]*(?:\[[\w,.-]+\])?(?:[=<>!~]=?=?[\w.*,=<>!~ -]+)?$/,
});

/** apk(8) of apk-tools 2.6.5 to 2.14: with `--no-cache` it reads and stores no index. */
export const apkAddWithoutCache: CommandKind = {
  title: "`apk add --no-cache` of named packages",
  matches: (command, list) => command.words.includes("--no-cache") && apkAdd.matches(command, list),
};

export const apkAdd = fetching("`apk add` of named packages", /^apk(?= )/, {
  verbs: /^add$/,
  options: /^-[qU]+$|^--(?:no-cache|quiet|update-cache|upgrade|no-progress)$/,
  operand: /^[a-z0-9][\w.+-]*(?:[=<>~]+[\w.-]+)?$/,
});

export const apkUpdate: CommandKind = {
  title: "`apk update`",
  matches: ({ words, variables }) => words.join(" ") === "apk update" && variables.length === 0,
};

/** dnf(8) of dnf 4 and 5, yum(8), microdnf 3, zypper(8) of 1.14. */
export const rpmInstall = fetching(
  "`dnf`, `yum`, `microdnf` or `zypper` that installs or updates named packages",
  /^(?:dnf|yum|microdnf|zypper)(?= )/,
  {
    verbs: /^(?:install|in|update|upgrade|up|refresh|ref)$/,
    options:
      /^-[yqn]+$|^--(?:assumeyes|quiet|nodocs|non-interactive|no-recommends|setopt=(?:install_weak_deps=(?:0|False|false)|tsflags=nodocs))$/,
  },
);

export const rpmClean: CommandKind = {
  title: "`clean all` of one of them",
  matches: ({ words, variables }) =>
    /^(?:(?:dnf|yum|microdnf)(?: -[yq]+)? clean all|zypper(?: -n| --non-interactive)? clean(?: -a| --all)?)$/.test(
      words.join(" "),
    ) && variables.length === 0,
};
