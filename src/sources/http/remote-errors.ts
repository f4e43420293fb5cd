import type { FailureCode } from "../../domain/failure.ts";

/** Error codes and hints of an HTTP peer. The errors are the same for all peers, their codes and hints are not. */
export interface RemoteErrors {
  readonly unreachable: FailureCode;
  readonly refused: FailureCode;
  readonly hints: {
    /** A certificate that is not trusted. */
    readonly certificate: string;
    /** Plain HTTP instead of TLS. */
    readonly noTls: string;
    /** A redirect that was not followed. */
    readonly redirect: string;
    /** An address of this machine or of a private network that the user did not name. */
    readonly privateAddress: string;
  };
}
