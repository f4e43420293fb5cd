import { looksChosen } from "../../secrets/placeholder.ts";
import { passwordsInWords } from "./password-options.ts";
import { unquoted } from "../../text/unquoted.ts";

/** `--aes-pwd proxy-secret proxy.conf`: a name in small letters, such as files have; most options that hold one are not called after it. */
const isFileName = /^[a-z]+(?:[-_.][a-z]+)+$/;

interface Setting {
  readonly name: string;
  readonly value: string;
}

/** `--db-password=s3cr3t`, `--token s3cr3t`, `TOKEN=s3cr3t cmd`, `sshpass -p s3cr3t` among the words of a command: names and values. */
export function settingsInWords(words: readonly string[]): Setting[] {
  return [...settingsByName(words), ...passwordsInWords(words)];
}

/** Those that have a name: without what a program's own options mean. */
export function settingsByName(words: readonly string[]): Setting[] {
  const settings: Setting[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    // Most words are neither.
    const [isAssignment, isOption] = [word.includes("="), word.startsWith("-")];
    if (!isAssignment && !isOption) continue;
    const [, name, value] = (isAssignment && /^(?:--?)?([A-Za-z][\w.-]{0,80})=([\s\S]+)$/.exec(word)) || [];
    if (name !== undefined && value !== undefined) {
      // `--secret=id=npm,src=.npmrc` names a secret of a build.
      if (!/^(?:id|type|src)=/.test(value) && !isPin(word, value)) settings.push({ name, value: unquoted(value) });
      continue;
    }
    const next = words[at + 1];
    const [, dashes, flag] = (isOption && /^(--?)([a-z][\w-]{2,60})$/.exec(word)) || [];
    if (flag === undefined || next === undefined || next.startsWith("-")) continue;
    const given = unquoted(next);
    // One dash may be several letters in one word, `tar -pass`: more is asked of the value.
    if (dashes === "--" ? !isFileName.test(given) : looksChosen(given)) settings.push({ name: flag, value: given });
  }
  return settings;
}

/** `sshpass=1.09-1+b1` of an installation. */
function isPin(word: string, value: string): boolean {
  return /^[a-z]/.test(word) && /^(?:\d+:)?\d+\.\d/.test(value);
}
