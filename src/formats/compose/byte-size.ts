/** Bytes of `64m`, `1.5gb`, `512 KiB`, `5e3`, `-1`; undefined for texts that docker compose rejects as a size. */
export function byteSize(text: string): number | undefined {
  if (/^[-+]?\d{1,15}$/.test(text)) return Number(text);
  const [, amount, unit = ""] = /^((?:\d+(?:\.\d*)?|\.\d+)(?:e\d{1,2})?) ?(b|[kmgtp](?:b|ib)?)?$/i.exec(text) ?? [];
  return amount === undefined ? undefined : times(amount, unit);
}

/** The same as 2.26 has it: a unit may end in `i`, and a number begins and ends with a digit. */
export function oldByteSize(text: string): number | undefined {
  if (/^[-+]?\d{1,15}$/.test(text)) return Number(text);
  const [, amount, unit = ""] = /^(\d+(?:\.\d+)?) ?([kmgtp]?)i?b?$/i.exec(text) ?? [];
  return amount === undefined ? undefined : times(amount, unit);
}

function times(amount: string, unit: string): number {
  return Math.trunc(Number(amount) * 1024 ** ("kmgtp".indexOf(unit.charAt(0).toLowerCase() || "b") + 1));
}

/** Docker compose's error for an invalid size. */
export function sizeProblem(text: string, old: boolean): string {
  const suffix = /^[\d. ]*\d ?([^\d. ]+)$/.exec(text)?.[1];
  return old || suffix === undefined ? `invalid size: '${text}'` : `invalid suffix: '${suffix.toLowerCase()}'`;
}
