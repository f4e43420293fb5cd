import type { RequestedSettings } from "../../domain/container/requested-settings.ts";
import type { ShownValues } from "../emitter.ts";
import { isHarmless } from "../../secrets/env-by-name.ts";
import { holdsSecret } from "../../secrets/secret-name.ts";

/**
 * Folders, one or several like PATH: no secrets, and a variable that the caller's environment would silently replace.
 */
const places = /^\/[\w.+@-]*(?:\/[\w.+@-]+)*\/?(?::\/[\w.+@-]*(?:\/[\w.+@-]+)*\/?)*$/;

/** All values with `showAll`; else only harmless ones. */
export function shownValues({ env }: Pick<RequestedSettings, "env">, showAll: boolean): ShownValues {
  return new Map(
    env.map(({ name, value }) => {
      const isShown =
        showAll || isHarmless(name, value) || (isPlaces(name) && places.test(value) && !holdsSecret(name, value));
      return [name, isShown ? value : undefined];
    }),
  );
}

function isPlaces(name: string): boolean {
  return /(?:^|_)(?:PATH|HOME|DIR|ROOT)$/.test(name);
}

/** Names with hidden values. */
export function keptOut(envValues: ShownValues): string[] {
  return [...envValues].flatMap(([name, value]) => (value === undefined ? [name] : []));
}

/** Whether this name is valid for a shell and for Compose. */
export function isShellName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
}
