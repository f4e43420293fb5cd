/** Words as a POSIX shell splits them, quotes and backslashes taken off; nothing is expanded. */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? "";
    if (quote !== "") {
      if (char === quote) quote = "";
      else if (char === "\\" && quote === '"' && /["\\$`]/u.test(text[at + 1] ?? "")) word += text[++at] ?? "";
      else word += char;
    } else if (/\s/u.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word ??= "";
      if (char === '"' || char === "'") quote = char;
      else word += char === "\\" ? (text[++at] ?? "") : char;
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}
