import { Failure } from "../../domain/failure.ts";

/**
 * One word of a POSIX shell command that expands to exactly `text`: single quotes keep everything but themselves
 * (POSIX.1-2024 XCU 2.2.2).
 *
 * @throws Failure `bad-profile` for a NUL character, which no argument of a program can hold.
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
  if (/^[A-Za-z0-9_@%+=:,./-]+$/.test(text)) return text;
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
