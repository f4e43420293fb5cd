import type { SecretFound } from "../../domain/image/image-info.ts";
import type { HistoryEntry } from "../../domain/image/image-config.ts";
import { partsOfStep, type Setting } from "./history-step.ts";
import { isForBuildAlone } from "./named-secret.ts";
import { secretsInSetting, secretsInText, type SecretInText } from "./named-value.ts";
import { settingsInWords } from "./settings-in-words.ts";

/** Longest `created_by` that is looked at; a here-document may be long. */
const maxTextBytes = 256 * 1024;

/**
 * Secrets in what `docker history` shows: values of build arguments (`RUN |1 TOKEN=abc /bin/sh -c ...`), of ARG and ENV, and
 * commands with a login in them. A step is the 0-based index in the configuration's `history`; `layer` is that of the step, when it
 * made one. A build argument stands in every RUN behind its ARG: it is reported for the first. `known` are not told again.
 */
export function historySecrets(history: readonly HistoryEntry[], known: readonly SecretFound[]): SecretFound[] {
  const told = new Set(known.map((secret) => keyOf(secret, "name" in secret.place ? secret.place.name : "")));
  let layer = -1;
  return history.flatMap(({ createdBy, empty }, step) => {
    if (!empty) layer++;
    const place: SecretFound["place"] = { in: "history", step, ...(!empty && { layer }) };
    return inStep(createdBy.slice(0, maxTextBytes)).flatMap(({ name, ...secret }) => {
      const key = keyOf(secret, name);
      if (told.has(key)) return [];
      told.add(key);
      return [{ ...secret, place }];
    });
  });
}

type NamedSecret = SecretInText & { readonly name: string };

function keyOf({ kind, masked }: SecretInText, name: string): string {
  return `${kind}\0${masked}\0${name}`;
}

function inStep(createdBy: string): NamedSecret[] {
  const { settings, rest } = partsOfStep(createdBy);
  const inCommand = inText(rest);
  const words = rest.split(/\s+/).slice(0, 10_000);
  const shown = new Set(inCommand.map(({ masked }) => masked));
  return [
    ...settings.flatMap(inSetting),
    ...inCommand,
    // `TOKEN=ghp_... cmd` and `curl -u me:...` were seen in the text already; a value counts once a step.
    ...settingsInWords(words)
      .filter(({ name, value }) => !(isForBuildAlone(name, value) && words.includes(`${name}=${value}`)))
      .flatMap(inSetting)
      .filter(({ masked }) => !shown.has(masked) && shown.add(masked)),
  ];
}

function inSetting({ name, value }: Setting): NamedSecret[] {
  return secretsInSetting(name, value).map((secret) => ({ ...secret, name }));
}

function inText(text: string): NamedSecret[] {
  return secretsInText(text).map((secret) => ({ ...secret, name: "" }));
}
