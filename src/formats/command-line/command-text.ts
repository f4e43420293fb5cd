import { blank } from "./code-region.ts";

const consoles = new Set(["console", "shell-session", "shellsession", "sh-session", "bash-session", "terminal"]);
const scripts = new Set(["sh", "bash", "zsh", "ksh", "fish"]);

const dollarPrompt =
  /^[ \t]*(?:\([\w.-]{1,60}\) ?)?(?:\[[^\]\n]{1,80}\] ?|[\w.-]{1,60}@[^\s$#>]{1,120} ?|[\w./~-]{1,80} ?)?[$%❯➜➸][ \t]+/;
const rootPrompt = /^[ \t]*(?:\[[^\]\n]{1,80}\] ?|[\w.-]{1,60}@[^\s$#>]{1,120} ?)#[ \t]+/;
const windowsPrompt = /^[ \t]*(?:PS(?: [^>\n]{1,200})?|[A-Za-z]:\\[^>\n]{0,200})>[ \t]*/;
const bareRootPrompt = /^[ \t]*#[ \t]+(?=(?:sudo[ \t]+)?(?:docker|podman)[ \t])/;
const barePrompt = /^[ \t]*\w{0,20}>[ \t]+(?=(?:sudo[ \t]+)?(?:docker|podman)[ \t])/;
const bareCommand = /^[ \t]*(?:sudo[ \t]+)?(?:docker|podman)[ \t]/;

/**
 * The shell's text of a code block, with every character at its old offset: prompts are blanked, and so is
 * the output between prompted commands. Continuations of PowerShell and cmd become the shell's.
 */
export function commandText(block: string, language: string): string {
  const source = joinable(block, language).replace(placeholder, standIn);
  const lines = source.split("\n");
  const prompt = promptFinder(lines, language);
  if (!lines.some((line) => prompt(line) > 0)) return source;
  let continued = false;
  return lines
    .map((line) => {
      const length = continued ? (/^[ \t]*>[ \t]/.exec(line)?.[0].length ?? 0) : prompt(line);
      const isCommand = continued || length > 0;
      continued = isCommand && line.endsWith("\\");
      return isCommand ? " ".repeat(length) + line.slice(length) : blank(line);
    })
    .join("\n");
}

/** Length of the prompt that a line starts with, 0 when it has none. A `# ` is a prompt only where no comment is likely. */
function promptFinder(lines: readonly string[], language: string): (line: string) => number {
  const prompts = [dollarPrompt, rootPrompt, windowsPrompt];
  const hasPrompts = lines.some((line) => bareCommand.test(line) || dollarPrompt.test(line));
  if (consoles.has(language) || (!scripts.has(language) && !hasPrompts)) prompts.push(bareRootPrompt, barePrompt);
  return (line) => {
    for (const pattern of prompts) {
      const promptMatch = pattern.exec(line);
      if (promptMatch !== null) return promptMatch[0].length;
    }
    return 0;
  };
}

/** A text without CR, where every continued line ends in exactly `\`. Blanks after a `\` are typos. */
export function joinable(text: string, language = ""): string {
  return (
    text
      .replace(continuation(language), (match) => `${" ".repeat(match.length - 2)}\\\n`)
      .replaceAll("\r\n", "\n\n")
      // A block may end between CR and LF.
      .replace(/\r$/, " ")
  );
}

function continuation(language: string): RegExp {
  if (/^(?:powershell|pwsh|ps1?)$/.test(language)) return /[\\`][ \t]*\r?\n/g;
  return /^(?:cmd|bat|batch|dos)$/.test(language) ? /[\\^][ \t]*\r?\n/g : /\\[ \t]*\r?\n/g;
}

/** `<your image>` in a document is a blank to fill in; to a shell it were two redirections. */
const placeholder = /(?<!<)<[A-Za-z](?:[\w ./:|-]{0,80}[\w./:|-])?>/g;

function standIn(text: string): string {
  return text.replace(/[<> |]/g, "_");
}
