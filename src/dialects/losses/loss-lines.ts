import type { Loss } from "../../domain/profile/loss.ts";
import { visible } from "../text/visible.ts";
import { unproven } from "./unproven.ts";

/**
 * Losses for the head of an emitted text, without comment marks. Omits moved values: `preparation` lists them among the
 * steps before the first start.
 */
export function lossLines(losses: readonly Loss[]): string[] {
  const listedLosses = losses.filter(({ kind }) => kind !== "moved");
  const open = unproven(losses);
  return [
    ...(listedLosses.length === 0 ? [] : ["What this does not say as the profile does:"]),
    ...listedLosses.map((loss) => `  ${lossText(loss)}`),
    ...(open === undefined ? [] : [open]),
  ];
}

/** `weaker tmpfs[0].mode: wanted 750, got 777: emptyDir has no mode. Give the group to fsGroup.` */
function lossText({ kind, field, wanted, got, reason, remedy }: Loss): string {
  const wantedText = `wanted ${visible(wanted, 160)}`;
  const differenceText = got === undefined ? wantedText : `${wantedText}, got ${visible(got, 160)}`;
  const lossSummary = `${kind} ${visible(field, 120)}: ${differenceText}: ${visible(reason, 300)}.`;
  return remedy === undefined ? lossSummary : `${lossSummary} ${visible(remedy, 400)}.`;
}

/** The same for stderr, with the target. */
export function lossLine(loss: Loss): string {
  const targetText = loss.targetVersion === undefined ? loss.target : `${loss.target} ${loss.targetVersion}`;
  return `lost for ${targetText}: ${lossText(loss)}`;
}
