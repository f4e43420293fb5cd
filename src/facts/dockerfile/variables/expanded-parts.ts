import { ownValue } from "../../../domain/own-value.ts";
import type { Span } from "../../../domain/finding/span.ts";
import type { Instruction } from "../dockerfile.ts";
import { pairsOf } from "./pairs-of.ts";
import { joinedText, type ArgsSource } from "../joined-text.ts";

/** A text that Docker itself expands. */
export interface ExpandedPart {
  readonly text: string;
  readonly span: Span;
  /** False in a heredoc. */
  readonly quotes: boolean;
}

/** Flags whose value is expanded. `COPY --from` is not: Docker refuses variables there. */
const expandedFlags: Readonly<Record<string, ReadonlySet<string>>> = {
  ADD: new Set(["chown", "chmod", "checksum"]),
  COPY: new Set(["chown", "chmod"]),
  FROM: new Set(["platform"]),
  RUN: new Set(["mount"]),
};

/**
 * The parts of an instruction that BuildKit expands (frontend/dockerfile/instructions/commands.go, the `Expand` methods). The
 * bodies of RUN, CMD, ENTRYPOINT and HEALTHCHECK are left to the shell.
 */
export function expandedParts(source: ArgsSource, instruction: Instruction): readonly ExpandedPart[] {
  const flags = flagParts(source, instruction);
  const parts = argumentParts(source, instruction);
  return flags.length === 0 ? parts : [...flags, ...parts];
}

function flagParts({ text }: ArgsSource, { keyword, flags }: Instruction): ExpandedPart[] {
  const names = ownValue(expandedFlags, keyword);
  if (names === undefined) return [];
  return flags.flatMap(({ name, value, span }) => {
    if (!names.has(name) || value === undefined) return [];
    const whole = text.endsWith(value, span.end);
    return [{ text: value, span: whole ? { start: span.end - value.length, end: span.end } : span, quotes: true }];
  });
}

function argumentParts(source: ArgsSource, instruction: Instruction): ExpandedPart[] {
  const { keyword, words, argsSpan } = instruction;
  switch (keyword) {
    case "ARG":
    case "ENV":
    case "LABEL":
      return pairsOf(source, instruction).flatMap(({ name, nameSpan, value, valueSpan }) => [
        ...(keyword === "ARG" ? [] : [{ text: name, span: nameSpan, quotes: true }]),
        ...(value === undefined || valueSpan === undefined ? [] : [{ text: value, span: valueSpan, quotes: true }]),
      ]);
    case "STOPSIGNAL":
    case "USER":
    case "WORKDIR":
      return [{ text: joinedText(source, argsSpan), span: argsSpan, quotes: true }];
    case "FROM":
      return words.slice(0, 1).map(({ text, span }) => ({ text, span, quotes: true }));
    case "EXPOSE":
      return words.map(({ text, span }) => ({ text, span, quotes: true }));
    case "VOLUME":
      return wordParts(instruction);
    case "ADD":
    case "COPY":
      return [
        ...wordParts(instruction).filter(({ text }) => !/^\d*<<-?[^<]/.test(text)),
        ...heredocParts(source, instruction),
      ];
    default:
      return [];
  }
}

function wordParts({ words, json }: Instruction): ExpandedPart[] {
  return words.map(({ text, span }, index) => {
    const string = json?.[index];
    if (string === undefined) return { text, span, quotes: true };
    const whole = text.length === string.length + 2 && span.end - span.start === text.length;
    return { text: string, span: whole ? { start: span.start + 1, end: span.end - 1 } : span, quotes: true };
  });
}

/** Bodies of `<<EOF`, but not of `<<"EOF"`. */
function heredocParts({ text }: ArgsSource, { words, heredocs }: Instruction): ExpandedPart[] {
  return heredocs.flatMap(({ name, bodySpan }) => {
    const quoted = words.some((word) => /^\d*<<-?.*["'\\]/.test(word.text) && word.text.includes(name));
    return quoted ? [] : [{ text: text.slice(bodySpan.start, bodySpan.end), span: bodySpan, quotes: false }];
  });
}
