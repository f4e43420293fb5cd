/** `text` as a link for terminals that support links (OSC 8), with the same width. */
export type FileLink = (file: string, line: number, text: string) => string;

/** Links to files relative to `cwd`, an absolute path; each byte other than a plain path character is percent-encoded. */
export function fileLinks(cwd: string): FileLink {
  return (file, line, text) => {
    const path = file.startsWith("/") ? file : `${cwd}/${file}`;
    return `\u001b]8;;file://${path.split("/").map(encoded).join("/")}#${line}\u001b\\${text}\u001b]8;;\u001b\\`;
  };
}

function encoded(name: string): string {
  const whole = name.isWellFormed() ? name : name.toWellFormed();
  return encodeURIComponent(whole).replaceAll(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}

/**
 * Whether a terminal shows links (Alhadis/OSC8-Adoption lists terminals and versions). One without support may print
 * the address. `FORCE_HYPERLINK` overrides it: `0` is no.
 */
export function showsLinks(env: Readonly<Record<string, string | undefined>>): boolean {
  const { FORCE_HYPERLINK: forced, TERM: term = "", TERM_PROGRAM: program = "" } = env;
  if (forced !== undefined && forced !== "") return forced !== "0";
  if (env["CI"] || env["TMUX"] || /^(?:dumb|screen|tmux)/.test(term)) return false;
  return (
    Number(env["VTE_VERSION"]) >= 5000 ||
    Boolean(env["WT_SESSION"]) ||
    ["iTerm.app", "WezTerm", "vscode", "ghostty"].includes(program) ||
    ["xterm-kitty", "alacritty", "xterm-ghostty", "foot"].includes(term)
  );
}
