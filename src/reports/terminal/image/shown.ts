/** Maximum rows of a list; the JSON report has all. */
export const maxRows = 10;

/** `10 of 2300`, or the total. */
export function shownNote(visibleCount: number, totalCount: number): string {
  return visibleCount < totalCount ? `${visibleCount} of ${totalCount}` : String(totalCount);
}
