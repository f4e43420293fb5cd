/**
 * Values that are no secret whatever the variable's name says: paths of files that will hold one, public keys, certificates and
 * fingerprints. Names that promise a fingerprint are asked as well, since a fingerprint and a token of 40 hexadecimal digits look alike.
 */
export function isNoSecret(name: string, value: string): boolean {
  const text = value.length > longest ? value.slice(0, longest) : value.trim();
  return isPath(text) || isPlain.test(text) || isPublicKey(text) || (promisesFingerprint(name) && isFingerprint(text));
}

/** An address without login and query, whose path is words (nginx's `proxy_pass`), and a time (`time-per-token=200ms`). */
const isPlain =
  /^(?:[A-Za-z]{2,10}:\/\/[\w.-]{1,253}(?::\d{1,5})?(?:\/[a-z_-]{1,20}\d{0,2})*\/?|\d{1,4}(?:\.\d{1,3})?(?:[mun]s|[smhd]))$/;

/** A certificate's first lines identify it; the limit bounds the work. */
const longest = 16_384;

/** A path is made of names: short, or with an ending, and not the mixture of letters and digits that a generator draws. */
function isPath(text: string): boolean {
  if (/^(?:file|unix):|^[A-Za-z]:[\\/]/.test(text)) return true;
  const home = /^(?:~|\.\.?|\$\{?[A-Za-z_][A-Za-z0-9_]{0,60}\}?)?\//.test(text);
  if (!home && !text.includes("/")) return false;
  if (text.includes("://") || /\s/.test(text)) return false;
  const names = text.split("/").filter((part) => part !== "");
  if (names.length === 0 || names.some(isDrawn)) return false;
  return home || /\.[a-z][a-z0-9]{0,7}$/.test(names.at(-1) ?? "");
}

/** Twelve letters or more with capitals, small letters and digits among them: no one names a file so. */
function isDrawn(name: string): boolean {
  return name.length >= 12 && /[a-z]/.test(name) && /[A-Z]/.test(name) && /[0-9]/.test(name) && !/[.$]/.test(name);
}

/** OpenSSH's public key file (sshd(8), AUTHORIZED_KEYS), PEM labels (RFC 7468), age and minisign public keys, ssh-keygen's fingerprints. */
function isPublicKey(text: string): boolean {
  return (
    /^(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-nistp\d{3}|sk-(?:ssh|ecdsa)-[a-z0-9@.-]{1,60}) AAAA/.test(text) ||
    /^-----BEGIN (?:[A-Z]{1,20} )?(?:PUBLIC KEY|CERTIFICATE|CERTIFICATE REQUEST)-----/.test(text) ||
    text.startsWith("-----BEGIN PGP PUBLIC KEY BLOCK-----") ||
    // A client's id, which each of its users sees.
    text.endsWith(".apps.googleusercontent.com") ||
    /^age1[a-z0-9]{58}$/.test(text) ||
    /^(?:untrusted comment: minisign public key|RW[A-Za-z0-9+/]{54}$)/.test(text) ||
    /^(?:SHA256:[A-Za-z0-9+/]{43}=?|MD5:)/.test(text) ||
    /^[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){15,63}$/.test(text)
  );
}

/** Of one OpenPGP key or of several: 8, 16, 32, 40 or 64 hexadecimal digits, in groups or not, with 0x or not. */
function isFingerprint(text: string): boolean {
  const digits = text.replace(/[\s,;]|\b0[xX](?=[0-9A-Fa-f])/g, "");
  if (!/^[0-9A-Fa-f]{8,}$/.test(digits)) return false;
  const words = text.split(/[\s,;]+/).map((word) => word.replace(/^0[xX]/, ""));
  return fingerprintLengths.has(digits.length) || words.every(({ length }) => fingerprintLengths.has(length));
}

const fingerprintLengths: ReadonlySet<number> = new Set([8, 16, 32, 40, 64]);

/** `GPG_KEY`, `RELEASE_KEYS`, `NGINX_SIGNING_KEY`, `KEY`, `HASHICORP_FINGERPRINT`; not `API_KEY`, `SIGNING_SECRET`. */
function promisesFingerprint(name: string): boolean {
  if (/(?:api|access|secret|private|encryption|auth|ssh|license|master|session)_?key|secret|token|pass/i.test(name))
    return false;
  return /fingerprint|(?:^|_)keys?(?:_?ids?)?(?:_|$)|keyring/i.test(name);
}
