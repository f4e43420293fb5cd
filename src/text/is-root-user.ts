/** `""`, `root`, `0`, `0:0`, `root:root`: docker run(1), "--user". */
export function isRootUser(user: string): boolean {
  return /^(?:|0+|root)(?::.*)?$/u.test(user);
}
