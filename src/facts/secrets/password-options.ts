import { looksChosen } from "../../secrets/placeholder.ts";
import { withoutEnd } from "../../text/cut.ts";

/** How a program takes a password among its words. */
interface PasswordOption {
  readonly programs: RegExp;
  /** A subcommand without which it takes none. */
  readonly verb?: string;
  /** The next word, or what follows a `=`. */
  readonly next?: RegExp;
  /** What is written onto the option itself: `-pSECRET`. */
  readonly attached?: RegExp;
  /** The value is `USER:PASSWORD`, or is `pass:PASSWORD` beside other ways to name one. */
  readonly behind?: ":" | "%" | "," | "=" | "pass:";
}

/** Short options of curl(1) that take no value and may stand before `u` in one word. */
const curl = "-[#0346BGIJLNOSafgijklnpqsv]*";

const takers: readonly PasswordOption[] = [
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

/** Programs whose words are masked and not reported: each asks for a value, and what it gives access to is not known. */
const quiet: readonly PasswordOption[] = [
  { programs: /^curl$/, next: /^--oauth2-bearer$/ },
  { programs: /^(?:docker|podman|nerdctl|buildah|skopeo)$/, next: /^--(?:src-|dest-)?creds$/, behind: ":" },
  { programs: /^cargo$/, next: /^login$/ },
  { programs: /^(?:doctl|gcloud|snyk|vault|fly|flyctl)$/, next: /^(?:-t|--access-token|auth|login|--token)$/ },
  { programs: /^(?:dotnet|nuget)$/i, next: /^(?:-p|-k|--api-key|-Password|-ApiKey)$/ },
  { programs: /^(?:useradd|usermod)$/, next: /^(?:-[a-zA-Z]*p|--password)$/ },
  { programs: /^composer$/, next: /^(?:github-oauth|gitlab-oauth|gitlab-token|bearer)\.\S{1,100}$/ },
  { programs: /^lftp$/, next: /^-u$/, behind: "," },
  { programs: /^kubectl$/, next: /^--from-literal$/, behind: "=" },
  { programs: /^(?:openssl|gpg)$/, next: /^(?:-k|-K)$/ },
  { programs: /^(?:snowsql|sqlplus|isql)$/, next: /^-[Pp]$/ },
];

const ofLoud = takersByWord(takers);
const ofAny = takersByWord([...takers, ...quiet]);
/** A new command begins: behind these, or where a word ends with them. */
const end = /^(?:&&|\|\|?|&|;|\(|\)|then|do|else|if|while)$|[;|&)]$/;

/**
 * Passwords among the words of a command by what its program's options mean (each program's own manual), as settings of the name
 * `password`. What the value looks like is judged by whoever asks: variables, paths and placeholders do not count.
 */
export function passwordsInWords(words: readonly string[]): { readonly name: string; readonly value: string }[] {
  return valuesOfOptions(words, ofLoud).flatMap(({ value }) =>
    value.length >= 4 && looksChosen(value) ? [{ name: "password", value }] : [],
  );
}

/** All that options which take a password are given, whatever it looks like, and `behind` what it stands. */
export function optionValues(words: readonly string[]): readonly { readonly value: string; readonly behind: string }[] {
  return valuesOfOptions(words, ofAny);
}

interface OptionValue {
  readonly value: string;
  readonly behind: string;
}

/** Commands have few words, again and again; a longer one would keep its whole text in memory. */
const [maxWords, maxWord] = [10_000, 12];

const none: readonly PasswordOption[] = [];

/** The takers of the program that a word calls. */
function takersByWord(all: readonly PasswordOption[]): (word: string) => readonly PasswordOption[] {
  // Without the anchor in front, every position of a word would be tried.
  const some = new RegExp(`^(?:${all.map(({ programs }) => programs.source).join("|")})`, "i");
  const byWord = new Map<string, readonly PasswordOption[]>();
  return (word) => {
    let named = byWord.get(word);
    if (named !== undefined) return named;
    const program = word.slice(word.lastIndexOf("/") + 1).replace(/^["'(`]+/, "");
    named = some.test(program) ? all.filter(({ programs }) => programs.test(program)) : none;
    if (word.length <= maxWord && byWord.size < maxWords) byWord.set(word, named);
    return named;
  };
}

function valuesOfOptions(
  words: readonly string[],
  takersOf: (word: string) => readonly PasswordOption[],
): readonly OptionValue[] {
  const values: OptionValue[] = [];
  let activeTakers: readonly PasswordOption[] = [];
  let verb: string | undefined;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    const named = takersOf(word);
    // `mysql` may be a word of another's, too: it takes nothing until an option of its own comes.
    if (named.length > 0) [activeTakers, verb] = [named, undefined];
    if (activeTakers.length === 0) continue;
    if (word === "login") verb = word;
    for (const taker of activeTakers) {
      const value = taker.verb === undefined || taker.verb === verb ? valueAt(words, at, taker) : undefined;
      if (value !== undefined) values.push(value);
    }
    if (end.test(word)) activeTakers = [];
  }
  return values;
}

function valueAt(
  words: readonly string[],
  at: number,
  { next, attached, behind }: PasswordOption,
): OptionValue | undefined {
  const [word = "", nextWord = ""] = [words[at], words[at + 1]];
  const equals = word.indexOf("=");
  const [optionText, option = word] = next?.test(word)
    ? [nextWord]
    : equals > 0 && next?.test(word.slice(0, equals))
      ? [word.slice(equals + 1)]
      : attached?.test(word)
        ? [word.replace(attached, ""), attached.exec(word)?.[0]]
        : [];
  if (optionText === undefined || (optionText === nextWord && optionText.startsWith("-"))) return undefined;
  // The words are cut at blanks: one that is quoted and holds some is only its first.
  const value = withoutEnd(optionText.replace(/^["']/, ""), "\"';)");
  if (behind === undefined) return { value, behind: option };
  const from = value.indexOf(behind);
  if (from === -1 || (behind === "pass:" && from > 0)) return undefined;
  const start = from + behind.length;
  return { value: value.slice(start), behind: value.slice(0, start) };
}
