import type { DockerfileFact, Instruction } from "../dockerfile/dockerfile.ts";
import { isPlainShell, plainCommands } from "./plain-commands.ts";
import { keepsClear, type InstructionKind, type StepList } from "./step-list.ts";

/**
 * Variables that none of the listed programs reads for anything but the language of its messages, a time zone, or whether it asks
 * questions; and names with which a file passes versions and users to itself.
 */
const variableNames =
  /^(?:LANG|LANGUAGE|LC_ALL|LC_CTYPE|TZ|DEBIAN_FRONTEND|DEBCONF_NONINTERACTIVE_SEEN|DEBCONF_NOWARNINGS|PYTHONUNBUFFERED|PYTHONDONTWRITEBYTECODE|PIP_DISABLE_PIP_VERSION_CHECK|NODE_ENV|VERSION|VARIANT|USERNAME|USER_UID|USER_GID|UID|GID|PORT|(?!PIP_)[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_VER(?:SION)?)$/;
/** No path from the root, no way up. */
const variableValue = /^\w*(?:[.@:+,/ -]\w+)*$/;

export function isPlainVariable(name: string, value: string): boolean {
  return variableNames.test(name) && variableValue.test(value);
}

function plainWords({ words, json }: Instruction): readonly string[] {
  return json ?? words.map(({ text }) => text);
}

/** Variables set by ENV and ARG; undefined where a name or value is no plain word. */
function variablesOf({ keyword, args, words }: Instruction): readonly (readonly [string, string])[] | undefined {
  if (/[\\`$]/.test(args)) return undefined;
  const legacy = keyword === "ENV" && !/^\S+=/.test(args);
  const pairs = legacy ? [args.replace(/^(\S+)[ \t]+/, "$1=")] : words.map(({ text }) => text);
  return pairs.map((pair) => {
    const at = pair.indexOf("=");
    const [name, value] = at === -1 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)];
    return [name, value.replace(/^(["'])(.*)\1$/, "$2")] as const;
  });
}

function isOf(keywords: RegExp, title: string, matches: InstructionKind["matches"] = () => true): InstructionKind {
  return { title, matches: (step, list) => keywords.test(step.keyword) && matches(step, list) };
}

export const quietInstructions: readonly InstructionKind[] = [
  isOf(/^(?:LABEL|MAINTAINER|EXPOSE|STOPSIGNAL)$/, "LABEL, MAINTAINER, EXPOSE, STOPSIGNAL"),
  isOf(/^(?:ENV|ARG)$/, "ENV and ARG of a version, user, port, language, time zone or `DEBIAN_FRONTEND`", (step) =>
    (variablesOf(step) ?? [["", ""] as const]).every(([name, value]) => isPlainVariable(name, value)),
  ),
  isOf(/^WORKDIR$/, "WORKDIR and VOLUME of absolute paths elsewhere", isElsewhere),
  isOf(/^VOLUME$/, "", isElsewhere),
  isOf(/^USER$/, "USER root, or any USER behind the edit", ({ args }) => /^[\w.-]+(?::[\w.-]+)?$/.test(args)),
  isOf(/^SHELL$/, "SHELL of `sh` or `bash` with `-e`, `-u`, `-x` or `-o pipefail`", ({ json }) =>
    isPlainShell(json ?? []),
  ),
];

function isElsewhere(step: Instruction, list: StepList): boolean {
  const words = plainWords(step);
  return words.length > 0 && words.every((word) => word.startsWith("/") && keepsClear(word, list));
}

/** Programs that read nothing of the image but themselves, and shells and interpreters for interactive use. */
const started =
  /^(?:sleep (?:infinity|\d+[smhd]?)|tail -f \/dev\/null|true|\/?(?:usr\/)?(?:bin\/)?(?:ba|da|a)?sh|python3?|node|irb|NONE)$/;

export const startKind = {
  title:
    "CMD, ENTRYPOINT and HEALTHCHECK of `sleep`, `tail -f /dev/null`, `true`, a shell or an interpreter without a script, or the base's own",
  matches(step: Instruction, dockerfile: DockerfileFact): boolean {
    if (step.keyword === "HEALTHCHECK") return step.args.trim().toUpperCase() === "NONE";
    const [command, secondCommand] = plainCommands(step, dockerfile) ?? [];
    return (
      command !== undefined &&
      secondCommand === undefined &&
      command.variables.length === 0 &&
      started.test(command.words.join(" "))
    );
  },
};
