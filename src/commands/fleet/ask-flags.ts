import { textFlag } from "../flags.ts";

export interface AskFlags {
  readonly format: string;
  readonly server?: string;
  readonly folder?: string;
}

export interface AskedQuestion {
  readonly question: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | undefined>>;
  /** Name or digest of an image, whose path ends with its digest. */
  readonly image?: string;
}

export const serverFlag = textFlag(
  "Address that the fleet printed, instead of that of the one which runs here.",
  "URL",
);
