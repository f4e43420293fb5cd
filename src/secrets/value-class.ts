import { commonPairs } from "./common-pairs.ts";
import { isExample } from "./placeholder.ts";

/**
 * The kind of a value whose name is like PASSWORD, judged by its form: drawn by a generator (`random`), or chosen or left by a person: a `placeholder`, a
 * default that everyone tries (`known`), the name of its user, database or service (`same`), a `word` or phrase.
 */
export type ValueClass = "random" | "placeholder" | "known" | "same" | "word";

/** For a message: `a secret in plain text, a plain word or phrase`. */
export const classWords: Readonly<Record<ValueClass, string>> = {
  random: "a random one",
  placeholder: "a placeholder that works as it is",
  known: "a default that everyone tries first",
  same: "the name of its user, database or service",
  word: "a plain word or phrase",
};

/** Filled in before anything uses it: by a template engine, a shell, a person. */
const blank =
  /^(?:<[^<>]*>|\{\{.*\}\}|\{%.*%\}|\{[^{}]*\}|\[[^[\]]*\]|%[A-Z0-9_]+%|%[sdv]|@@?[A-Z0-9_]+@@?|__[A-Z0-9_]+__|[*.…•-]+|redacted|masked|hidden)$/is;
/** Switches, types, ways of logging in, and numbers too small for a secret. */
const noValue =
  /^(?:|\d{1,3}|true|false|yes|no|on|off|none|null|nil|undefined|void|string|str|bool|boolean|int|integer|number|object|array|any|required|optional|disabled|enabled|unset|empty|prompt|ask|stdin|file|env|environ|auto|generated?|random|basic|bearer|digest|plain|md5|sha\d*|hmac|rsa|scram-sha-\d+|utf-?\d+|base\d+|hs\d+|rs\d+|es\d+)$/i;
const placeholder =
  /change.?(?:me|it|this)|place.?holder|replace|insert.?(?:your|here)|(?:^|[-_. ])(?:your|todo|fixme|tbd|goes|here)(?:$|[-_. ])|^your(?:$|[a-z])|(?:^|[-_. ])provided$|(?:enter|set|put|use|add|type).?(?:your|a|the|me|here)(?:$|[-_. ])/i;
/** Passwords of thousands of images, which everyone tries first. */
const knownToAll =
  /^(?:password|passw0rd|passwd|pass|secret|admin|administrator|root|toor|test|guest|user|default|demo|postgres|mysql|redis|rabbitmq|minio|minioadmin|changeme|change[-_]me|letmein|qwerty|12345\d*|abc123)$/i;
/** The same without digits and signs at its end, and with letters for the signs that replace them. */
const defaults: ReadonlySet<string> = new Set(
  (
    "password passwort passwd pass pw pwd secret supersecret topsecret verysecret mysecret mysecretpassword mysecretpw mypassword mypass secretpassword secretkey mysecretkey " +
    "secrettoken supersecretpassword supersecretkey admin adminadmin adminpass adminpassword administrator root rootroot rootpass rootpassword toor super user userpass userpassword username guest test " +
    "testing testpass testpassword demo default dev devpass devpassword local letmein welcome qwerty qwertyuiop abc asdf abcd foobar foo bar baz postgres postgresql postgrespassword mysql mariadb " +
    "mongo mongodb redis redispass redispassword elastic elasticsearch rabbitmq rabbit minio minioadmin miniosecret grafana keycloak jenkins tomcat oracle sa dbpass dbpassword dbuser database db " +
    "token key apikey api app application apppassword none example samplepassword sample dummy fake hunter iloveyou a1b2c3d monkey dragon"
  ).split(" "),
);

/**
 * `names`: of the user, the database, the service and the image that it is for. Undefined: no value at all, or one that is filled in before it is used.
 * The text holds no variable.
 */
export function valueClass(value: string, names: readonly string[] = []): ValueClass | undefined {
  const text = value.slice(0, longest).trim();
  if (noValue.test(text) || blank.test(text)) return undefined;
  if (isOneLetter(text)) return text.length < 3 ? "placeholder" : undefined;
  if (placeholder.test(text)) return "placeholder";
  const plain = withoutSigns(text);
  if (isKnownToAll(text) || defaults.has(plain) || defaults.has(withoutSigns(lettersFor(text)))) return "known";
  if (plain !== "" && names.some((name) => withoutSigns(name) === plain)) return "same";
  if (isExample(text)) return "placeholder";
  const decoded = decodedText(text);
  if (decoded !== undefined) return valueClass(decoded, names) ?? "word";
  return isRandom(text, names) ? "random" : "word";
}

/** Passwords that everyone tries first, and common words with other meanings. */
export function isKnownToAll(value: string): boolean {
  return knownToAll.test(value);
}

/** Bounds the work; longer parts are no words. */
const longest = 1_000;

