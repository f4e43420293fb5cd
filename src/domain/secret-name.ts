/** The word that makes a secret stands last: PASSWORD_MIN_LENGTH, TOKEN_FILE and SECRET_NAME hold none. PGPASSWORD has none before it. */
const secret =
  /(?:password|passwd|passphrase|sshpass|(?:^|_)(?:pword|pass|pw|passcode|pin|psk|secret|token|credentials?|api_?key|access_?key|secret_?key|private_?key|encryption_?key|signing_?key|ssh_?key|auth_?key|account_?key|master_?key|secret_key_base)|_pwd)$/i;
/** What may stand behind the word. */
const suffix = /_(?:prod|production|dev|test|staging|\d{1,6})$/i;
const harmless = /public|(^|_)(no|has|use|require|enable|disable|allow|min|max)_|^TOKENIZERS/i;
/** Switches, numbers, and paths of files that will hold the secret. */
const noSecret = /^(|true|false|yes|no|none|null|\d{1,3}|\/run\/secrets\/.*|\/.*\.(pem|key|txt|json))$/i;

/** A variable of this name and value holds a secret, as far as a name can tell. */
export function holdsSecret(name: string, value: string | undefined): boolean {
  return (
    (secret.test(name) || secret.test(name.replace(suffix, ""))) &&
    !harmless.test(name) &&
    (value === undefined || !noSecret.test(value))
  );
}
