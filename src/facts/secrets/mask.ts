/** Letters of a secret that a report shows at most; an eighth of it when that is less, so that of a short password none is left. */
const maxShown = 4;

/** `ghp_… (40 characters)`: enough to know it again, of no use to whoever does not have it. */
export function mask(secret: string): string {
  const shown = Math.min(maxShown, Math.floor(secret.length / 8));
  const start = secret.slice(0, shown).replaceAll(/[^\x21-\x7e]/g, "?");
  return `${start}… (${secret.length} characters)`;
}
