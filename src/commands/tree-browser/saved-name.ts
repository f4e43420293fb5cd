/** The proposed name for a saved file of an image: letters, digits and signs without meaning to a shell, and never a folder. */
export function savedName(name: string): string {
  const safe = name.replaceAll(/[^\w.+@-]/g, "_").slice(0, 120);
  return /^(?:\.*|-.*)$/.test(safe) ? `file${safe.replace(/^\.+/, "")}` : safe;
}
