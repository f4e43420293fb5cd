import { blank, type CodeRegion } from "./code-region.ts";
import { logicalLines } from "./shell-commands.ts";

/** The shells of Windows, by the endings of their scripts. */
const shells = { ps1: powershell, psm1: powershell, bat: cmd, cmd };

/**
 * The command lines of a script of PowerShell or cmd, each alone: an unclosed apostrophe or here-string hides none of those
 * below it. Undefined for other files. Every character has its old offset, and syntax of these shells is replaced by a POSIX shell's.
 */
export function windowsCode(file: string, text: string): readonly CodeRegion[] | undefined {
  const ending = /\.(ps1|psm1|bat|cmd)$/i.exec(file)?.[1]?.toLowerCase() as keyof typeof shells | undefined;
  if (ending === undefined) return undefined;
  const source = shells[ending](text)
    // A path's backslash is no escape, and one at the end of a line continues nothing.
    .replaceAll("\\", "/")
    .replace(/\0(\r?)\n/g, (_, cr: string) => `${cr && " "}\\\n`)
    .replaceAll("\r", " ");
  return logicalLines({ start: 0, source, form: "script", language: ending });
}

/** Replaces the line continuation mark until backslashes are free for it. */
const continued = "\0";

/** Microsoft: about_Parsing, about_Special_Characters, about_Comments. */
function powershell(text: string): string {
  return (
    text
      .replace(/<#[^]*?(?:#>|$)/g, blank)
      .replace(/`(?=\r?\n)/g, continued)
      // Any other is an escape; to a POSIX shell it were a substitution.
      .replaceAll("`", "_")
      // `$id = docker run ...`, `& docker run ...`
      .replace(/^[ \t]*(?:\$[\w:.]+[ \t]*\+?=[ \t]*)?(?:&[ \t]*)?(?=["'\w])/gm, blank)
  );
}

/** Microsoft: Windows commands, `cmd`, `rem`, `call`. */
function cmd(text: string): string {
  return (
    text
      .replace(/^[ \t]*@?(?:rem\b|::).*$/gim, blank)
      .replace(/\^(?=\r?\n)/g, continued)
      .replace(/[\^'`]/g, "_")
      .replace(/^[ \t]*@?(?:call[ \t]+)?/gim, blank)
      // `%NAME%`, `%%i`, `%~dp0`, `%1` and `!NAME!` are variables.
      .replace(/%([%~]?)(\w+)(%?)/g, (_, one: string, name: string, other: string) => variable(name, one + other))
      .replace(/%\*/g, "$$_")
      .replace(/!(\w+)!/g, (_, name: string) => variable(name, "!"))
  );
}

function variable(name: string, marks: string): string {
  return `$${"_".repeat(marks.length)}${name}`;
}
