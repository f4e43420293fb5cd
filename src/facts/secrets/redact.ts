import { partsOfStep } from "./history-step.ts";
import { findSecretValues } from "./values/find-secret-values.ts";
import { createMasker } from "./values/masker.ts";
import { isSecretSetting } from "./values/secret-setting.ts";
import { literalParts } from "./values/literal-parts.ts";
import { secretsInWords } from "./values/words.ts";

const stars = "***";

/**
 * `NAME=value` of the environment, or of a label, as a report may show it. A report that mentions a secret must not hold it in
 * another place; what is public stays as it is.
 */
export function redactSetting(name: string, value: string): string {
  if (literalParts(value).some((part) => isSecretSetting(name, part))) return stars;
  // By the name, too: `HEROKU_API_KEY=...` has a form.
  const setting = `${name}=${value}`;
  const masked = createMasker(findSecretValues(setting))(setting);
  return masked.startsWith(`${name}=`) ? masked.slice(name.length + 1) : stars;
}

/** A `created_by` of the history, or a command, as a report may show it. */
export function redactCommand(text: string): string {
  const { settings } = partsOfStep(text);
  const named = settings.flatMap(({ name, value }) =>
    literalParts(value)
      .filter((part) => isSecretSetting(name, part))
      .map((part) => ({ value: part, behind: name })),
  );
  return createMasker([...findSecretValues(text), ...named])(text);
}

/** Words of a command: one says of the next that it is a secret. */
export function redactWords(words: readonly string[]): readonly string[] {
  const mask = createMasker([...secretsInWords(words), ...words.flatMap(findSecretValues)]);
  return words.map(mask);
}
