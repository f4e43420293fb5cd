import { textCall } from "../shared/text-calls.ts";

export function callsZypper(text: string): boolean {
  return /zypper (?:in|remove|rm|source-install|si|patch)/.test(text) || textCall(text, "zypper install") !== undefined;
}
