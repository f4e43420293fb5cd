import { looksChosen } from "../../text/secrets/placeholder.ts";
import { withoutEnd } from "../../text/cut.ts";

/** How a program takes a password among its words. */
interface Taker {
  readonly programs: RegExp;
  /** A subcommand without which it takes none. */
  readonly verb?: string;
  /** The next word, or what follows a `=`. */
  readonly next?: RegExp;
  /** What is written onto the option itself: `-pSECRET`. */
  readonly attached?: RegExp;
  /** The value is `USER:PASSWORD`, or is `pass:PASSWORD` beside other ways to name one. */
  readonly behind?: ":" | "%" | "pass:";
}

/** Short options of curl(1) that take no value and may stand before `u` in one word. */
const curl = "-[#0346BGIJLNOSafgijklnpqsv]*";

const takers: readonly Taker[] = [
  // `-p WORD` asks for the password, and WORD is the database.
  { programs: /^(?:mysql|mariadb)(?:-?[a-z]+)?$/, attached: /^-p(?=.)/ },
  { programs: /^(?:redis|valkey|keydb)-cli$/, next: /^(?:-a|--pass)$/ },
  { programs: /^(?:redis|valkey|keydb)-server$/, next: /^--(?:requirepass|masterauth)$/ },
  { programs: /^sshpass$/, next: /^-p$/, attached: /^-p(?=.)/ },
  {
    programs: /^curl$/,
    next: new RegExp(`^(?:${curl}[uU]|--user|--proxy-user)$`),
    attached: new RegExp(`^${curl}[uU](?=.)`),
    behind: ":",
  },
  { programs: /^wget$/, next: /^--(?:http-|ftp-|proxy-)?password$/ },
  { programs: /^mongo(?:sh|dump|restore|import|export|stat|top|files)?$/, next: /^(?:-p|--password)$/ },
  {
    programs: /^(?:docker|podman|nerdctl|buildah|skopeo|helm|oras|crane|az|oc)$/,
    verb: "login",
    next: /^(?:-p|--password)$/,
  },
  { programs: /^(?:cqlsh|twine)$/, next: /^(?:-p|--password)$/ },
  { programs: /^(?:sqlcmd|bcp|zip|unzip)$/, next: /^-P$/, attached: /^-P(?=.)/ },
  { programs: /^7z[ar]?$/, attached: /^-p(?=.)/ },
  { programs: /^ldap(?:search|add|modify|delete|passwd|whoami|compare|modrdn)$/, next: /^-w$/ },
  { programs: /^(?:smbclient|rpcclient|smbget)$/, next: /^(?:-U|--user)$/, behind: "%" },
  { programs: /^openssl$/, next: /^-pass(?:in|out)?$/, behind: "pass:" },
  { programs: /^keytool$/, next: /^-(?:store|key|new|src-?store|dest-?store)pass$/ },
];

/** Every program that is looked for, so that most commands cost one look a word. */
const known = new RegExp(takers.map(({ programs }) => programs.source).join("|"));
/** A new command begins: behind these, or where a word ends with them. */
const end = /^(?:&&|\|\|?|&|;|\(|\)|then|do|else|if|while)$|[;|&)]$/;

/**
 * Passwords among the words of a command by what its program's options mean (each program's own manual), as settings of the name
 * `password`. What the value looks like is judged by whoever asks: variables, paths and placeholders do not count.
 */
export function passwordsInWords(words: readonly string[]): { readonly name: string; readonly value: string }[] {
  const found: string[] = [];
  let taker: Taker | undefined;
  let verb: string | undefined;
  for (const [at, word] of words.entries()) {
    const program = word.slice(word.lastIndexOf("/") + 1).replace(/^["'(`]+/, "");
    if (known.test(program)) {
      const now = takers.find(({ programs }) => programs.test(program));
      // `mysql` may be a word of another's, too: it takes nothing until an option of its own comes.
      if (now !== undefined) [taker, verb] = [now, undefined];
    }
    if (taker === undefined) continue;
    if (word === "login") verb = word;
    const value = taker.verb === undefined || taker.verb === verb ? valueAt(words, at, taker) : undefined;
    if (value !== undefined) found.push(value);
    if (end.test(word)) taker = undefined;
  }
  return found.map((value) => ({ name: "password", value }));
}

function valueAt(words: readonly string[], at: number, { next, attached, behind }: Taker): string | undefined {
  const [word = "", after = ""] = [words[at], words[at + 1]];
  const equals = word.indexOf("=");
  const taken = next?.test(word)
    ? after
    : equals > 0 && next?.test(word.slice(0, equals))
      ? word.slice(equals + 1)
      : attached?.test(word)
        ? word.replace(attached, "")
        : undefined;
  if (taken === undefined || (taken === after && taken.startsWith("-"))) return undefined;
  // The words are cut at blanks: one that is quoted and holds some is only its first.
  const value = withoutEnd(taken.replace(/^["']/, ""), "\"';)");
  if (behind === undefined) return chosen(value);
  const from = value.indexOf(behind);
  if (from === -1 || (behind === "pass:" && from > 0)) return undefined;
  return chosen(value.slice(from + behind.length));
}

/** A word of a language or a number is a name, a port or a mode: without an assignment more is asked of the value. */
function chosen(value: string): string | undefined {
  return value.length >= 4 && looksChosen(value) ? value : undefined;
}
