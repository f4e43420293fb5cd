/** `debian-*` covers `debian-13`. */
export function covers(wanted: string, name: string): boolean {
  return wanted.endsWith("*") ? name.startsWith(wanted.slice(0, -1)) : wanted === name;
}
