import type { GivenSettings } from "../../domain/container-spec/given-settings.ts";
import { isHarmless } from "../../text/env-by-name.ts";
import { holdsSecret } from "../../text/secrets/secret-name.ts";

/** The environment as it may be printed; undefined: the value is kept out, and whoever uses the text supplies it. */
export type ShownValues = ReadonlyMap<string, string | undefined>;

/** Folders, one or several as PATH has them: no secret, and a value that whoever calls would replace by another one without a word. */
const places = /^\/[\w.+@-]*(?:\/[\w.+@-]+)*\/?(?::\/[\w.+@-]*(?:\/[\w.+@-]+)*\/?)*$/;

/** All of them with `showAll`; else those that are known to be harmless. */
export function shownValues({ env }: Pick<GivenSettings, "env">, showAll: boolean): ShownValues {
  return new Map(
    env.map(({ name, value }) => {
      const shown =
        showAll || isHarmless(name, value) || (isPlaces(name) && places.test(value) && !holdsSecret(name, value));
      return [name, shown ? value : undefined];
    }),
  );
}

function isPlaces(name: string): boolean {
  return /(?:^|_)(?:PATH|HOME|DIR|ROOT)$/.test(name);
}

/** Names whose values are kept out. */
export function keptOut(shown: ShownValues): string[] {
  return [...shown].flatMap(([name, value]) => (value === undefined ? [name] : []));
}

/** Whether a shell, and Compose, can hold a variable of this name. */
export function isShellName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
}
