import { replaceUnsafe, visible, escapeCharacter } from "../../dialects/text/visible.ts";

/**
 * What a text that leaves the process is written in, which decides how foreign characters are written out in it:
 * - `text`: for eyes. Control characters are written out, workflow commands are broken by a space.
 * - `json`: the same value in escapes of JSON.
 * - `markup`: HTML or XML; commands are broken by character references.
 * - `commands`: a line is an annotation of ours for a GitHub workflow, or `text`.
 * - `issues`: a line is an issue of ours for an Azure pipeline, or `text`.
 * - `diff`: like `text`, but what steers nothing (line ends, joiners of scripts and emoji) stays for `git apply`.
 * - `exact`: not looked at: a text that the user handed in on stdin and wants back, for a program and not for eyes.
 */
export type Syntax = "text" | "json" | "markup" | "commands" | "issues" | "diff" | "exact";

/** ASCII letters, digits, signs and line feeds: most output. */
// oxlint-disable-next-line no-control-regex
const plain = /^[\n\x20-\x7e]*$/;

/**
 * The last filter for text that leaves the process: no character in it controls a terminal, and no CI system takes a
 * part of it for a command. Formats and messages must escape on their own; this filter catches omissions. `colour`:
 * our own color sequences may stay.
 */
export function guardText(text: string, syntax: Syntax, colour = false): string {
  if (syntax === "exact") return text;
  if (syntax === "json") return breakCommands(plain.test(text) ? text : jsonSafe(text), "json");
  const visibleText = plain.test(text) ? text : writeOut(text, syntax, colour);
  if (syntax === "markup") return breakLineStarts(breakCommands(visibleText, "markup"), "&#58;:");
  if (syntax === "issues") return breakLineStarts(visibleText.split("\n").map(breakAfterIssue).join("\n"), ": :");
  const broken = breakCommands(visibleText, "text");
  if (syntax !== "commands") return breakLineStarts(broken, ": :");
  return broken
    .split("\n")
    .map((line) => (annotation.test(line) ? line : breakLineStarts(line, ": :")))
    .join("\n");
}

/** One line whatever the text contains, for lists with one item per line. */
export function oneLine(text: string): string {
  return visible(text);
}

/** The allowed annotations of a report; `stop-commands`, `add-mask`, `set-output` and the like are never ours. */
const annotation = /^::(?:error|warning|notice)(?: [^:]*)?::/;

/** The prefix of an issue; `task.setvariable` and the like are never ours. */
const issue = /^##vso\[task\.logissue (?=type=(?:error|warning)[;\]])/;

function breakAfterIssue(line: string): string {
  const head = issue.exec(line)?.[0] ?? "";
  return head + breakCommands(line.slice(head.length), "text");
}

/** The color sequences of our pages (ECMA-48 SGR, none that blinks or hides), and their links to files of this machine (OSC 8). */
const colours = "(?:[0-4]|22|23|24|3[1-7]|39|9[0-7])";
// oxlint-disable-next-line no-control-regex
const ourColour = new RegExp(String.raw`\u001b(?:\[${colours}m|\]8;;(?:file:///[\w.~%/-]+#\d+)?\u001b\\)`, "g");
/** Joiners of scripts and emoji, byte order mark, soft hyphen: a diff without them no longer matches the file. */
const harmlessInDiff = new Set(["\u200c", "\u200d", "\ufeff", "\u00ad"]);

function writeOut(text: string, syntax: Exclude<Syntax, "json" | "exact">, colour: boolean): string {
  if (colour && text.includes("\u001b")) {
    let from = 0;
    let escaped = "";
    for (const { index, 0: colorCode } of text.matchAll(ourColour)) {
      escaped += writeOut(text.slice(from, index), syntax, false) + colorCode;
      from = index + colorCode.length;
    }
    return escaped + writeOut(text.slice(from), syntax, false);
  }
  const lines = syntax === "diff" ? text : text.replaceAll("\r\n", "\n");
  return lines
    .split("\n")
    .map((line) => {
      const end = syntax === "diff" && line.endsWith("\r") ? "\r" : "";
      return replaceUnsafe(end === "" ? line : line.slice(0, -1), (character) =>
        character === "\t" || (syntax === "diff" && harmlessInDiff.has(character))
          ? character
          : escapeCharacter(character),
      ).concat(end);
    })
    .join("\n");
}

/** In JSON such characters occur only in strings, where each UTF-16 unit may be an escape (RFC 8259 section 7). */
function jsonSafe(text: string): string {
  return replaceUnsafe(text, (character) =>
    character === "\n" || character === "\r" || character === "\t"
      ? character
      : character
          .split("")
          .map((unit) => String.raw`\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
          .join(""),
  );
}

/**
 * Commands that are matched anywhere in a line: `##[` of GitHub's and Azure's runners and `##vso[` (IndexOf in
 * ActionCommand.cs and Command.cs of actions/runner and microsoft/azure-pipelines-agent), TeamCity's service
 * messages, GitLab's and Travis's folds.
 */
const command = /##(?=\[|vso\[|teamcity\[)|(?:section_(?:start|end)|travis_(?:fold|time))(?=:)/gi;

function breakCommands(text: string, way: "text" | "json" | "markup"): string {
  if (!text.includes("##") && !text.includes("_")) return text;
  return text.replaceAll(command, (commandStart) => {
    if (way === "text") return `${commandStart} `;
    const code = commandStart.charCodeAt(0);
    const first = way === "json" ? String.raw`\u${code.toString(16).padStart(4, "0")}` : `&#${code};`;
    return first + commandStart.slice(1);
  });
}

/** GitHub's runner trims blanks before it matches `::` (TryParseV2 in ActionCommand.cs); a color sequence does not reliably prevent that. */
// oxlint-disable-next-line no-control-regex
const lineStart = /^((?:[^\S\n\r\u2028\u2029]|\u001b\[\d+m)*)::/gm;

function breakLineStarts(text: string, instead: string): string {
  return text.includes("::") ? text.replaceAll(lineStart, (_, before: string) => before + instead) : text;
}
