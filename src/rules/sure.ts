/** Class of a fix that nothing in the text speaks against; with a doubt it has to be proven. */
export function sureIf(doubt: string | undefined): "safe" | "proven" {
  return doubt === undefined ? "safe" : "proven";
}
