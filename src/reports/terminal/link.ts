/** What `text` leads to on a terminal that knows links (OSC 8), as a terminal shows it: the same columns. */
export type FileLink = (file: string, line: number, text: string) => string;

/** Links to files as reached from `cwd`, an absolute path; each byte that is no plain letter of a path is percent-encoded. */
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
 * Whether a terminal shows links (Alhadis/OSC8-Adoption lists who does since when). One that does not may print the address.
 * `FORCE_HYPERLINK` decides for itself: `0` is no.
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
