/** The name that is offered for a file of an image: of letters, digits and signs that mean nothing to a shell, and never a folder. */
export function savedName(name: string): string {
  const safe = name.replaceAll(/[^\w.+@-]/g, "_").slice(0, 120);
  return /^(?:\.*|-.*)$/.test(safe) ? `file${safe.replace(/^\.+/, "")}` : safe;
}
