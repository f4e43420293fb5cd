import { ownValue } from "../../../domain/own-value.ts";
import { feedAddress, type FeedSettings } from "../../../sources/advisories/feed-address.ts";
import { downloadSize } from "../../../sources/download/download-size.ts";
import type { Transport } from "../../../sources/http/transport.ts";
import type { Progress } from "../../../domain/progress.ts";
import type { PlannedUnit } from "./plan-units.ts";

/** Requests the download size of each part of a feed and reports it first; undefined where the server sends none. Throws `Failure` (`bad-config`: an invalid address). */
export async function announce(
  units: readonly PlannedUnit[],
  settings: FeedSettings,
  transport: Transport,
  { progress, signal }: { readonly progress: Progress; readonly signal?: AbortSignal | undefined },
): Promise<ReadonlyMap<string, number | undefined>> {
  progress({ stage: "advisories", message: `asking ${units.length} feeds how much there is` });
  const sizeRequests = units.map(async ({ key, feed, unit, known }) => {
    const sizes = unit.files.map((part) =>
      downloadSize(feedAddress(feed, part, settings), ownValue(known?.files, part.url), transport, signal),
    );
    return { key, sizes: await Promise.all(sizes) };
  });
  const bytesByUnit = new Map<string, number | undefined>();
  let total = 0;
  for (const { key, sizes } of await Promise.all(sizeRequests)) {
    const knownSizes = sizes.filter((size) => size !== undefined);
    const bytes = knownSizes.reduce((sum, size) => sum + size, 0);
    total += bytes;
    bytesByUnit.set(key, knownSizes.length === 0 ? undefined : bytes);
    const text =
      knownSizes.length === 0
        ? "of unknown size"
        : bytes === 0
          ? "nothing newer"
          : `${(bytes / 1_048_576).toFixed(1)} MiB`;
    progress({ stage: "advisories", message: `${key}: ${text}`, done: true });
  }
  progress({ stage: "advisories", message: `${(total / 1_048_576).toFixed(1)} MiB to download`, done: true });
  return bytesByUnit;
}
