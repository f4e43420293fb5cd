/** Signals of Linux that Docker knows by name (moby/sys/signal), without `SIG`. */
const names = new Set(
  "ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT RTMAX RTMIN SEGV STKFLT STOP SYS TERM TRAP TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ".split(
    " ",
  ),
);

/** Whether STOPSIGNAL accepts it: any number but 0, or a name with or without `SIG`, in any case. */
export function isSignal(signal: string): boolean {
  if (/^[-+]?\d+$/.test(signal)) return Number(signal) !== 0;
  const name = signal.toUpperCase().replace(/^SIG/, "");
  const [, sign, offset] = /^RTM(?:IN(\+)|AX-)(\d{1,2})$/.exec(name) ?? [];
  if (offset !== undefined) return !offset.startsWith("0") && Number(offset) <= (sign === "+" ? 15 : 14);
  return names.has(name);
}
