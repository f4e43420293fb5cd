/**
 * A value that crypt(5) takes, or that a variable or command gives. No password fits any other, such as `!`, `*`, `x` or a plain word: the account stays without a login.
 * Thirteen letters are one of DES only if they are mixed.
 */
export function mayBeHash(value: string): boolean {
  return /^_|[$`]/.test(value) || /^(?=.*[A-Z])(?=.*[a-z])[./A-Za-z0-9]{13}$/.test(value);
}
