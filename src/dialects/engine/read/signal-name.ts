import { ownValue } from "../../../domain/own-value.ts";

/** signal(7), x86 and arm64. */
const names: Readonly<Record<string, string>> = {
  "1": "SIGHUP",
  "2": "SIGINT",
  "3": "SIGQUIT",
  "6": "SIGABRT",
  "9": "SIGKILL",
  "10": "SIGUSR1",
  "12": "SIGUSR2",
  "15": "SIGTERM",
  "28": "SIGWINCH",
  "37": "SIGRTMIN+3",
};

/** `SIGQUIT` for `3`, `QUIT` and `SIGQUIT`; other text unchanged, empty for none. */
export function signalName(text: string): string {
  if (text === "") return "";
  const upper = text.toUpperCase();
  const signal = ownValue(names, text);
  if (signal !== undefined) return signal;
  return /^\d+$/.test(text) || upper.startsWith("SIG") ? upper : `SIG${upper}`;
}
