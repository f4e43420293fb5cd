import type { Located, ContainerSpec } from "../../domain/container/container-spec.ts";
import { namedSecretClass } from "./named-secret.ts";
import { settingsInWords } from "./settings-in-words.ts";
import { secretClass } from "../../secrets/secret-name.ts";
import { valueClass, type ValueClass } from "../../secrets/value-class.ts";

/** Of a literal text: a program of the container would put a variable in. */
const forProgram = /^\$(?:[A-Z_][A-Z0-9_]*|\{.*\}|\(.*\))$|\$\{\w+\}/;

/** The default is in the text, and is used where no one sets the variable. */
const withDefault = /^\$\{\w{1,100}:?-([^$`{}]{1,1000})\}$/;

type Variable = Pick<ContainerSpec["env"][number], "value" | "literal">;

/** What the value of a container's variable is that holds a secret in plain text; undefined of all others. */
export function variableClass(
  { value: { name, value: written }, literal }: Variable,
  names: readonly string[] = [],
): ValueClass | undefined {
  // Of `- NAME="x"` in a list the quotes are part of the value.
  const value = written?.replace(/^(["'])(.*)\1$/s, "$2");
  if (value === undefined || !/^\w+$/.test(name)) return undefined;
  if (!(literal === true ? forProgram : /[$`]/).test(value)) return secretClass(name, value, names);
  const [, fallback] = withDefault.exec(value) ?? [];
  return fallback === undefined ? undefined : secretClass(name, fallback, names);
}

/** Whether a variable of a container holds a secret in plain text. */
export function isSecretVariable(variable: Variable): boolean {
  return variableClass(variable) !== undefined;
}

const address =
  /(?<![\w.+-])([a-z][a-z0-9+.-]{1,30}):\/\/([^\s:@/]{0,100}):([^\s:@/]{1,200})@([\w.[-][\w.:-]{0,100})(?:\/(\w{1,60}))?/i;
/** Names that no one can have (RFC 2606): the address is of a document. */
const nowhere = /(?:^|\.)(?:example\.(?:com|net|org)|example|test|invalid)(?::\d+)?$/i;

/** The scheme of an address with a password in plain text, anywhere in a variable's value, and what the password is. */
export function passwordInAddress(
  { value: { value = "" }, literal }: Variable,
  names: readonly string[] = [],
): { readonly scheme: string; readonly kind: ValueClass } | undefined {
  const [, scheme, user = "", written = "", host = "", path = ""] = address.exec(value) ?? [];
  if (scheme === undefined || nowhere.test(host)) return undefined;
  const password = literal === true && !forProgram.test(written) ? written.replaceAll("$", "") : written;
  if (/[$%{<`]/.test(password) && !/^[^$%{<`]{1,200}(?:%[0-9A-F]{2}[^$%{<`]{0,200}){1,20}$/i.test(password))
    return undefined;
  const kind = valueClass(password, [...names, user, host.replace(/[.:].*$/s, ""), path]);
  return kind && { scheme, kind };
}

/** A secret among the words of a container's command. */
export interface CommandSecret {
  /** The option or variable that says so: `requirepass`, `password`. */
  readonly name: string;
  readonly value: string;
  readonly kind: ValueClass;
}

const secretsByCommand = new WeakMap<Located<readonly string[]>, readonly CommandSecret[]>();

/** Secrets in plain text that options and variables of a command give, of one that a shell reads too; none of words that are not the file's own. */
export function secretsInCommand(command: Located<readonly string[]>): readonly CommandSecret[] {
  const known = secretsByCommand.get(command);
  if (known !== undefined) return known;
  const words = command.value.slice(0, mostWords);
  const parts = words.flatMap((word) => (/\s/.test(word) ? word.split(/\s+/) : []));
  const secrets =
    command.hidden === true
      ? []
      : [...settingsInWords(words), ...settingsInWords(parts)].flatMap((one) => {
          const kind = /[$`\s]/.test(one.value) ? undefined : namedSecretClass(one.name, one.value);
          return kind === undefined ? [] : [{ ...one, kind }];
        });
  secretsByCommand.set(command, secrets);
  return secrets;
}

const mostWords = 10_000;
