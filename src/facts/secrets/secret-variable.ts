import type { Said, WrittenContainer } from "../../domain/container-spec/written-container.ts";
import { isNamedSecret } from "./named-secret.ts";
import { settingsInWords } from "./settings-in-words.ts";
import { isPlaceholder } from "../../text/secrets/placeholder.ts";
import { isNoSecret } from "../../text/secrets/no-secret.ts";

const secretName =
  /(?:^|_)(?:PASS|PASSWD|PASSWORD|PASSPHRASE|PWD|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|SECRET_?KEY|PRIVATE_?KEY|CREDENTIALS?)(?:_\d+)?$/i;
/** Says where the secret is, or about it; holds none. */
const publicName = /^(?:PWD|OLDPWD)$|ALLOW_EMPTY|RANDOM/i;
/** Blanks to fill in, switches, and numbers that are no secret. */
const noSecret =
  /^(?:|true|false|yes|no|on|off|none|null|\d{1,3}|[*.x…]+|<.*>|\{.*\}|\[.*\]|(?:your|my)[-_ ].*|\w+[-_ ]provided|change[-_ ]?me|(?:example|placeholder|redacted|todo).*)$/i;

/** `sk-xxx-xxx`, `00000000-0000-0000`, `YYYY`: one letter again and again, behind what tokens of a kind begin with. */
function isBlank(value: string): boolean {
  const letters = value.replace(/^[a-z]{2,5}[-_]/i, "").replace(/[^A-Za-z0-9]/g, "");
  return new Set(letters.toLowerCase()).size <= 1;
}

/** Of a literal text: a program of the container would put a variable in. */
const forProgram = /^\$(?:[A-Z_][A-Z0-9_]*|\{.*\}|\(.*\))$|\$\{\w+\}/;

type Variable = Pick<WrittenContainer["env"][number], "value" | "literal">;

/** Whether a variable of a container holds a secret in plain text. */
export function isSecretVariable({ value: { name, value: written }, literal }: Variable): boolean {
  // Of `- NAME="x"` in a list the quotes are part of the value.
  const value = written?.replace(/^(["'])(.*)\1$/s, "$2");
  return (
    value !== undefined &&
    !isBlank(value) &&
    /^\w+$/.test(name) &&
    secretName.test(name) &&
    !publicName.test(name) &&
    !(literal === true ? forProgram : /[$`]/).test(value) &&
    !noSecret.test(value) &&
    !isNoSecret(name, value)
  );
}

const address = /(?<![\w.+-])([a-z][a-z0-9+.-]{1,30}):\/\/[^\s:@/]{0,100}:([^\s:@/]{1,200})@[\w.[-]/i;

/** The scheme of an address with a password in plain text, anywhere in a variable's value. */
export function passwordInAddress({ value: { value = "" }, literal }: Variable): string | undefined {
  const [, scheme, written = ""] = address.exec(value) ?? [];
  const password = literal === true && !forProgram.test(written) ? written.replaceAll("$", "") : written;
  return scheme === undefined || noSecret.test(password) || isPlaceholder(password) ? undefined : scheme;
}

/** A secret among the words of a container's command. */
export interface CommandSecret {
  /** The option or variable that says so: `requirepass`, `password`. */
  readonly name: string;
  readonly value: string;
}

const secretsByCommand = new WeakMap<Said<readonly string[]>, readonly CommandSecret[]>();

/** Secrets in plain text that options and variables of a command give, of one that a shell reads too; none of words that are not the file's own. */
export function secretsInCommand(command: Said<readonly string[]>): readonly CommandSecret[] {
  const known = secretsByCommand.get(command);
  if (known !== undefined) return known;
  const words = command.value.slice(0, mostWords);
  const parts = words.flatMap((word) => (/\s/.test(word) ? word.split(/\s+/) : []));
  const secrets =
    command.hidden === true
      ? []
      : [...settingsInWords(words), ...settingsInWords(parts)].filter(
          ({ name, value }) => !/[$`\s]/.test(value) && isNamedSecret(name, value),
        );
  secretsByCommand.set(command, secrets);
  return secrets;
}

const mostWords = 10_000;
