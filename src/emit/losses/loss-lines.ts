import type { Loss } from "../../domain/profile/loss.ts";
import { visible } from "../text/visible.ts";
import { unproven } from "./unproven.ts";

/**
 * For the head of an emitted text, without comment marks: what it could not say. What has only moved is left out: `preparation` lists it among what
 * is to be done before the first start.
 */
export function lossLines(losses: readonly Loss[]): string[] {
  const shown = losses.filter(({ kind }) => kind !== "moved");
  const open = unproven(losses);
  return [
    ...(shown.length === 0 ? [] : ["What this does not say as the profile does:"]),
    ...shown.map((loss) => `  ${lossText(loss)}`),
    ...(open === undefined ? [] : [open]),
  ];
}

/** `weaker tmpfs[0].mode: wanted 750, got 777: emptyDir has no mode. Give the group to fsGroup.` */
export function lossText({ kind, field, wanted, got, reason, remedy }: Loss): string {
  const asked = `wanted ${visible(wanted, 160)}`;
  const written = got === undefined ? asked : `${asked}, got ${visible(got, 160)}`;
  const what = `${kind} ${visible(field, 120)}: ${written}: ${visible(reason, 300)}.`;
  return remedy === undefined ? what : `${what} ${visible(remedy, 400)}.`;
}

/** The same for stderr, with the target. */
export function lossLine(loss: Loss): string {
  const where = loss.targetVersion === undefined ? loss.target : `${loss.target} ${loss.targetVersion}`;
  return `lost for ${where}: ${lossText(loss)}`;
}
