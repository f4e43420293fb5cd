/**
 * The reason why a file is a secret: its name selects the check, its content decides, so that an empty `.env` or a
 * public certificate does not count. Undefined if it is not a secret.
 */
export function secretIn(name: string, folder: string, content: () => string): string | undefined {
  for (const { names, within, holds, what } of kinds) {
    if (names.test(name) && (within === undefined || within === folder) && holds.test(content())) return what;
  }
  return undefined;
}

/**
 * Whether a file with the name of a key or a login contains only public data: blocks of RFC 7468 and of OpenPGP,
 * lines of OpenSSH, settings without a login.
 */
export function isPublicFile(name: string, content: () => string): boolean {
  const isSettings = settingsName.test(name);
  if (!isSettings && !environmentName.test(name) && !keyName.test(name)) return false;
  const text = content();
  // An unreadable file, and the rest of a long one, are unknown.
  if (!keyName.test(name) && (text === "" || text.length >= headBytes)) return false;
  if (isSettings) return !/_auth|_password|token|:\/\/[^/\s]*@/i.test(text);
  if (environmentName.test(name)) return !hasSecretSetting(text);
  return publicText.test(text) && !text.includes("PRIVATE KEY");
}

/** The part of a file that is read. */
export const headBytes = 64 * 1024;
const settingsName = /^\.(?:npmrc|yarnrc|yarnrc\.yml)$/;
const environmentName = /^\.env(?:\.[\w-]+)?$/i;
const keyName = /^id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$|\.(?:pem|key|p8|crt|cer|asc|gpg|pub)$/i;
const publicText =
  /-----BEGIN (?:[A-Z0-9.]{1,10} ){0,2}(?:PARAMETERS|PUBLIC KEY|PUBLIC KEY BLOCK|CERTIFICATE|CERTIFICATE REQUEST|CRL)-----|^(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-nistp\d{3}) AAAA/m;

const kinds: readonly { names: RegExp; within?: string; holds: Pick<RegExp, "test">; what: string }[] = [
  {
    names: /^id_(rsa|dsa|ecdsa|ed25519)(_sk)?$|\.(pem|key|p8|asc|gpg|pgp)$/i,
    holds: /-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY( BLOCK)?-----/,
    what: "a private key",
  },
  {
    names: /^\.env(\.(local|production|prod|staging|development|dev))?$/i,
    holds: { test: hasSecretSetting },
    what: "a file of secrets in the environment",
  },
  {
    names: /^\.npmrc$|^\.yarnrc$/,
    holds: /_authToken\s*=\s*(?!\$)\S+|_password\s*=\s*\S+/,
    what: "a token of a package registry",
  },
  { names: /^\.?netrc$|^_netrc$/, holds: /\bpassword\s+\S+/, what: "a password for a server" },
  { names: /^\.pypirc$/, holds: /^password\s*[=:]\s*\S+/m, what: "a password of a package index" },
  {
    names: /^credentials$/,
    within: ".aws",
    holds: /aws_secret_access_key\s*=\s*\S+/i,
    what: "the keys of a cloud account",
  },
  {
    names: /^config\.json$/,
    within: ".docker",
    holds: /"auth"\s*:\s*"[^"]+"/,
    what: "the login of a container registry",
  },
  {
    names: /\.json$(?<=(?:account|credential|key)[^/]*\.json)/i,
    holds: /"private_key"\s*:\s*"-----BEGIN/,
    what: "the key of a service account",
  },
];

/** `export API_TOKEN=...`, with a value that could be a token. */
function hasSecretSetting(text: string): boolean {
  const setting = /^(?:export[ \t]+)?(\w+)[ \t]*=[ \t]*["']?(?!(?:changeme|example|xxx+|todo)\b)[^\s"'$<{]{6}/gim;
  for (const [, name = ""] of text.matchAll(setting)) {
    if (/TOKEN|SECRET|PASSWORD|PASSWD|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY/i.test(name)) return true;
  }
  return false;
}
