import type { CommandWord } from "./shell-commands.ts";

/** The kind of a word in the image's place: `either` where its name does not tell. */
export type WordRole = "image" | "flags" | "either";

/** Of shells, make, CI systems, templates and documents; the first match is the longest. A placeholder in a document stands for one word. */
const brackets: readonly (readonly [open: string, close: string])[] = [
  ["${{", "}}"],
  ["$[[", "]]"],
  ["{{", "}}"],
  ["$${", "}"],
  ["${", "}"],
  ["$$(", ")"],
  ["$(", ")"],
  ["(", ")"],
  ["<%", "%>"],
  ["<", ">"],
  ["`", "`"],
  ["__", "__"],
  ["%", "%"],
  ["!", "!"],
  ["@", "@"],
  ["[", "]"],
];

/** `$NAME`, `$$NAME` of make, `$env:NAME` and `@name` of PowerShell, `%1`, `%%i` and `%*` of cmd. */
const variableForm = /^(?:\$\$?(?:(?:env|script|global|local|private|using):)?|@|%[%~]?)(\w+|[@*])$/i;

/** The inside of a word that is one expansion and nothing else: `OPTS` of `$(OPTS)`. Undefined for any other word. */
export function expansionOf(value: string): string | undefined {
  if (value === "..." || value === "…") return "";
  const name = variableForm.exec(value)?.[1];
  if (name !== undefined) return name;
  for (const [open, close] of brackets) {
    if (!value.startsWith(open)) continue;
    return closes(value, open, close) ? value.slice(open.length, -close.length) : undefined;
  }
  return undefined;
}

/** Whether what opens a text is closed at its very end. */
function closes(value: string, open: string, close: string): boolean {
  const end = value.length - close.length;
  if (end < open.length || !value.endsWith(close)) return false;
  if (close !== ")" && close !== "}") return value.indexOf(close, open.length) === end;
  let depth = 0;
  const opener = close === ")" ? "(" : "{";
  for (let at = 0; at <= end; at++) {
    if (value[at] === opener) depth++;
    else if (value[at] === close && --depth === 0) return at === end;
  }
  return false;
}

const ofImages =
  /(?:image|img|tag|repo(?:sitory)?|registry|container|digest)(?:_?(?:name|id|url|ref|tag|version)){0,3}$/i;
const ofFlags = /opt|arg|flag|param|extra|volume|mount|port|env|gpu|limit/i;
const buildsImage = /^[\s@]*(?:docker|podman|nerdctl|buildah)\b/;

/** `"$@"`, `${OPTS[@]}`, `${1+"$@"}`, `[OPTIONS]`, `...`, `{% if x %}`: whatever they become, they are no image. */
export const neverImage = /^(?:\.\.\.|…|\[.*\]|@\w*|%\*|%[ -].*%|.*(?:\$\{?[@*]|\[[@*]\]).*)$/s;
/** A default or an alternative that is a flag: `${P:+--cap-add=ALL}`, `$(if $(P),--privileged)`. */
const holdsFlag = /[-+=,'" ]["']?--[a-z]/;

/** The kind of a word with an expansion, by its form and its name. A text without one is an image. */
export function roleOf({ value }: CommandWord): WordRole {
  const inside = expansionOf(value);
  if (inside === undefined) return /^(?:\$\{\w+\}|\$\(\w+\)|\$\w+){2,}$/.test(value) ? "either" : "image";
  if (neverImage.test(value)) return "flags";
  if (buildsImage.test(inside)) return "image";
  if (holdsFlag.test(inside)) return "flags";
  const name = inside
    .replace(/^[=-]/, "")
    .replace(/[-+=?#%,|:].*$/s, "")
    .replace(/^[\W_]+/, "")
    .replace(/(?<=[A-Za-z0-9])[\W_]{1,200}$/, "");
  if (ofImages.test(name)) return "image";
  if (ofFlags.test(name)) return "flags";
  return /image|container/i.test(name) || /^<\w/.test(value) ? "image" : "either";
}

/** Texts that are filled in before any shell reads the line: quotes around them hold nothing together. */
const templates = /\{\{|\{%|<%|\$\[\[|__\w+__|@\w+@|%[%~]?(?:\w|\*)|!\w+!/;

/** Whether a variable or a template completes a text. */
export function isFilledIn(text: string): boolean {
  return text.includes("$") || templates.test(text);
}

/**
 * Whether a word may become several: an expansion outside of double quotes, fish's substitution, a glob, a list in braces, a template. `textual` languages (make, cmd) fill all of
 * theirs in before a shell reads the line.
 */
export function maySplit({ raw, literal }: CommandWord, language: string): boolean {
  if (templates.test(raw) || (!literal && /^(?:make|bat|cmd)$/.test(language))) return true;
  let quote = "";
  for (let at = 0; at < raw.length; at++) {
    const char = raw[at] ?? "";
    if (char === "\\") at++;
    else if (char === quote) quote = "";
    else if (quote === "" && /["']/.test(char)) quote = char;
    else if (char === "$" || char === "`") {
      if (quote !== '"' || /^\$(?:[@*]|\{[@*]|\{\w+\[[@*]\])/.test(raw.slice(at, at + 200))) return true;
    } else if (quote === "" && /[*?{[(]/.test(char)) return true;
  }
  return false;
}

/** The name in a word, for a message: the other text may be a secret. */
export function shownWord({ value }: CommandWord): string {
  const name = /^[\s=.-]*([A-Za-z_][\w.-]{0,39})(?:\s*$|\[[@*]\]|:?[-+=?])/.exec(expansionOf(value) ?? "")?.[1];
  return name === undefined ? "a variable" : `\`${name}\``;
}
