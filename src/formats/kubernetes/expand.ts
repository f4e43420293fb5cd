import { checkExpanded } from "../../text/expansion-limit.ts";

/**
 * `$(NAME)` in `command`, `args` and `env` becomes the variable's value and `$$` becomes `$`; a name that is not set stays as it is written. Undefined where a value
 * is needed that the manifest does not hold. Throws `Failure` (`too-complex`) where the values make it too long.
 * https://github.com/kubernetes/kubernetes/blob/master/third_party/forked/golang/expansion/expand.go
 */
export function expand(text: string, variables: ReadonlyMap<string, string | undefined>): string | undefined {
  let out = "";
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? "";
    const next = text[at + 1];
    if (char !== "$" || next === undefined) out += char;
    else if (next === "$") {
      out += "$";
      at++;
    } else if (next === "(") {
      const close = text.indexOf(")", at);
      if (close === -1) {
        out += "$(";
        at++;
        continue;
      }
      const name = text.slice(at + 2, close);
      if (variables.has(name)) {
        const value = variables.get(name);
        if (value === undefined) return undefined;
        out += value;
        checkExpanded(out.length, text);
      } else out += text.slice(at, close + 1);
      at = close;
    } else out += char;
  }
  return out;
}
