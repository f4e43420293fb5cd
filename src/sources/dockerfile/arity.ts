import type { Head } from "./instruction.ts";
import { splitBlanks, splitQuoted } from "./words.ts";

const keywords = new Set(
  "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR".split(
    " ",
  ),
);

/** Why Docker refuses the instruction, as far as one line tells; the wording follows BuildKit's. */
export function arityProblem(head: Head, text: string, stages: number): string | undefined {
  const { keyword, onbuild } = head;
  const args = text.slice(head.args.start, head.args.end);
  if (keyword === "") return "ONBUILD needs an instruction";
  if (!keywords.has(keyword) && !onbuild) return `unknown instruction: ${printable(keyword)}`;
  if (onbuild && ["FROM", "MAINTAINER", "ONBUILD"].includes(keyword))
    return `${keyword} isn't allowed as an ONBUILD trigger`;
  // Docker looks at the rest of a trigger only when it fires.
  if (onbuild) return stages === 0 ? "ONBUILD stands before the first FROM" : undefined;
  if (head.mixed) return `the JSON array of ${keyword} must hold strings only`;
  const count = head.json?.length ?? splitBlanks(text, head.args).length;
  const problem = ownProblem(head, args, count);
  if (problem !== undefined) return problem;
  return stages === 0 && keyword !== "FROM" && keyword !== "ARG"
    ? `${keyword} stands before the first FROM`
    : undefined;
}

function ownProblem({ keyword, json, args: slice }: Head, args: string, count: number): string | undefined {
  switch (keyword) {
    case "FROM":
      return fromProblem(args.split(/\s+/).filter((word) => word !== ""));
    case "ADD":
    case "COPY":
      return count < 2 ? `${keyword} needs at least a source and a destination` : undefined;
    case "ARG":
    case "EXPOSE":
    case "STOPSIGNAL":
    case "USER":
    case "WORKDIR":
    case "MAINTAINER":
    case "VOLUME":
      return count === 0 ? `${keyword} needs an argument` : undefined;
    case "ENV":
    case "LABEL":
      return pairsProblem(keyword, args, slice.end - slice.start);
    case "HEALTHCHECK":
      return /^(none\s*$|cmd\s+\S)/i.test(args) ? undefined : "HEALTHCHECK needs NONE, or CMD with a command";
    case "SHELL":
      return json === undefined || json.length === 0 ? 'SHELL needs a JSON array such as ["/bin/sh", "-c"]' : undefined;
    default:
      return undefined;
  }
}

function fromProblem(words: readonly string[]): string | undefined {
  const [, as, name] = words;
  if (words.length === 1) return undefined;
  if (words.length !== 3 || as?.toUpperCase() !== "AS") return "FROM takes an image, or an image, AS and a name";
  return /^[a-z][a-z0-9\-_.]*$/i.test(name ?? "")
    ? undefined
    : `invalid name for a build stage: ${printable(name ?? "")}`;
}

function pairsProblem(keyword: string, args: string, length: number): string | undefined {
  const words = splitQuoted(args, { start: 0, end: length }).map(({ start, end }) => args.slice(start, end));
  const [first] = words;
  if (first === undefined) return `${keyword} needs at least one argument`;
  if (!first.includes("=")) return words.length < 2 ? `${keyword} needs a name and a value` : undefined;
  const bad = words.find((word) => !word.includes("=") || word.startsWith("="));
  return bad === undefined ? undefined : `${keyword} takes NAME=VALUE pairs, and ${printable(bad)} is none`;
}

/** Text of a hostile file in a message: short, and without control characters. */
function printable(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "?");
  return plain.length > 40 ? `${plain.slice(0, 40)}...` : plain;
}
