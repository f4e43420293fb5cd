import { ownValue } from "../../domain/own-value.ts";

const exits: Readonly<Record<string, number>> = { SIGTERM: 143, SIGINT: 130, SIGQUIT: 131, SIGHUP: 129 };

/** Exit code, as in a shell, of a program that leaves the stop signal to the kernel. */
export function signalExit(signal: string): number | undefined {
  return ownValue(exits, signal);
}
