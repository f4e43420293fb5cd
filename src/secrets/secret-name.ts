import { isNoSecret } from "./no-secret.ts";
import { valueClass, type ValueClass } from "./value-class.ts";

/** The word that marks a secret comes last: PASSWORD_MIN_LENGTH, TOKEN_FILE and SECRET_NAME hold none. PGPASSWORD has none before it, and redis names two of its settings so. */
const secret =
  /(?:password|passwd|passphrase|sshpass|requirepass|masterauth|(?:^|_)(?:pword|pass|pw|passcode|pin|psk|secret|token|credentials?|api_?key|access_?key|secret_?key|private_?key|encryption_?key|signing_?key|ssh_?key|auth_?key|account_?key|master_?key|secret_key_base)|_pwd)$/i;
/** What may follow the word. */
const suffix = /_(?:prod|production|dev|test|staging|\d{1,6})$/i;
const harmless = /public|(^|_)(no|has|use|require|enable|disable|allow|min|max)_|^TOKENIZERS/i;
/** Says where a secret is, or about it. */
const notItself = /^(?:OLD)?PWD$|ALLOW_EMPTY|RANDOM/i;

/** Whether a name says that its value is a secret. */
export function namesSecret(name: string): boolean {
  const stem = name.replace(suffix, "");
  return (secret.test(name) || secret.test(stem)) && !harmless.test(name) && !notItself.test(name);
}

/** The class of the value of a variable with a secret's name; undefined where it is no secret. `names` as in `valueClass`. */
export function secretClass(name: string, value: string, names: readonly string[] = []): ValueClass | undefined {
  return namesSecret(name) && !isNoSecret(name, value) ? valueClass(value, names) : undefined;
}

/** A variable of this name and value holds a secret, as far as the two can tell. Without a value, as `ARG TOKEN` has none, the name decides. */
export function holdsSecret(name: string, value: string | undefined): boolean {
  return value === undefined ? namesSecret(name) : secretClass(name, value) !== undefined;
}
