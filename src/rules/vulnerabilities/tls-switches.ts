import type { Instruction, ShellCommand } from "../../facts/dockerfile.ts";
import type { Span } from "../../domain/span.ts";
import { argumentsOf, prefixOf, programOf } from "../runs.ts";

interface Switch {
  readonly program: RegExp;
  /** Tested against one argument, or against one with the next for an option that takes a value. */
  readonly option: RegExp;
  readonly effect: string;
}

const anyone = "anyone on the way can answer instead of the server";
const unsigned = "packages are installed whose signature nobody checked";
const switches: readonly Switch[] = [
  // Letters before the k must take no value, or the k is part of one: `-ok` writes to a file named k.
  {
    program: /^curl$/,
    option: /^(--insecure|--proxy-insecure|-[#aBfgGiIjlLnNOpqRsSvVZ0-9]*k[a-zA-Z#]*)$/,
    effect: anyone,
  },
  { program: /^wget$/, option: /^--no-check-certificate$/, effect: anyone },
  {
    program: /^(pip3?(\.\d+)?|python3?(\.\d+)?)$/,
    option: /^--trusted-host[ =](?!localhost|127\.|::1)/,
    effect: anyone,
  },
  { program: /^git$/, option: /http\.sslverify[ =]false/i, effect: anyone },
  {
    program: /^(npm|yarn|pnpm)$/,
    option: /^(strict-ssl[ =]false|--strict-ssl=false|--no-strict-ssl)/i,
    effect: anyone,
  },
  {
    program: /^apt(-get)?$/,
    option:
      /^(--allow-unauthenticated|--force-yes|--allow-insecure-repositories)$|AllowUnauthenticated[ =]"?(true|1|yes)|AllowInsecureRepositories[ =]"?(true|1|yes)|Verify-(Peer|Host)[ =]"?(false|0|no)/i,
    effect: unsigned,
  },
  { program: /^apk$/, option: /^--allow-untrusted$/, effect: unsigned },
  {
    program: /^(yum|dnf|microdnf|tdnf|zypper|yum-config-manager)$/,
    option: /^(--nogpgcheck|--no-gpg-checks?)$|sslverify=(false|0)/i,
    effect: unsigned,
  },
  { program: /^rpm$/, option: /^--(nosignature|nodigest|noverify)$/, effect: unsigned },
  { program: /^(echo|printf)$/, option: /\[[^\]]*\btrusted=yes/, effect: unsigned },
];
const variable =
  /^(NODE_TLS_REJECT_UNAUTHORIZED=["']?0|PYTHONHTTPSVERIFY=["']?0|GIT_SSL_NO_VERIFY=["']?(true|1)|NPM_CONFIG_STRICT_SSL=["']?false|PIP_TRUSTED_HOST=.)/i;

/** A check that is switched off, and what that lets happen. */
interface Off {
  readonly what: string;
  readonly effect: string;
  readonly span: Span;
}

export function inCommand(command: ShellCommand, text: string): readonly Off[] {
  const program = programOf(command) ?? "";
  const args = argumentsOf(command);
  const local = program === "curl" && args.some(({ text }) => /^https?:\/\/(localhost|127\.)/.test(text));
  const found: Off[] = command.words
    .filter((word) => variable.test(word.text))
    .map((word) => ({ what: word.text, effect: anyone, span: word.span }));
  const assigned = prefixOf(text, command)
    .split(/\s+/)
    .find((word) => variable.test(word));
  if (assigned !== undefined) found.push({ what: assigned, effect: anyone, span: command.span });
  for (const { program: programs, option, effect } of local ? [] : switches) {
    if (!programs.test(program)) continue;
    for (const [index, { text: word, span }] of args.entries()) {
      const next = args[index + 1];
      if (option.test(word)) found.push({ what: `${program} ${short(word)}`, effect, span });
      else if (next && option.test(`${word} ${next.text}`) && !option.test(next.text))
        found.push({
          what: `${program} ${short(`${word} ${next.text}`)}`,
          effect,
          span: { start: span.start, end: next.span.end },
        });
    }
  }
  return found;
}

export function inSettings({ keyword, words }: Instruction): readonly Off[] {
  if (keyword !== "ENV" && keyword !== "ARG") return [];
  const [first, second] = words;
  if (keyword === "ENV" && first && second && !first.text.includes("=")) {
    const text = `${first.text}=${second.text}`;
    return variable.test(text)
      ? [{ what: text, effect: anyone, span: { start: first.span.start, end: second.span.end } }]
      : [];
  }
  return words
    .filter(({ text }) => variable.test(text))
    .map(({ text, span }) => ({ what: text, effect: anyone, span }));
}

function short(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
