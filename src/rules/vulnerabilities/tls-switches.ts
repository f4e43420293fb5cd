import type { DockerfileFact, Instruction, ShellCommand, ShellWord } from "../../facts/dockerfile/dockerfile.ts";
import type { Span } from "../../domain/finding/span.ts";
import type { UnverifiedOption } from "../../facts/managers/traits.ts";
import { argumentsOf, prefixOf, programOf } from "../../facts/dockerfile/runs.ts";
import { packageManagers } from "../../facts/managers/index.ts";

interface Switch extends Pick<UnverifiedOption, "program" | "option" | "exceptLocal"> {
  readonly effect: string;
}

const anyone = "anyone on the way can answer instead of the server";
export const unsigned = "packages are installed whose signature no one checked";
const effects: Readonly<Record<UnverifiedOption["lacks"], string>> = { server: anyone, signature: unsigned };
const unverified = packageManagers.flatMap((manager) => manager.unverified ?? []);

const switches: readonly Switch[] = [
  // Letters before the k must have no value, or the k is part of one: `-ok` writes to a file named k.
  {
    program: /^curl$/,
    option: /^(--insecure|--proxy-insecure|-[#aBfgGiIjlLnNOpqRsSvVZ0-9]*k[a-zA-Z#]*)$/,
    effect: anyone,
    exceptLocal: true,
  },
  { program: /^wget$/, option: /^--no-check-certificate$/, effect: anyone, exceptLocal: true },
  { program: /^git$/, option: /http\.sslverify[ =]false/i, effect: anyone },
  { program: /^(ssh|scp|sftp|rsync)$/, option: /StrictHostKeyChecking[ =]no/i, effect: anyone },
  { program: /^rpm$/, option: /^--(nosignature|nodigest|noverify|nofiledigest)$/, effect: unsigned },
  {
    program: /^(echo|printf)$/,
    option: /\[(?:(?!\btrusted=yes)[^\][])*\btrusted=yes[^\][]*\](?!\s*(file|copy):)/,
    effect: unsigned,
  },
  ...unverified.flatMap(({ options = [] }) => options.map((option) => ({ ...option, effect: effects[option.lacks] }))),
];

const concerned = new RegExp(switches.map(({ program }) => program.source).join("|"));

const isDownloader = /^(?:curl|wget)$/;

interface Variable {
  readonly name: RegExp;
  readonly value: RegExp;
}

const variables: readonly Variable[] = [
  { name: /^NODE_TLS_REJECT_UNAUTHORIZED$/, value: /^0$/ },
  { name: /^PYTHONHTTPSVERIFY$/, value: /^0$/ },
  // git only tests whether it is set: 0 and false disable the check as well (http.c).
  { name: /^GIT_SSL_NO_VERIFY$/, value: /./ },
  ...unverified.flatMap((one) => one.variables ?? []),
];

const ownHints =
  /\s-[^-\sk]*k|insecure|check-certificate|trust|ssl.?verify|ssl_no|tls_reject|httpsverify|--no(sig|dig|ver|fil)|stricthost/;

/** Something of every switch, so that an instruction without any costs one look. */
export const hint = new RegExp(
  [ownHints, ...unverified.map((one) => one.hint)].map(({ source }) => source).join("|"),
  "i",
);

/** A check that is switched off, and what that lets happen. */
export interface Off {
  readonly what: string;
  readonly effect: string;
  readonly span: Span;
  /** Declared only: a build can still set it. */
  readonly weak?: boolean;
  /** Of a program that gets files, which can be compared afterwards. */
  readonly download?: true;
}

/** Results in plain words are located by their layer or their instruction. */
const nowhere: Span = { start: 0, end: 0 };

const localHost = /^(--[\w-]+=)?(https?:\/\/)?(localhost|127\.|\[?::1)/;

function namesItself(args: readonly Pick<ShellWord, "text">[]): boolean {
  return args.some(({ text }) => localHost.test(text));
}

export function inCommand(command: ShellCommand, text: string): readonly Off[] {
  const program = programOf(command) ?? "";
  const args = argumentsOf(command);
  const assignments =
    command.words.length === 0
      ? (command.prefix ?? text.slice(command.span.start, command.span.end))
      : prefixOf(text, command);
  const switchesOff: Off[] = assignments === "" ? [] : inAssignments(assignments, command.span);
  for (const { text: word, span } of command.words) switchesOff.push(...inAssignment(word, span));
  if (!concerned.test(program)) return switchesOff;
  for (const { program: programs, option, effect, exceptLocal } of switches) {
    if (!programs.test(program) || (exceptLocal === true && namesItself(args))) continue;
    for (const index of args.keys()) {
      const hit = hitAt(args, index, option);
      if (hit !== undefined)
        switchesOff.push({
          what: `${program} ${short(hit.what)}`,
          effect,
          span: hit.span,
          ...(isDownloader.test(program) && { download: true }),
        });
    }
  }
  return switchesOff;
}

/** The same for a command with known words only, the program first. */
export function inWords([program = "", ...args]: readonly string[]): readonly Pick<Off, "what" | "effect">[] {
  const name = nameOf(program);
  if (!concerned.test(name)) return [];
  const words = args.map((text) => ({ text, span: nowhere }));
  return switches.flatMap(({ program: programs, option, effect, exceptLocal }) =>
    programs.test(name) && !(exceptLocal === true && namesItself(words))
      ? [...words.keys()].flatMap((index) => {
          const hit = hitAt(words, index, option);
          return hit === undefined ? [] : [{ what: `${name} ${short(hit.what)}`, effect }];
        })
      : [],
  );
}

/** The same for a text of an unknown shell, as far as blanks and operators separate its words. */
export function inText(text: string): readonly string[] {
  const switchTexts = text.split(/[|&;\n]/).flatMap((command) => {
    const words = command.split(/\s+/).map((word) => word.replace(/^["']|["']$/g, ""));
    const set = words.flatMap((word) => inAssignment(withoutPairs(word), nowhere));
    // The first known program, whatever calls it; the rest are its arguments.
    const at = words.findIndex((word) => concerned.test(nameOf(word)));
    return [...set, ...(at === -1 ? [] : inWords(words.slice(at)))].map(({ what }) => what);
  });
  return [...new Set(switchTexts)];
}

/** Effect of a setting of the image's environment, `NAME=value`. */
export function inEnv(setting: string): string | undefined {
  return inAssignment(setting, nowhere)[0]?.effect;
}

function hitAt(
  args: readonly Pick<ShellWord, "text" | "span">[],
  index: number,
  option: RegExp,
): Pick<Off, "what" | "span"> | undefined {
  const word = args[index];
  const next = args[index + 1];
  if (word === undefined) return undefined;
  // A setting counts where it is set: `npm config set strict-ssl false`, but not `npm install strict-ssl false`.
  const setting = /^strict-ssl(=.*)?$/s.exec(word.text);
  const verbText = setting !== null && args.slice(0, index).some(({ text }) => text === "set") ? "set " : "";
  if (option.test(verbText + word.text)) return { what: word.text, span: word.span };
  if (next === undefined || option.test(next.text)) return undefined;
  const joint = verbText !== "" && setting?.[1] === undefined ? "=" : " ";
  if (!option.test(`${verbText}${word.text}${joint}${next.text}`)) return undefined;
  return { what: `${word.text} ${next.text}`, span: { start: word.span.start, end: next.span.end } };
}

function inAssignments(text: string, span: Span): Off[] {
  return [...text.matchAll(/(?:^|[\s;])(\w+=(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\;])*)/gs)].flatMap(
    ({ 1: word = "" }) =>
      inAssignment(
        word.replace(
          /"((?:\\.|[^"\\])*)("|\\?$)|'([^']*)'/gs,
          (quotedText: string, double?: string, end?: string, single?: string) =>
            double !== undefined && end !== '"' ? quotedText : (double ?? single ?? "").replace(/\\"/g, '"'),
        ),
        span,
      ),
  );
}

function inAssignment(word: string, span: Span): Off[] {
  const equals = word.indexOf("=");
  if (equals === -1) return [];
  const [name, value] = [word.slice(0, equals), word.slice(equals + 1)];
  return variables
    .filter((variable) => variable.name.test(name) && variable.value.test(value) && !localHost.test(value))
    .map(() => ({ what: word, effect: anyone, span }));
}

/** Of ENV and ARG; `ENV NAME value` has its value in the second word. */
export function inSettings({ keyword, words }: Instruction, { text }: DockerfileFact): readonly Off[] {
  if (keyword !== "ENV" && keyword !== "ARG") return [];
  const [first, second] = words;
  if (first !== undefined && second !== undefined && !first.text.includes("=")) {
    const span = { start: first.span.start, end: second.span.end };
    const assignmentsOff = inAssignment(`${first.text}=${withoutPairs(second.text)}`, span);
    // ARG has no such form: it declares two names, which a build can still set.
    return assignmentsOff.map((off) => ({ ...off, what: text.slice(span.start, span.end), weak: keyword === "ARG" }));
  }
  return words.flatMap((word) => inAssignment(withoutPairs(word.text), word.span));
}

function withoutPairs(word: string): string {
  return word.replace(/(["'])(.*?)\1/gs, "$2");
}

function nameOf(program: string): string {
  return program.slice(program.lastIndexOf("/") + 1);
}

function short(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
