import { isNoSecret } from "../../../secrets/no-secret.ts";
import { isPlaceholder, looksChosen } from "../../../secrets/placeholder.ts";
import { holdsSecret } from "../../../secrets/secret-name.ts";
import { isNamedSecret } from "../named-secret.ts";
import { isSecretVariable } from "../secret-variable.ts";

/** A part of every name that says secret: most names in a text cost one look. */
const hint = /pass|pword|pwd|pw|secret|token|key|cred|auth|pin|psk|psw|usr|user|private/i;

/** `NOPASSWD:ALL` of sudoers(5). */
const noPassword = /^no_?pass/i;

/**
 * Whether a name and its value are a secret to any rule that speaks of one, or could be: what is masked may be more than what is reported.
 * `value` has no variable in it.
 */
export function isSecretSetting(name: string, value: string): boolean {
  if (value.length < 2 || !hint.test(name) || noPassword.test(name)) return false;
  const last = plainName(name);
  return (
    isNamedSecret(last, value) ||
    isSecretVariable({ value: { name: last, value } }) ||
    holdsSecret(last, value) ||
    mayBeSecret(last, value)
  );
}

/** The last part of `spring.datasource.password`, and `repo_Password` for `repoPassword`. */
function plainName(name: string): string {
  const last = name.slice(name.lastIndexOf(".") + 1).replaceAll("-", "_");
  return last.replaceAll(/([a-z\d])([A-Z])/g, "$1_$2");
}

/** A name that only may say secret, with a value that looks drawn. */
export function mayBeSecret(name: string, value: string | undefined): boolean {
  return (
    value !== undefined &&
    value.length >= 8 &&
    mayNameSecret(name) &&
    looksChosen(value) &&
    !isPlaceholder(value) &&
    !isNoSecret(name, value)
  );
}

/** Words that stand in names of secrets, and in many others. */
function mayNameSecret(name: string): boolean {
  return (
    /api_key|client_key|password|private|secret|token|username/i.test(name) ||
    (/(?:_|^)(?:apikey|auth|credentials?|key|pword|passwd|usr|psw)(?:_|$)/i.test(name) &&
      !/(?:_|^)public(?:_|$)/i.test(name))
  );
}

/** What a person or a template fills in later; a sign at the beginning alone says nothing: passwords have them. */
export function isFilledInLater(value: string): boolean {
  return isPlaceholder(value) && !(/^[!@#%&*(]/.test(value) && looksChosen(value.slice(1)));
}
