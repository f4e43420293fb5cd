/** A path in a text, with the expansions in it as they are written. */
export interface PathWord {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** No path of a repository is longer. */
const longest = 400;
const pathCharacter = /[\w./\\~@%+:*?$^!#-]/;
const openers: ReadonlyMap<string, string> = new Map([
  ["{", "}"],
  ["(", ")"],
  ["[", "]"],
]);
const closers: ReadonlyMap<string, string> = new Map([...openers].map(([open, close]) => [close, open]));

/** The path that begins at `start`; empty where none does. */
export function pathFrom(text: string, start: number): PathWord {
  let at = start;
  while (at < text.length && at - start < longest) {
    const character = text[at] ?? "";
    const isOpener = /[{(]/.test(character) && (text[at - 1] === "$" || (character === "{" && text[at + 1] === "{"));
    if (isOpener) {
      const end = matching(text, at, 1);
      if (end === undefined) break;
      at = end + 1;
    } else if (pathCharacter.test(character)) at++;
    else break;
  }
  return { path: text.slice(start, at), start, end: at };
}

/** The path whose last part is at `last`, from its beginning to `end`. */
export function pathTo(text: string, last: number, end: number): PathWord {
  let at = last;
  while (at > 0 && last - at < longest) {
    const character = text[at - 1] ?? "";
    if (character === "}" || character === ")") {
      const start = matching(text, at - 1, -1);
      if (start === undefined) break;
      at = text[start - 1] === "$" ? start - 1 : start;
      if (character === ")" && text[at] !== "$") {
        at = start + 1;
        break;
      }
    } else if (pathCharacter.test(character) && character !== ":") at--;
    else break;
  }
  return { path: text.slice(at, end), start: at, end };
}

/** The bracket that closes, or with -1 opens, the one at `at`, in the same line. */
function matching(text: string, at: number, step: 1 | -1): number | undefined {
  const bracket = text[at] ?? "";
  const counterpart = (step === 1 ? openers : closers).get(bracket);
  let depth = 0;
  for (let next = at; next >= 0 && next < text.length && Math.abs(next - at) < longest; next += step) {
    const character = text[next];
    if (character === "\n") return undefined;
    if (character === bracket) depth++;
    if (character === counterpart && --depth === 0) return next;
  }
  return undefined;
}

/** Without `./` in front and `/` at the end; `.` for the current folder. */
export function plainPath(path: string): string {
  const clean = path
    .replaceAll("\\", "/")
    .replace(/^(?:dir:\/\/|\$PWD\/|\$\{PWD\}\/|\$\(pwd\)\/|\$\(CURDIR\)\/|\$\{\{ ?github\.workspace ?\}\}\/)/, "")
    .replace(/^(?:\.\/)+/, "");
  let end = clean.length;
  while (end > 1 && clean[end - 1] === "/") end--;
  const trimmed = clean.slice(0, end);
  return trimmed === "" || trimmed === "$PWD" || trimmed === "$(pwd)" ? "." : trimmed;
}

/** The folder part, as `plainPath` has it. */
export function folderOf(path: string): string {
  const plain = plainPath(path);
  const slash = plain.lastIndexOf("/");
  return slash === -1 ? "." : slash === 0 ? "/" : plain.slice(0, slash);
}

/** An unclosed word extends to the end. */
const expansions =
  /\$\{\{[^}]*(?:\}\}?|$)|\$\{[^}]*(?:\}|$)|\$\([^)]*(?:\)|$)|\{\{[^}]*(?:\}\}?|$)|\$env:\w+|\$[\w@*]+|%\w+%|__[A-Za-z0-9]+(?:_[A-Za-z0-9]+)*__|@\w+@|[*?]/g;

/** The parts of a path, where `\0` marks an expansion or pattern. */
export function partsOf(path: string): readonly string[] {
  const parts = plainPath(path).replace(expansions, "\0").split("/");
  return parts.slice(parts.lastIndexOf("..") + 1).filter((part) => part !== ".");
}
