import { Failure } from "../../domain/failure.ts";
import { replaceUnsafe } from "./visible.ts";
import { withoutEnd } from "../../text/cut.ts";

/**
 * One word of a POSIX shell command that expands to exactly `text`: single quotes keep everything but themselves
 * (POSIX.1-2024 XCU 2.2.2).
 * @throws Failure `bad-profile` for a NUL character, which no argument of a program can contain.
 */
export function shellQuote(text: string): string {
  if (text.includes("\0")) {
    throw new Failure(
      "bad-profile",
      "a value of the profile holds a NUL character, which no command line can pass on",
      {
        hint: "Remove the character from the profile, or learn it again.",
      },
    );
  }
  if (/^[A-Za-z0-9_@%+=,./-][A-Za-z0-9_@%+=:,./-]*$/.test(text)) return text;
  if (replaceUnsafe(text, () => "") !== text) return printed(text);
  // The same word, but no workflow command for a reader of CI logs.
  const broken = text.replaceAll("'", String.raw`'\''`).replaceAll(/##(?=\[|vso\[|teamcity\[)/gi, "##''");
  return `'${broken}'`;
}

/**
 * With control characters as escapes of printf (POSIX.1-2024 XCU printf), so that the line can be read, copied and
 * logged. A command substitution drops trailing line feeds, so these follow it.
 */
function printed(text: string): string {
  const body = withoutEnd(text, "\n");
  const end = text.slice(body.length);
  const format = body.replaceAll(/[\\%'"$`!]/g, (one) => octal(one)).replaceAll("##", `#${octal("#")}`);
  const safe = replaceUnsafe(format, octal);
  return `"$(printf '${safe}')"${end === "" ? "" : `'${end}'`}`;
}

function octal(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return [...bytes].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");
}
