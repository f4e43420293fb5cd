/** Texts that docker compose reads as true or false; undefined for other words, `1` and `t` among them. */
export function truth(text: string): boolean | undefined {
  const word = text.toLowerCase();
  if (/^(?:true|y|yes|on)$/.test(word)) return true;
  return /^(?:false|n|no|off)$/.test(word) ? false : undefined;
}
