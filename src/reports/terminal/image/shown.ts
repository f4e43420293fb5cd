/** Longer lists show their first; the JSON report has them whole. */
export const most = 10;

/** `10 of 2300`, or how many there are. */
export function shownNote(shown: number, all: number): string {
  return shown < all ? `${shown} of ${all}` : String(all);
}
