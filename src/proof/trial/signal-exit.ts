import { ownValue } from "../../domain/own-value.ts";

const exits: Readonly<Record<string, number>> = { SIGTERM: 143, SIGINT: 130, SIGQUIT: 131, SIGHUP: 129 };

/** Exit code of a program that leaves the stop signal to the kernel, as a shell counts it. */
export function signalExit(signal: string): number | undefined {
  return ownValue(exits, signal);
}
