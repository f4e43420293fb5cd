import type { ContainerSpec } from "../../domain/container/container-spec.ts";

/** Behind a command, what leaves its output where it is: errors alone, input. */
const harmlessRedirects =
  /[02-9]?>&\d|2>{1,2}[ \t]{0,8}[^\s;&|<>]{1,200}|<{1,3}[ \t]{0,8}[^\s;&|<>]{1,200}|\\(?=\r?\n)/g;
/** Its output goes to a file or another program, and not to nowhere. */
const redirected = /^["']?\s*(?:[1&]?>{1,2}\|?[ \t]{0,8}(?![&>\s]|\/dev\/(?:null|stdout|stderr|tty)\b)|\|(?!\|))/;
/** Before it: a substitution reads its output. */
const substituted = /[$<]\([ \t]{0,8}$/;
const quotedSubstitution = /(?:=|[ \t]|["'])`$/;

/**
 * Whether the caller of a run line keeps the container's output: `> FILE`, `| gpg`, `$(docker run ...)`. The engine prints the id alone where it only makes
 * the container or leaves it in the background.
 */
export function keepsOutput(
  { at, serves, insertAt }: ContainerSpec,
  texts: ReadonlyMap<string, string>,
  isMarkdown: boolean,
): boolean {
  const text = "file" in at ? texts.get(at.file) : undefined;
  if (text === undefined || !("span" in at) || insertAt === undefined || serves) return false;
  const { start, end } = at.span;
  if (!/\brun$/.test(text.slice(start, insertAt))) return false;
  const tail = /^(?:[^\n\\]|\\[^]){0,2000}/.exec(text.slice(end, end + 4000))?.[0] ?? "";
  const head = text.slice(Math.max(0, start - 20), start);
  return (
    redirected.test(tail.replace(harmlessRedirects, "")) ||
    substituted.test(head) ||
    (!isMarkdown && quotedSubstitution.test(head))
  );
}
