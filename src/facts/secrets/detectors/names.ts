/**
 * Places of files and names of values that several detectors look at; the word that makes a value secret stands last in its name:
 * `PASSWORD_MIN_LENGTH` and `TOKEN_FILE` hold none.
 */

/** `.env`, `.env.production`, `prod.env`, not the examples that are meant to be seen. */
export const dotenvFile =
  /\/(?:\.env(?:rc|\.(?!example|sample|template|dist|defaults?|schema|test)[\w.-]+)?|[\w.-]+\.env|environment\.local)$/i;

/** Files that people configure services with. */
export const settingsFile =
  /\/[^/]*\.(?:ini|cfg|cnf|conf|config|properties|ya?ml|toml|json|xml|tf|tfvars|tfstate|sh|bash|zsh|ps1|plist|creds|credentials|secrets?|service|hcl|cf|cred)$|\/(?:credentials|secrets?|\.?(?:bash|zsh)_?(?:rc|_profile|profile|history)|\.profile|\.[a-z_]*history|Dockerfile[^/]*|Jenkinsfile|Vagrantfile|Makefile)$/i;

/** Programs, whose secrets stand in quotes. */
export const sourceFile =
  /\/[^/]*\.(?:[cm]?[jt]sx?|py|rb|php|go|java|kts?|cs|rs|pl|pm|scala|swift|lua|exs?|erl|clj|groovy|gradle|vue|svelte)$/i;

/** Names of a password, as they begin; lower case. */
export const passwordNames = ["password", "passwd", "passphrase", "pword"] as const;

/** Names of what a machine was given to prove itself by. */
export const keyNames = [
  "secret",
  "token",
  "api_key",
  "apikey",
  "api-key",
  "access_key",
  "accesskey",
  "private_key",
  "auth_key",
  "authkey",
  "encryption_key",
  "signing_key",
  "credential",
] as const;

/** What may follow the word in a name: `SECRET_KEY_BASE`, `password_prod`, `token2`. */
export const nameEnd = "(?:s|_?key(?:_base)?|_?value|_?(?:prod|production|dev|test|staging|live)|_?\\d{1,2})?";
