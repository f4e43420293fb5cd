/**
 * The header Retry-After in seconds or as a date (RFC 9110, section 10.2.3), as milliseconds from now. A date is
 * relative to the server's own clock if it sends the time (Date, section 6.6.1): ours may be wrong.
 */
export function retryAfter(
  headers: { readonly "retry-after"?: string | undefined; readonly date?: string | undefined },
  currentMs = Date.now(),
): number | undefined {
  const header = headers["retry-after"];
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  const theirs = Date.parse(headers["date"] ?? "");
  const ms = Date.parse(header) - (Number.isNaN(theirs) ? currentMs : theirs);
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
