/** Forms of a path segment that is a value, not a word of the application: a number, UUID, ULID, date, e-mail, hexadecimal digits, a token. */
const forms = [
  /^\d+$/u,
  /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/iu,
  /^[0-9A-HJKMNP-TV-Z]{26}$/u,
  /^\d{4}-\d{2}-\d{2}/u,
  /@|%40/u,
  /^(?=[^\d]*\d)[0-9a-f]{8,}$/iu,
  /^(?=[^\d]*\d)[\w-]{16,}$/u,
];

export function isValue(segment: string): boolean {
  return segment !== "" && forms.some((form) => form.test(segment));
}
