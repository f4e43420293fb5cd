import type { ImageInfo } from "../../domain/image/image-info.ts";

export interface Savings {
  /** Overwritten and deleted bytes. */
  readonly wasted: number;
  /** In the final file system; excludes bytes that already count as waste. */
  readonly leftovers: number;
  /** Undefined if contents were not compared. */
  readonly duplicates: number | undefined;
  readonly total: number;
}

/** Bytes that an image without waste, leftovers and duplicates would save. A duplicate among the leftovers counts twice, so it is an upper bound. */
export function savings({ waste, leftovers }: Pick<ImageInfo, "waste" | "leftovers">): Savings {
  const leftoverBytes = leftovers.reduce((sum, { bytes }) => sum + bytes, 0);
  const duplicates = waste.duplicates?.reduce((sum, { wastedBytes }) => sum + wastedBytes, 0);
  return {
    wasted: waste.bytes,
    leftovers: leftoverBytes,
    duplicates,
    total: waste.bytes + leftoverBytes + (duplicates ?? 0),
  };
}
