/** Nanoseconds of a unit; a day has 24 hours. */
const units = new Map([
  ["ns", 1],
  ["us", 1e3],
  ["µs", 1e3],
  ["μs", 1e3],
  ["ms", 1e6],
  ["s", 1e9],
  ["m", 60e9],
  ["h", 3600e9],
  ["d", 86_400e9],
  ["w", 604_800e9],
]);

/** Nanoseconds of `1m30s`, `1d`, `1.5h`; undefined for other texts. `withoutDays` is the behavior of 2.26: no days and weeks. */
export function durationOf(text: string, withoutDays = false): number | undefined {
  if (text === "0") return 0;
  const sign = text.startsWith("-") ? -1 : 1;
  const unsignedText = /^[-+]/.test(text) ? text.slice(1) : text;
  if (!/^(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h|d|w))+$/.test(unsignedText)) return undefined;
  if (withoutDays && /[dw]/.test(unsignedText)) return undefined;
  let sum = 0;
  let amount = "";
  let unit = "";
  for (const char of unsignedText) {
    if (/[\d.]/.test(char) && unit !== "") {
      sum += Number(amount) * (units.get(unit) ?? 0);
      [amount, unit] = ["", ""];
    }
    if (/[\d.]/.test(char)) amount += char;
    else unit += char;
  }
  sum += Number(amount) * (units.get(unit) ?? 0);
  return sign * Math.round(sum);
}

/** As Go prints it: `1m30s`, `0s`, `1h0m0s`, `1.5ms`. */
export function durationText(nanoseconds: number): string {
  const sign = nanoseconds < 0 ? "-" : "";
  const total = Math.abs(nanoseconds);
  if (total === 0) return "0s";
  if (total < 1e3) return `${sign}${total}ns`;
  if (total < 1e6) return `${sign}${total / 1e3}µs`;
  if (total < 1e9) return `${sign}${total / 1e6}ms`;
  const seconds = total / 1e9;
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const secondsText = `${Number(((total % 60e9) / 1e9).toFixed(9))}s`;
  return (
    sign + (hours > 0 ? `${hours}h${minutes}m${secondsText}` : minutes > 0 ? `${minutes}m${secondsText}` : secondsText)
  );
}
