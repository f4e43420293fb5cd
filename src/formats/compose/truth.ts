/** What docker compose takes for true or false in a text; undefined for other words, `1` and `t` among them. */
export function truth(text: string): boolean | undefined {
  const word = text.toLowerCase();
  if (/^(?:true|y|yes|on)$/.test(word)) return true;
  return /^(?:false|n|no|off)$/.test(word) ? false : undefined;
}
