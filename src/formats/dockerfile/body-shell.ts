import { posixShells, type BodyShell } from "./script.ts";

const windowsShells = new Set(["cmd", "cmd.exe", "powershell", "powershell.exe"]);

/** The effect of a SHELL instruction on later bodies. */
export function bodyShell(json: readonly string[]): BodyShell {
  const name = program(json);
  return posixShells.has(name) ? "posix" : { unparsed: `shell: ${name}` };
}

/** A Windows image has no POSIX shell: detected by a base image's name, `--platform`, SHELL, PowerShell, or paths under escape=`. */
export function looksWindows(
  lines: readonly {
    readonly keyword: string;
    readonly text: string;
    readonly flags: readonly { readonly name: string; readonly value?: string }[];
    readonly json?: readonly string[];
  }[],
  escape: string,
): boolean {
  return lines.some(({ keyword, text, flags, json }) => {
    if (keyword === "FROM") {
      const platform = flags.find((flag) => flag.name === "platform")?.value;
      return /windows|nanoserver|servercore/i.test(text) || platform?.toLowerCase().startsWith("windows") === true;
    }
    if (keyword === "SHELL") return windowsShells.has(program(json ?? []));
    // No POSIX shell begins with `&`; PowerShell calls a program so.
    if (keyword === "RUN" && text.startsWith("& ")) return true;
    return escape === "`" && /(^|[\s"'=])[A-Za-z]:[\\/]|\$env:\w/.test(text);
  });
}

function program(json: readonly string[]): string {
  return (json[0] ?? "").split(/[\\/]/).at(-1)?.toLowerCase() ?? "";
}
