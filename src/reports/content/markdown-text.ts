/** Plain text in Markdown: every special character is escaped, and line feeds become spaces. */
export function prose(text: string): string {
  return (
    text
      .replaceAll("\n", " ")
      .trim()
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(/[\\`*_[\]|~>#]/g, String.raw`\$&`)
      .replace(/^[-+=]/, String.raw`\$&`)
      .replace(/^(\d+)([.)])(?=\s|$)/, String.raw`$1\$2`)
      // GitHub links bare addresses, and names after an at sign even if the sign is an entity.
      .replaceAll("://", "&#58;//")
      .replaceAll(/www\./gi, (www) => www.replace(".", "&#46;"))
      .replaceAll("@", "@<!-- -->")
  );
}

/** Like `prose`, but backticks of our messages stay code. */
export function message(text: string): string {
  const parts = text.split(/(`[^`]+`)/).map((part, index) => {
    if (index % 2 === 1) return code(part.slice(1, -1));
    // `prose` trims, but a space next to code must stay.
    return `${/^\s/.test(part) ? " " : ""}${prose(part)}${/\S\s+$/.test(part) ? " " : ""}`;
  });
  return parts.join("").trim();
}

/** A code span that may contain backticks (CommonMark 0.31 §6.1). */
export function code(text: string): string {
  const line = text.replaceAll("\n", " ").trim();
  if (line === "") return "";
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const ticks = "`".repeat(longest + 1);
  const pad = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return `${ticks}${pad}${line}${pad}${ticks}`;
}

/** A fenced block that its own text cannot close. */
export function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text.replace(/\n$/, "")}\n${fence}`;
}

/** A GitHub table; the cells must already be Markdown. A bar ends a cell even inside a code span. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll(/(?<!\\)\|/g, String.raw`\|`)).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
