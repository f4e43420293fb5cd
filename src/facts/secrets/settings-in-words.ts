import { looksChosen } from "../../secrets/placeholder.ts";
import { passwordsInWords } from "./password-options.ts";
import { unquoted } from "../../text/unquoted.ts";

/** `--aes-pwd proxy-secret proxy.conf`: a name in small letters, such as files have; most options that hold one are not called after it. */
const isFileName = /^[a-z]+(?:[-_.][a-z]+)+$/;

/** `--db-password=s3cr3t`, `--token s3cr3t`, `TOKEN=s3cr3t cmd`, `sshpass -p s3cr3t` among the words of a command: names and values. */
export function settingsInWords(words: readonly string[]): { readonly name: string; readonly value: string }[] {
  const namedSettings = words.flatMap((word, at): readonly { readonly name: string; readonly value: string }[] => {
    // Most words are neither.
    const [isAssignment, isOption] = [word.includes("="), word.startsWith("-")];
    if (!isAssignment && !isOption) return [];
    const [, name, value] = (isAssignment && /^(?:--?)?([A-Za-z][\w.-]{0,80})=([\s\S]+)$/.exec(word)) || [];
    // `--secret=id=npm,src=.npmrc` names a secret of a build.
    if (name !== undefined && value !== undefined)
      return /^(?:id|type|src)=/.test(value) || isPin(word, value) ? [] : [{ name, value: unquoted(value) }];
    const next = words[at + 1];
    const [, dashes, flag] = (isOption && /^(--?)([a-z][\w-]{2,60})$/.exec(word)) || [];
    if (flag === undefined || next === undefined || next.startsWith("-")) return [];
    const given = unquoted(next);
    // One dash may be several letters in one word, `tar -pass`: more is asked of the value.
    const could = dashes === "--" ? !isFileName.test(given) : looksChosen(given);
    return could ? [{ name: flag, value: given }] : [];
  });
  return [...namedSettings, ...passwordsInWords(words)];
}

/** `sshpass=1.09-1+b1` of an installation. */
function isPin(word: string, value: string): boolean {
  return /^[a-z]/.test(word) && /^(?:\d+:)?\d+\.\d/.test(value);
}
