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

/** `SIGQUIT` for `3`, `QUIT` and `SIGQUIT`; other text as it stands, empty for none. */
export function signalName(text: string): string {
  if (text === "") return "";
  const upper = text.toUpperCase();
  const named = ownValue(names, text);
  if (named !== undefined) return named;
  return /^\d+$/.test(text) || upper.startsWith("SIG") ? upper : `SIG${upper}`;
}
