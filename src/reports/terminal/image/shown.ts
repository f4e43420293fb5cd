/** Longer lists show their first; the JSON report has them whole. */
export const maxRows = 10;

/** `10 of 2300`, or how many there are. */
export function shownNote(visibleCount: number, totalCount: number): string {
  return visibleCount < totalCount ? `${visibleCount} of ${totalCount}` : String(totalCount);
}
