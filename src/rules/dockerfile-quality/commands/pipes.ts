import type { DockerfileFact, ShellCommand } from "../../../facts/dockerfile/dockerfile.ts";
import type { Span } from "../../../domain/finding/span.ts";
import { isDirect } from "../../../facts/dockerfile/exec-form.ts";
import type { ShellState } from "./pipefail.ts";
import { argumentsOf, programOf } from "../../../facts/dockerfile/runs.ts";
import { isProgramNeeded } from "./needed-program.ts";
import { decidesRun, nextOf } from "./status.ts";
import { isStrictReader } from "./strict-reader.ts";
import type { RunBody, WrittenCommand } from "../../../facts/dockerfile/run-commands.ts";

/** Commands in front of a pipe that are looked at. */
const longest = 20;

/** Left of a pipe, these do not fail, or their failure does not matter. */
const harmless = /^(echo|printf|yes|true|:)$/;
/** They say what the machine is, and cannot fail with these words. */
const describers =
  /^(?:(?:uname|arch|nproc|whoami|id|pwd)(?: -[\w-]+)*|hostname(?: -s)?|date(?: (?:-u|--utc|-I\w*|-R|["']?\+\S*))*|dpkg --print-architecture|apk --print-arch)$/;
/** Their failure is a download that is missing. */
const downloads = /^(?:curl|wget|aria2c|git)$/;

/** `cmake --version 2>/dev/null | head -n1`: its failure was thought of. */
function isExpected({ name = "", redirects = [] }: ShellCommand): boolean {
  return (
    !downloads.test(name) &&
    redirects.some(
      ({ operator, descriptor, target }) => operator === ">" && descriptor === 2 && target.text === "/dev/null",
    )
  );
}

function isHarmless(command: ShellCommand | undefined): boolean {
  return (
    command !== undefined &&
    (harmless.test(command.name ?? "") ||
      describers.test(command.words.map(({ text }) => text).join(" ")) ||
      isExpected(command))
  );
}

function isPiped({ piped }: WrittenCommand): boolean {
  return piped;
}

/** `|` is an argument of a program. */
function passesPipe({ instruction }: RunBody): boolean {
  return isDirect(instruction) && instruction.json?.includes("|") === true;
}

function isRight({ after }: ShellCommand): boolean {
  return after === "|";
}

/** The command that feeds another one after `|`: `echo` of `echo "$(a)" | b`, whose status is not that of `a`. */
function leftOf(commands: readonly ShellCommand[], index: number): ShellCommand | undefined {
  const end = commands[index]?.span.start ?? 0;
  let feeder = commands[index - 1];
  for (let at = index - 2; feeder !== undefined && at >= 0 && at > index - longest; at--) {
    const previous = commands[at];
    if (previous !== undefined && previous.span.end >= feeder.span.end && previous.span.end <= end) feeder = previous;
  }
  return feeder;
}

export function hasPipe(body: RunBody): boolean {
  return passesPipe(body) || body.commands.some(isRight);
}

/** Its status means "not found", for any reason. */
const search = /^[ef]?grep$/;
/** Reverses the status, or counts. */
const reversed = /^(?:-[a-zA-Z]*[vcL]|--(?:invert-match|count|files-without-match))/;
const silent = /^(?:-[a-zA-Z]*q|--(?:quiet|silent)$)/;

/** `! a | b` */
function isReversed(commands: readonly ShellCommand[], pipeline: number | undefined, text: string): boolean {
  const first = commands.find((command) => command.pipeline === pipeline)?.span.start ?? 0;
  return /(?:^|\s)!\s{1,8}$/.test(text.slice(Math.max(0, first - 10), first));
}

/**
 * `php -m | grep -q intl`: a failing left side prints nothing that grep could find, so that the RUN fails or branches
 * as intended. If grep's output is used, it may be incomplete, and after `!` an empty result is a success.
 */
function isSearch(commands: readonly ShellCommand[], at: number, text: string): boolean {
  let end = at;
  while (commands[end + 1]?.after === "|" && commands[end + 1]?.pipeline === commands[at]?.pipeline) end++;
  const command = commands[end];
  if (command === undefined || !search.test(command.name ?? "")) return false;
  const { words, redirects = [], topLevel, pipeline } = command;
  if (isReversed(commands, pipeline, text)) return false;
  if (words.some((word) => reversed.test(word.text))) return false;
  const isSilent =
    words.some((word) => silent.test(word.text)) ||
    redirects.some(({ operator, target }) => operator.includes(">") && target.text === "/dev/null");
  return isSilent || (topLevel && redirects.length === 0);
}

/** `[[ ` stays open up to a substitution. */
function isInDoubleBracket(textBefore: string): boolean {
  return textBefore.endsWith("$(") && textBefore.lastIndexOf("[[ ") > textBefore.lastIndexOf("]]");
}

const count = /^(?:wc|[ef]?grep)$/;

/** `[ $(find a | wc -l) -lt 30 ]`: the number is judged, and what fails on the left counts less. */
function isCounted(commands: readonly ShellCommand[], at: number, text: string): boolean {
  const { pipeline, span } = commands[at] ?? {};
  if (span === undefined) return false;
  const last = commands.findLast((command) => command.pipeline === pipeline);
  if (
    !count.test(last?.name ?? "") ||
    (last?.name !== "wc" && !last?.words.some((word) => /^-[a-zA-Z]*c|^--count$/.test(word.text)))
  )
    return false;
  const isTest = commands.some(
    ({ name = "", span: own }) => /^(?:\[\[?|test)$/.test(name) && own.start < span.start && own.end >= span.end,
  );
  const first = commands.find((command) => command.pipeline === pipeline)?.span.start ?? 0;
  return isTest || isInDoubleBracket(text.slice(Math.max(0, first - 120), first).trimEnd());
}

const needsOperand = /^(?:mv|cp|cat|install)$/;
/** With one operand they fail; `cat` reads its input then. */
const needsTwoOperands = /^(?:mv|cp|install)$/;

/**
 * `a=$(b | c) && [ "$a" = sum ]`, `mv "$(b | c)" x`, `mv $(b | c) x`: where nothing comes, the comparison or the program fails.
 */
function isChecked(body: RunBody, at: number, text: string): boolean {
  const { commands } = body;
  const { pipeline, span } = commands[at] ?? {};
  if (span === undefined) return false;
  const first = commands.find((one) => one.pipeline === pipeline)?.span.start ?? 0;
  const textBefore = text.slice(Math.max(0, first - 120), first).trimEnd();
  const [, name] = /(?:^|[\s;&|(])([A-Za-z_]\w{0,60})="?\$\($/.exec(textBefore) ?? [];
  if (name !== undefined) {
    const test = commands.findIndex(
      (candidate) =>
        /^(?:\[\[?|test)$/.test(candidate.name ?? "") &&
        candidate.span.start > span.end &&
        candidate.words.some(({ text: word }) => word.replaceAll(/["'{}]/g, "") === `$${name}`),
    );
    // A comparison that only chooses a branch hides the failure as well.
    return test !== -1 && (decidesRun(body, test, text) || commands.slice(test).some((one) => one.name === "exit"));
  }
  const outer = commands.findIndex((one) => one.span.start < first && one.span.end > span.end);
  const command = commands[outer];
  if (command?.name === undefined) return false;
  const operands = argumentsOf(command).filter((word) => !word.text.startsWith("-"));
  // `install -d` takes one, and makes it.
  const makesFolders = argumentsOf(command).some(({ text: word }) => /^(?:-[a-zA-Z]*d|--directory$)/.test(word));
  const isNeeded = textBefore.endsWith('"$(')
    ? needsOperand.test(command.name)
    : textBefore.endsWith("$(") && needsTwoOperands.test(command.name) && operands.length === 2 && !makesFolders;
  return isNeeded && decidesRun(body, outer, text);
}

/** `a | b || true`: its failure is accepted, whichever part fails. */
function isAccepted(commands: readonly ShellCommand[], at: number): boolean {
  const end = commands.findLastIndex(({ pipeline }) => pipeline === commands[at]?.pipeline);
  const next = commands[nextOf(commands, end)];
  return next?.after === "||" && /^(?:true|:)$/.test(next.name ?? "");
}

/** They accept a truncated archive. */
const lenient = /^(?:tar|bsdtar|cpio|pax|zip|ar|find)$/;

/** `curl | tar x`: the reader fails on empty or truncated input, and so does the RUN. */
function isRead(body: RunBody, at: number, text: string, busybox: boolean): boolean {
  const { commands } = body;
  const feeder = leftOf(commands, at);
  const { pipeline } = commands[at] ?? {};
  if (feeder === undefined || pipeline === undefined || lenient.test(programOf(feeder) ?? "") || givesParts(feeder))
    return false;
  const end = commands.findLastIndex((command) => command.pipeline === pipeline);
  const readers = commands.slice(at, end + 1).filter((command) => command.pipeline === pipeline);
  if (!readers.every((reader) => isRight(reader) && isStrictReader(reader, busybox))) return false;
  return !isReversed(commands, pipeline, text) && decidesRun(body, end, text);
}

/** What its script installs is needed by what follows. */
function isInstalled(body: RunBody, at: number, text: string): boolean {
  const feeder = leftOf(body.commands, at);
  return feeder !== undefined && downloads.test(programOf(feeder) ?? "") && isProgramNeeded(body, feeder, at, text);
}

/** With several files or addresses it passes on those that it gets. */
function givesParts(command: ShellCommand): boolean {
  const words = argumentsOf(command).map(({ text }) => text);
  if (words.filter((word) => word.includes("://")).length > 1) return true;
  const operands = words.filter((word) => !word.startsWith("-"));
  return command.name === "cat" && (operands.length > 1 || operands.some((word) => /[*?[{]/.test(word)));
}

/** A pipe that may hide a failure. */
export interface OpenPipe {
  readonly span: Span;
  readonly message: string;
  readonly fixable: boolean;
}

/** The first unguarded pipe whose left side can fail. */
export function pipeOf(
  body: RunBody,
  state: ShellState,
  { text }: DockerfileFact,
  busybox: boolean,
): OpenPipe | undefined {
  const { instruction, written, commands } = body;
  if (passesPipe(body)) {
    const message = "An exec form runs no pipe: `|` and what follows are passed on as arguments";
    return { span: instruction.argsSpan, message, fixable: false };
  }
  if (state.pipefail && state.accepted) return undefined;
  // A constant on the left hides nothing: `echo SUM | sha256sum -c` has the status that matters.
  const right = commands.findIndex(
    (command, index) =>
      isRight(command) &&
      !isHarmless(leftOf(commands, index)) &&
      !isSearch(commands, index, text) &&
      !isCounted(commands, index, text) &&
      !isAccepted(commands, index) &&
      !isChecked(body, index, text) &&
      !isRead(body, index, text, busybox) &&
      !isInstalled(body, index, text),
  );
  const at = commands[right];
  const left = leftOf(commands, right);
  if (at === undefined || left === undefined) return undefined;
  const guarded = commands.some(
    ({ name, words, span }) =>
      name === "set" && span.start < at.span.start && words.some(({ text }) => text === "pipefail"),
  );
  if (guarded) return undefined;
  const span = { start: left.span.start, end: at.span.end };
  const name = left.name ?? "the command before it";
  return {
    span,
    message: state.pipefail
      ? `${state.shell?.[0] ?? "This shell"} may not know pipefail: a failure of ${name} stays hidden, or the RUN does not start`
      : `If ${name} fails, this RUN goes on: a pipe has the status of its last command`,
    fixable: written.some(isPiped) && !state.pipefail,
  };
}
