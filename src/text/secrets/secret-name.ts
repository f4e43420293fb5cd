import { isNoSecret } from "./no-secret.ts";
import { isExample } from "./placeholder.ts";

/** The word that makes a secret stands last: PASSWORD_MIN_LENGTH, TOKEN_FILE and SECRET_NAME hold none. PGPASSWORD has none before it, and redis names two of its settings so. */
const secret =
  /(?:password|passwd|passphrase|sshpass|requirepass|masterauth|(?:^|_)(?:pword|pass|pw|passcode|pin|psk|secret|token|credentials?|api_?key|access_?key|secret_?key|private_?key|encryption_?key|signing_?key|ssh_?key|auth_?key|account_?key|master_?key|secret_key_base)|_pwd)$/i;
/** What may stand behind the word. */
const suffix = /_(?:prod|production|dev|test|staging|\d{1,6})$/i;
const harmless = /public|(^|_)(no|has|use|require|enable|disable|allow|min|max)_|^TOKENIZERS/i;
/** Switches and small numbers. */
const noSecret = /^(|true|false|yes|no|none|null|\d{1,3})$/i;
/** What thousands of images have for a password, and everyone tries first. */
const knownToAll =
  /^(password|passw0rd|passwd|pass|secret|admin|administrator|root|toor|test|guest|user|default|demo|postgres|mysql|redis|rabbitmq|minio|minioadmin|changeme|change[-_]me|letmein|qwerty|12345\d*|abc123)$/i;

/** Filled in by a person or a template engine. A sign at the beginning alone says nothing: passwords have them. */
const blank = /^(?:<[^<>]*>|\{\{.*\}\}|\[[^[\]]*\]|%[A-Z0-9_]+%|__[A-Z0-9_]+__|(?:your|my)[-_ ][\w -]*)$/i;

/**
 * What a variable of this name and value holds, as far as the two can tell. `default`: a password, and one that everyone knows.
 * Without a value, as `ARG TOKEN` has none, the name decides.
 */
export function secretKind(name: string, value: string | undefined): "secret" | "default" | undefined {
  if (!(secret.test(name) || secret.test(name.replace(suffix, ""))) || harmless.test(name)) return undefined;
  if (value === undefined) return "secret";
  if (noSecret.test(value) || isNoSecret(name, value)) return undefined;
  if (knownToAll.test(value)) return "default";
  return blank.test(value) || isExample(value) ? undefined : "secret";
}

/** What everyone tries first, and what stands for other things as well. */
export function isKnownToAll(value: string): boolean {
  return knownToAll.test(value);
}

/** A variable of this name and value holds a secret, as far as a name can tell. */
export function holdsSecret(name: string, value: string | undefined): boolean {
  return secretKind(name, value) !== undefined;
}
