/**
 * A command line as docker compose splits it: quotes and backslashes as in a shell, nothing expanded, and what follows an operator
 * (`;`, `&`, `|`, `<`, `>`) is left out without a word. Undefined where quotes or brackets stay open.
 */
export function shellWords(line: string): readonly string[] | undefined {
  const words: string[] = [];
  let word = "";
  let begun = false;
  let quote = "";
  let escaped = false;
  for (const char of line) {
    if (escaped) {
      word += char === "t" ? "\t" : char === "n" ? "\n" : char;
      [escaped, begun] = [false, true];
    } else if (char === "\\" && quote !== "'") escaped = true;
    else if (/^[ \t\r\n]$/.test(char)) {
      if (quote !== "") word += char;
      else if (begun) {
        words.push(word);
        [word, begun] = ["", false];
      }
    } else if ((char === '"' || char === "'") && (quote === "" || quote === char)) {
      // An empty pair of quotes is a word.
      if (quote === char) begun = true;
      quote = quote === "" ? char : "";
    } else if (char === "`" && (quote === "" || quote === "`")) {
      quote = quote === "" ? "`" : "";
      [word, begun] = [word + char, true];
    } else if (char === "(" && quote === "") {
      if (!word.endsWith("$")) return undefined;
      [word, quote] = [word + char, ")"];
    } else if (char === ")" && (quote === "" || quote === ")")) {
      quote = quote === "" ? ")" : "";
      [word, begun] = [word + char, true];
    } else if (/^[;&|<>]$/.test(char) && quote === "") {
      // A digit before `>` is a file descriptor, no word.
      if (char === ">" && /^\d/.test(word)) begun = false;
      break;
    } else [word, begun] = [word + char, true];
  }
  if (begun) words.push(word);
  return escaped || quote !== "" ? undefined : words;
}
