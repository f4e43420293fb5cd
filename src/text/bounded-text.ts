const maxLength = 1_000;

/** A text that a report repeats, no longer than a reader reads; a foreign name can be as long as its file. */
export function boundedText(text: string): string {
  return text.length > maxLength + 3 ? `${text.slice(0, maxLength)}...` : text;
}
