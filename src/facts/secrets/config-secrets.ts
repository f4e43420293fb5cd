import type { SecretFound } from "../../domain/image/image-info.ts";
import type { ImageConfig } from "../../domain/image/image-config.ts";
import { historySecrets } from "./history-secrets.ts";
import { secretsInSetting, secretsInText, type SecretInText } from "./named-value.ts";
import { settingsInWords } from "./settings-in-words.ts";
import { byKey } from "../../text/by-key.ts";

/** Longest text of one setting that is looked at: a label may hold a document. */
const maxTextBytes = 256 * 1024;

/**
 * Secrets in the image's configuration: environment, labels, entrypoint, cmd, healthcheck, then history by step. What a step of the
 * history set and the environment still holds is reported for the environment only.
 */
export function configSecrets(config: ImageConfig): SecretFound[] {
  const env = config.env.flatMap((setting) => {
    const at = setting.indexOf("=");
    const name = setting.slice(0, at);
    return at < 1 ? [] : atPlace({ in: "env", name }, inValue(name, setting.slice(at + 1, maxTextBytes)));
  });
  const labels = Object.entries(config.labels)
    .toSorted(byKey)
    .flatMap(([name, value]) => atPlace({ in: "label", name }, secretsInSetting(name, value.slice(0, maxTextBytes))));
  const commands = [
    ...atPlace({ in: "command", name: "Entrypoint" }, inCommand(config.entrypoint)),
    ...atPlace({ in: "command", name: "Cmd" }, inCommand(config.cmd)),
    ...atPlace({ in: "command", name: "Healthcheck" }, inCommand(testOf(config.healthcheck))),
  ];
  return [...env, ...labels, ...commands, ...historySecrets(config.history, env)];
}

function atPlace(place: SecretFound["place"], secrets: readonly SecretInText[]): SecretFound[] {
  return secrets.map((secret) => ({ ...secret, place }));
}

/** By its name and form, else `JAVA_OPTS=-Djavax.net.ssl.keyStorePassword=...`: a value that is a list of options. */
function inValue(name: string, value: string): SecretInText[] {
  const found = secretsInSetting(name, value);
  if (found.length > 0 || !/(?:^|\s)-/.test(value)) return found;
  return settingsInWords(value.split(/\s+/, 10_000)).flatMap((one) => secretsInSetting(one.name, one.value));
}

/** The exec form's words, and those of a script that is one of them. */
function inCommand(words: readonly string[]): SecretInText[] {
  const text = words.join(" ").slice(0, maxTextBytes);
  const found = secretsInText(text);
  const named = settingsInWords([...words, ...text.split(/\s+/)].slice(0, 10_000)).flatMap(({ name, value }) =>
    secretsInSetting(name, value),
  );
  const shown = new Set(found.map(({ masked }) => masked));
  const known = new Set<string>();
  return [...found, ...named.filter(({ masked }) => !shown.has(masked))].filter(
    ({ kind, masked }) => !known.has(`${kind} ${masked}`) && known.add(`${kind} ${masked}`),
  );
}

/** Docker's `Healthcheck.Test`. */
function testOf(healthcheck: unknown): readonly string[] {
  if (typeof healthcheck !== "object" || healthcheck === null || !("Test" in healthcheck)) return [];
  const { Test: test } = healthcheck;
  return Array.isArray(test) ? test.filter((word): word is string => typeof word === "string") : [];
}
