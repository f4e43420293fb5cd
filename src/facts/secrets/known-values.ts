import { isHarmless, isSuspicious } from "../../secrets/env-by-name.ts";
import type { KnownValue } from "../../secrets/known-value.ts";
import { isNoSecret } from "../../secrets/no-secret.ts";
import { unquoted } from "../../text/unquoted.ts";
import { secretsInSetting } from "./named-value.ts";

/** Secrets in the environment of an image, by name or form. Versions, paths and the like are public with the image, and logs are full of them. */
export function imageValues(env: readonly string[]): KnownValue[] {
  return env.flatMap((setting) => {
    const at = setting.indexOf("=");
    const [name, value] = [setting.slice(0, at), setting.slice(at + 1)];
    if (at < 1 || isHarmless(name, value)) return [];
    const isSecret = (isSuspicious(name) && !isNoSecret(name, value)) || secretsInSetting(name, value).length > 0;
    return isSecret ? [{ name, value }] : [];
  });
}

/** Shorter lines are in every text by chance. */
const minLineLength = 8;
/** Of lines, and of values in JSON. */
const maxValues = 2000;

/** What a file of secrets or settings holds: all of it, each of its lines, and the values that it sets, but for what is harmless. */
export function fileValues(name: string, text: string): KnownValue[] {
  const whole = text.trim();
  const lines = whole.split(/\r?\n/, maxValues).map((line) => line.trim());
  const settings = [...lines.flatMap(settingIn), ...settingsInJson(whole)];
  const harmless = new Set(lines.filter((line) => settingIn(line).some((one) => isHarmless(one.name, one.value))));
  const parts = [
    ...lines.filter((line) => line.length >= minLineLength),
    ...settings.flatMap((one) => (isHarmless(one.name, one.value) ? [] : [one.value])),
  ];
  return [
    { name, value: whole, isWhole: true as const },
    ...[...new Set(parts)].map((value) => ({ name, value })),
  ].filter(({ value }) => !harmless.has(value) && !isHarmless(name, value));
}

/** `NAME=value`, `"name": "value",`, `export NAME='value'`; `requirepass value`, where the name says secret. */
function settingIn(line: string): KnownValue[] {
  const [, plain = "", word = ""] = /^([A-Za-z][\w.-]{0,100}) +(\S+)$/.exec(line) ?? [];
  if (isSuspicious(plain)) return [{ name: plain, value: unquoted(word) }];
  const [, name = "", written = ""] = /^(?:export )?["']?([A-Za-z][\w.-]{0,100})["']? ?[:=](.*)$/s.exec(line) ?? [];
  const value = written.trim();
  return value === "" ? [] : [{ name, value: unquoted(/[,;]$/.test(value) ? value.slice(0, -1) : value) }];
}

function settingsInJson(text: string): KnownValue[] {
  if (!/^[[{]/.test(text)) return [];
  try {
    const found: KnownValue[] = [];
    JSON.parse(text, (name, value: unknown) => {
      if (typeof value === "string" && found.length < maxValues) found.push({ name, value });
      return value;
    });
    return found;
  } catch {
    return [];
  }
}
