/**
 * A value that crypt(5) accepts, or from a variable or command. No password matches any other, such as `!`, `*`, `x` or
 * a plain word: the account has no login. Thirteen letters are a DES hash only if they are mixed.
 */
export function mayBeHash(value: string): boolean {
  return /^_|[$`]/.test(value) || /^(?=.*[A-Z])(?=.*[a-z])[./A-Za-z0-9]{13}$/.test(value);
}
