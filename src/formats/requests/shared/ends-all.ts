/** A path or operation after which others no longer work: it is done last. */
export function endsAll(text: string): boolean {
  return /log-?_?out|sign-?_?out|shutdown|\breset\b|purge|\bdrop\b|delete-?_?account/iu.test(text);
}

/** A value that ends a session: `?action=logout`. */
export function isLogout(value: string): boolean {
  return /^(?:log|sign)[-_]?out$/iu.test(value);
}
