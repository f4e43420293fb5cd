import type { RequestedSettings } from "../../domain/container/requested-settings.ts";
import { lossIf, tmpfsOptionLosses, unsetVariables } from "../losses/container-losses.ts";
import type { FieldLoss, ShownValues } from "../emitter.ts";
import { keptOut } from "../print/shown-values.ts";

/** Settings of an existing container that a run line cannot express. */
export function containerLosses(settings: RequestedSettings, envValues: ShownValues): FieldLoss[] {
  const { health, entrypoint = [] } = settings;
  const hiddenNames = keptOut(envValues);
  const spaced = Object.keys(settings.labelValues).filter((key) => /\s/.test(key));
  return [
    ...unsetVariables(
      settings,
      "moved",
      "`--env NAME` takes the value from the caller's environment, and removes the variable only where it is not set there",
    ),
    ...lossIf(
      spaced.length > 0,
      "dropped",
      "labels-with-blanks",
      `labels ${spaced.map((key) => JSON.stringify(key)).join(", ")}`,
      "docker refuses a label with a blank in its name; the API takes it",
    ),
    ...lossIf(
      hiddenNames.length > 0,
      "moved",
      "env-values",
      `values of ${hiddenNames.join(", ")}`,
      "they are taken from the caller's environment; --show-values prints them",
    ),
    ...lossIf(
      health?.test[0] === "CMD" && settings.healthOfImage !== true,
      "differs",
      "health-check-without-a-shell",
      "health check without a shell",
      "`--health-cmd` runs its words with the image's shell",
    ),
    ...lossIf(
      entrypoint.length > 1,
      "differs",
      "entry-point-of-several-words",
      "entry point of several words",
      "`--entrypoint` takes one word; the others stand before the command, which runs the same program",
    ),
    ...tmpfsOptionLosses(settings),
  ];
}
