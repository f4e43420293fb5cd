import type { Evidence } from "../../domain/finding/finding.ts";
import { isNoSecret } from "../../text/secrets/no-secret.ts";
import type { RunFlag, RunLine, RunLinesFact } from "../../facts/container-spec/run-lines.ts";
import { quote } from "./evidence.ts";

const secretName =
  /(?:^|_)(?:PASS|PASSWD|PASSWORD|PASSPHRASE|PWD|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|SECRET_?KEY|PRIVATE_?KEY|CREDENTIALS?)(?:_\d+)?$/i;
/** Says where the secret is, or about it; holds none. */
const publicName = /^(?:PWD|OLDPWD)$|ALLOW_EMPTY|RANDOM/i;
/** Blanks to fill in, switches, and numbers that are no secret. */
const noSecret =
  /^(?:|true|false|yes|no|on|off|none|null|\d{1,3}|[*.x…]+|<.*>|\{.*\}|\[.*\]|(?:your|my)[-_ ].*|change[-_ ]?me|(?:example|placeholder|redacted|todo).*)$/i;

/** Name of the variable to which an `-e NAME=value` gives a secret in plain text. */
export function secretOf(flag: RunFlag): string | undefined {
  const [, name = "", value = ""] = /^(\w+)=(.*)$/s.exec(flag.name === "env" ? (flag.value ?? "") : "") ?? [];
  return secretName.test(name) &&
    !publicName.test(name) &&
    !/[$`]/.test(value) &&
    !noSecret.test(value) &&
    !isNoSecret(name, value)
    ? name
    : undefined;
}

/** The whole line as evidence, its secrets as stars: a report goes further than the file. */
export function quoteLine({ file, text }: RunLinesFact, line: RunLine): Evidence {
  let shown = text;
  for (const flag of line.flags) {
    const name = secretOf(flag);
    const { valueSpan } = flag;
    if (name === undefined || valueSpan === undefined) continue;
    const value = text.slice(valueSpan.start, valueSpan.end);
    const at = valueSpan.start + (value.startsWith(name) ? name.length + 1 : 0);
    // As many stars as letters, so that the span stays.
    shown = shown.slice(0, at) + shown.slice(at, valueSpan.end).replace(/[^\r\n]/g, "*") + shown.slice(valueSpan.end);
  }
  return quote({ file, text: shown }, line.span);
}
