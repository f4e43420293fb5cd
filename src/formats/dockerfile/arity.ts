import { flagProblem } from "./flags.ts";
import { isHeredocWord } from "./heredocs.ts";
import type { Head } from "./instruction.ts";
import { fault, printable, type Problem } from "./refusal.ts";
import { blank, splitBlanks, splitQuoted } from "./words.ts";

const keywords = new Set(
  "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR".split(
    " ",
  ),
);

/**
 * Why Docker refuses the instruction anywhere, judged by it alone. Errors that it reports only for a stage that is built
 * are in conversion.ts.
 */
export function arityProblem(head: Head, text: string, escape: string): Problem | undefined {
  const { keyword, onbuild } = head;
  if (keyword === "" && onbuild) return fault("ONBUILD needs an instruction");
  if (!keywords.has(keyword) && !onbuild) return fault(`unknown instruction: ${printable(keyword)}`);
  return onbuild ? onbuildProblem(head, text, escape) : ownProblem(head, text, escape);
}

/** Why a trigger fails when it fires, in the first build on top of the stage. */
export function triggerProblem(head: Head, text: string, escape: string): Problem | undefined {
  return keywords.has(head.keyword)
    ? ownProblem(head, text, escape)
    : fault(`unknown instruction: ${printable(head.keyword)}`);
}

/** Docker looks at most of a trigger only when it fires. */
function onbuildProblem(head: Head, text: string, escape: string): Problem | undefined {
  const { keyword } = head;
  if (["FROM", "MAINTAINER", "ONBUILD"].includes(keyword)) {
    return fault(`${keyword} isn't allowed as an ONBUILD trigger`, "forbidden-trigger");
  }
  const flags = flagProblem("ONBUILD", head.outer);
  if (flags !== undefined) return flags;
  if (head.mixed) return mixedProblem(keyword);
  return keyword === "ENV" || keyword === "LABEL" ? pairsProblem(head, text, escape, "form") : undefined;
}

function ownProblem(head: Head, text: string, escape: string): Problem | undefined {
  const { keyword, json } = head;
  if (head.mixed) return mixedProblem(keyword);
  const words = json ?? splitBlanks(text, head.args).map(({ start, end }) => text.slice(start, end));
  if (keyword === "HEALTHCHECK") return healthcheckProblem(head, text);
  return argumentProblem(head, text, escape, words) ?? flagProblem(keyword, head.flags);
}

function mixedProblem(keyword: string): Problem {
  return fault(`the JSON array of ${keyword} must hold strings only`);
}

function argumentProblem(head: Head, text: string, escape: string, words: readonly string[]): Problem | undefined {
  const { keyword, json } = head;
  switch (keyword) {
    case "FROM":
      return fromProblem(words);
    case "ADD":
    case "COPY":
      if (words.length < 2) return fault(`${keyword} needs at least a source and a destination`);
      return isHeredocWord(words.at(-1) ?? "") ? fault(`${keyword} cannot copy to a heredoc`) : undefined;
    case "EXPOSE":
    case "STOPSIGNAL":
    case "USER":
    case "WORKDIR":
    case "MAINTAINER":
      return words.length === 0 ? fault(`${keyword} needs an argument`) : undefined;
    case "VOLUME":
      if (words.length === 0) return fault("VOLUME needs an argument");
      return words.some((word) => word.trim() === "") ? fault("VOLUME takes no empty path") : undefined;
    case "ARG":
      return argProblem(head, text, escape);
    case "ENV":
    case "LABEL":
      return pairsProblem(head, text, escape, "all");
    case "SHELL":
      return json === undefined || json.length === 0
        ? fault('SHELL needs a JSON array such as ["/bin/sh", "-c"]')
        : undefined;
    default:
      return undefined;
  }
}

function fromProblem(words: readonly string[]): Problem | undefined {
  const [, as, name = ""] = words;
  if (words.length === 1) return undefined;
  if (words.length !== 3 || as?.toUpperCase() !== "AS") return fault("FROM takes an image, or an image, AS and a name");
  return /^[a-z][a-z0-9\-_.]*$/i.test(name) ? undefined : fault(`invalid name for a build stage: ${printable(name)}`);
}

function argProblem(head: Head, text: string, escape: string): Problem | undefined {
  const words = splitQuoted(text, head.args, escape);
  if (words.length === 0) return fault("ARG needs an argument");
  return words.some(({ start }) => text[start] === "=") ? fault("ARG needs a name before the =") : undefined;
}

/** `form`: only the line parser's checks; `all`: names must not be empty either. */
function pairsProblem(head: Head, text: string, escape: string, scope: "form" | "all"): Problem | undefined {
  const { keyword, args } = head;
  const words = splitQuoted(text, args, escape).map(({ start, end }) => text.slice(start, end));
  const [first] = words;
  if (first === undefined) return scope === "all" ? fault(`${keyword} needs at least one argument`) : undefined;
  if (!first.includes("=")) {
    return blank.test(text.slice(args.start, args.end)) ? undefined : fault(`${keyword} needs a name and a value`);
  }
  const bad = words.find((word) => !word.includes("=") || (scope === "all" && word.startsWith("=")));
  return bad === undefined ? undefined : fault(`${keyword} takes NAME=VALUE pairs, and ${printable(bad)} is not one`);
}

/** The flags of `HEALTHCHECK NONE` are not checked. */
function healthcheckProblem(head: Head, text: string): Problem | undefined {
  const [, kind = "", command = ""] = /^(\S+)\s*(.*)$/s.exec(text.slice(head.args.start, head.args.end)) ?? [];
  const type = kind.toUpperCase();
  if (type === "NONE" && (command === "" || /^\[\s*\]/.test(command))) return undefined;
  if (type === "CMD" && command !== "" && head.json?.length !== 0) return flagProblem("HEALTHCHECK", head.flags);
  return fault("HEALTHCHECK needs NONE, or CMD with a command");
}
