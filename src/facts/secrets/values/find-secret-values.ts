import { secretsInAddresses } from "./addresses.ts";
import { secretAssignments } from "./assignments.ts";
import { secretForms } from "./forms.ts";
import type { SecretValue } from "./secret-value.ts";
import { secretsInWords } from "./words.ts";

/** Longest command that is cut into words. */
const longestLine = 64 * 1024;

/**
 * Secrets of a text in whichever language: what has the form of one, stands in an address or beside a name that says so, or is what a command
 * takes for a password. More than what rules report, and also of a text that does not parse.
 */
export function findSecretValues(text: string): readonly SecretValue[] {
  return [
    ...secretForms(text),
    ...secretsInAddresses(text),
    ...secretAssignments(text),
    ...secretsInLines(text),
    ...secretsInSql(text),
  ];
}

/** Something of every name, option, login and program that says so: most lines cost one look. */
const candidate =
  /pass|pwd|pword|secret|token|[_-]key|apikey|cred|auth|psk|login|machine|bearer|--stdin|http-basic|config\s|\bset\s|mysql|maria|redis|valkey|keydb|curl|mongo|docker|podman|nerdctl|buildah|skopeo|helm|cqlsh|twine|sqlcmd|bcp|zip|7z|ldap|smb|rpcclient|openssl|keytool|cargo|doctl|snyk|vault|flyctl|nuget|useradd|usermod|lftp|kubectl|gpg\s|snowsql|sqlplus|isql|htpasswd/i;

/** Commands, also those that are lists of YAML or JSON, in a comment or in a string of another language. */
function secretsInLines(text: string): readonly SecretValue[] {
  const secrets: SecretValue[] = [];
  for (const line of logicalLines(text)) {
    if (line.length > longestLine || !candidate.test(line)) continue;
    // `HealthCmd=redis-cli ...` of a unit.
    const words = line
      .replace(/^ [A-Z][A-Za-z]{1,40}=/, "")
      .split(/\s+/)
      .filter((word) => word !== "");
    if (words.length < 2) continue;
    secrets.push(...secretsInWords(words));
    const bare = bareWords(line);
    if (bare.length !== words.length || bare.some((word, at) => word !== words[at]))
      secrets.push(...secretsInWords(bare));
  }
  return secrets;
}

/** Lines with those that go on: behind a backslash, over empty lines and comments in between, and items of one list. */
function logicalLines(text: string): readonly string[] {
  const lines: string[] = [];
  let open = "";
  let continues = false;
  let item: number | undefined;
  const close = (): void => {
    if (open !== "") lines.push(open);
    open = "";
  };
  for (const raw of text.split("\n")) {
    const line = raw.trimEnd();
    const trimmed = line.trimStart();
    if (continues && (trimmed === "" || trimmed.startsWith("#"))) continue;
    const own = /^- (?!-? ?\w{1,80}:)/.test(trimmed) ? line.length - trimmed.length : undefined;
    if (!continues && (own === undefined || own !== item)) close();
    item = own;
    continues = /[\\`^]$/.test(line);
    open += ` ${(own === undefined ? trimmed : trimmed.slice(2)).slice(0, continues ? -1 : undefined)}`;
  }
  close();
  return lines;
}

/** Without the signs of JSON, YAML, shells and other languages around words; `\n` of a string ends a line. */
function bareWords(line: string): readonly string[] {
  return line
    .replaceAll(/\\n/g, " ")
    .split(/[\s,"'`[\](){}]+/)
    .map((word) => word.replace(/\\$/, ""))
    .filter((word) => word !== "");
}

const quoteStart = /[ \t]\\?['"]/g;
const sqlKeyword = /\b(?:PASSWORD|BY)[ \t]{1,3}$/i;
const quotedValue = /\\?['"]([^'"\r\n]{2,1000})/y;

/** `IDENTIFIED BY 'x'`, `PASSWORD 'x'`: from the quotes, which are fewer than the letters. */
function secretsInSql(text: string): readonly SecretValue[] {
  const secrets: SecretValue[] = [];
  for (const { index } of text.matchAll(quoteStart)) {
    if (!sqlKeyword.test(text.slice(Math.max(0, index - 12), index + 1))) continue;
    quotedValue.lastIndex = index + 1;
    const [, value] = quotedValue.exec(text) ?? [];
    if (value !== undefined) secrets.push({ value: value.replace(/\\$/, ""), behind: "'" });
  }
  return secrets;
}