/** `xxxx`, `sk-xxx-xxx`, `00000000-0000`, `YYYY`: one repeated letter, after a token's prefix. */
function isOneLetter(text: string): boolean {
  const letters = text.replace(/^[a-z]{2,5}[-_]/i, "").replace(/[^A-Za-z0-9]/g, "");
  return new Set(letters.toLowerCase()).size <= 1 && (letters.length > 1 || !/[^A-Za-z0-9]/.test(text));
}

/** `My-Password_123!` -> `mypassword` */
function withoutSigns(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z]{1,8}$/, "")
    .replace(/[^a-z0-9]/g, "");
}

const letterFor = new Map([
  ["0", "o"],
  ["1", "i"],
  ["3", "e"],
  ["4", "a"],
  ["5", "s"],
  ["7", "t"],
  ["@", "a"],
  ["$", "s"],
]);

/** `P@ssw0rd1` -> `Password1`: of signs between letters, or before them, and no others. */
function lettersFor(text: string): string {
  return text.replace(/[013457@$](?=[A-Za-z@$01345])/g, (sign) => letterFor.get(sign) ?? sign);
}

/** Of base64 that holds text: `cGFzc3dvcmQ=`. What a generator draws decodes to bytes of every kind. */
function decodedText(text: string): string | undefined {
  if (text.length < 8 || text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  const decoded = atob(text);
  return /^[\x20-\x7e]{4,}\n?$/.test(decoded) && !isRandom(decoded.trim()) ? decoded.trim() : undefined;
}

/**
 * Whether more of it than a person puts beside words is left when words, numbers behind them and the names that it is for are taken away. A word is three letters
 * or more, of which most pairs are common in names and languages; so is every fourth pair that is drawn.
 */
function isRandom(text: string, names: readonly string[] = []): boolean {
  if (text.startsWith("-----BEGIN ") || drawnHex.test(text)) return true;
  if (text.length < 8) return false;
  if (!/[A-Za-z]/.test(text)) return /^\d{20,}$/.test(text);
  // `wikijs` before `wiki`.
  const longestFirst = names.toSorted((a, b) => b.length - a.length);
  const remainder = longestFirst.reduce(
    (remainingText, name) => (name.length < 3 ? remainingText : remainingText.replaceAll(name.toLowerCase(), "-")),
    text,
  );
  if (isWordOfSigns(remainder)) return false;
  return unexplained(remainder, 0.6) >= Math.min(8, Math.ceil(text.length / 2));
}

/** `tr0ub4dor`: where a third of the letters or more are signs, and where the word is not a good one, it is chance. */
function isWordOfSigns(text: string): boolean {
  const word = lettersFor(text);
  let changed = 0;
  for (let at = 0; at < text.length; at++) if (text[at] !== word[at]) changed++;
  return changed > 0 && changed * 3 < text.length && unexplained(word, 0.75) <= Math.max(2, text.length / 4);
}

/** A UUID, or as many digits and letters as a digest or a key of eight bytes has. */
const drawnHex = /^(?=[a-f]{0,80}\d)(?=\d{0,80}[a-f])(?:[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}|[\da-f]{16,})$/i;

/** Letters, digits and signs that belong to no word; password rules demand one or two signs. `share`: of a word's pairs, those that are common. */
function unexplained(text: string, share: number): number {
  // A letter between digits is no word.
  const parts = text.match(/\d+(?:[A-Za-z]{1,2}\d+)*|[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[A-Z]/g) ?? [];
  let behindWord = false;
  let count = Math.max(0, (text.match(/[^\w\s.-]/g)?.length ?? 0) - 2);
  for (const part of parts) {
    const isNumber = /^\d/.test(part);
    const isExplained: boolean = isNumber ? behindWord && part.length <= 4 : isWord(part, share);
    if (!isExplained) count += part.length;
    behindWord = isExplained && part.length > 2 && !isNumber;
  }
  return count;
}

function isWord(part: string, share: number): boolean {
  const word = part.toLowerCase();
  if (word.length < 3) return shortWords.has(word);
  const remainder = word.replace(vocabulary, "");
  if (remainder.length < Math.min(3, word.length)) return true;
  let common = 0;
  for (let at = 0; at + 1 < remainder.length; at++) if (commonPairs.has(remainder.slice(at, at + 2))) common++;
  return common >= (remainder.length - 1) * share;
}

/** Words of passwords whose pairs of letters are rare, alone or joined to others. */
const vocabulary =
  /passw(?:or)?d|passphrase|secret|token|admin|root|user|postgres|mysql|maria|mongo|redis|sql|jwt|api|key|dev|test|prod|stage|local|docker|app|web|www|http|ssh|aws|github|word|my|db|abcd?|qwer(?:ty)?|asdf|zxcv/g;

const shortWords: ReadonlySet<string> = new Set(
  "a i am as at be by db do go id if in is it me my no of ok on or pw so to up us we".split(" "),
);
