import type { Span } from "../../domain/finding/span.ts";
import type { DockerfileFact, Instruction, Stage } from "../dockerfile/dockerfile.ts";
import { readRange } from "../../formats/shell/exec-script.ts";
import { saidText } from "../dockerfile/exec-form.ts";
import type { ValueClass } from "../../secrets/value-class.ts";
import { isForBuildAlone, namedSecretClass } from "./named-secret.ts";
import { settingsInWords } from "./settings-in-words.ts";
import { unquoted } from "../../text/unquoted.ts";

/** A password or token that stands among the words of an instruction. */
export interface WrittenSecret {
  /** The option or variable that says so: `password`, `db.password`. */
  readonly name: string;
  readonly kind: ValueClass;
  readonly stage: Stage;
  readonly instruction: Instruction;
  /** Of the command or value that it stands in. */
  readonly span: Span;
}

/** Worked out when a rule asks. */
export type WrittenSecretsFact = () => readonly WrittenSecret[];

interface Words {
  readonly texts: readonly string[];
  /** Variables that RUN has for its commands alone: `A=1 cmd`, `export A=1`. */
  readonly variables?: readonly string[];
  readonly span: Span;
}

/** A heredoc may be long. */
const maxWords = 10_000;
const runs = new Set(["RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK"]);
/** Without one of these no word can be an option with a value, or a variable before a command. */
const candidate = /(?:^|[\s"'[(])-|=/;
/** Those that `password-in-build` speaks of. */
const accounts = /^(?:useradd|usermod|adduser|chpasswd|passwd)$/;

/**
 * What the options and variables of commands say is a password: in RUN (heredocs included), CMD, ENTRYPOINT and HEALTHCHECK, in the values of LABEL, in files that stand here, and in
 * ENV and ARG whose value is a list of options. What images say of their history is found by the same words.
 */
export function writtenSecretsFact(dockerfile: DockerfileFact): WrittenSecretsFact {
  let found: readonly WrittenSecret[] | undefined;
  return () => (found ??= dockerfile.stages.flatMap((stage) => stage.instructions.flatMap((one) => inOne(one, stage))));

  function inOne(instruction: Instruction, stage: Stage): WrittenSecret[] {
    const { span, keyword } = instruction;
    if (!candidate.test(dockerfile.text.slice(span.start, span.end)) && !candidate.test(saidText(instruction)))
      return [];
    const all = runs.has(keyword)
      ? commandsOf(dockerfile, instruction)
      : [...valuesOf(instruction), ...documents(dockerfile.text, instruction.heredocs)];
    return all.flatMap((words) => {
      if (accounts.test(words.texts[0] ?? "")) return [];
      const variables = settingsInWords(words.variables ?? []).filter((one) => !isForBuildAlone(one.name, one.value));
      const secrets = [...variables, ...settingsInWords(words.texts)].flatMap(({ name, value }) => {
        const kind = namedSecretClass(name, value);
        return kind === undefined ? [] : [{ name, kind }];
      });
      const first = secrets.find(({ kind }) => kind === "random") ?? secrets[0];
      return first === undefined ? [] : [{ ...first, stage, instruction, span: words.span }];
    });
  }
}

function commandsOf({ text }: DockerfileFact, instruction: Instruction): Words[] {
  const { keyword, commands, json, argsSpan, args, heredocs, script, execScript } = instruction;
  // What another program than a POSIX shell makes of its words may be a script, too.
  if (json !== undefined && (execScript === undefined || commands === undefined))
    return [{ texts: [...json, ...json.flatMap((one) => split(one))].slice(0, maxWords), span: argsSpan }];
  const ownWords: Words[] = commands?.map(({ words, span, assignments = [] }) => {
    // `A=1` of `A=1 cmd` is no word of it.
    const before = assignments.map((one) => unquoted(readRange(text, instruction.execScript, one.span)));
    const texts = words.map((word) => word.text);
    if (keyword !== "RUN") return { texts: [...before, ...texts], span };
    return texts[0] === "export" ? { texts: before, variables: texts, span } : { texts, variables: before, span };
  }) ?? [{ texts: split(withoutComments(args)), span: argsSpan }];
  if (script === "heredoc") return ownWords;
  // Of one that a shell on the line reads, the commands are known already.
  const unread = heredocs.filter(
    ({ bodySpan }) => !ownWords.some(({ span }) => span.start >= bodySpan.start && span.end <= bodySpan.end),
  );
  return [...ownWords, ...documents(text, unread)];
}

/** Files, and scripts of other languages: `system('sqlcmd -P ...')` begins behind its bracket. */
function documents(text: string, heredocs: Instruction["heredocs"]): Words[] {
  return heredocs.map(({ bodySpan }) => {
    const read = withoutComments(text.slice(bodySpan.start, bodySpan.end));
    return { texts: split(read.replaceAll(/[([,](?=["'])/g, "$& ")), span: bodySpan };
  });
}

/** Of LABEL, ENV and ARG: what follows each name, as the words that a program would take it for. */
function valuesOf({ keyword, words }: Instruction): Words[] {
  if (keyword !== "LABEL" && keyword !== "ENV" && keyword !== "ARG") return [];
  return words.flatMap(({ text, span }) => {
    const at = text.indexOf("=");
    if (at === -1) return [];
    const name = unquoted(text.slice(0, at));
    const value = unquoted(text.slice(at + 1));
    // The name of an ENV or ARG is another rule's.
    return [{ texts: keyword === "LABEL" ? [`${name}=${value}`, ...split(value)] : split(value), span }];
  });
}

function split(text: string): string[] {
  return text.split(/\s+/, maxWords).map(unquoted);
}

function withoutComments(text: string): string {
  const lines = text.split("\n");
  return lines.filter((line) => !line.trimStart().startsWith("#")).join("\n");
}
