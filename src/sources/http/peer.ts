import type { FailureCode } from "../../domain/failure.ts";

/** Whom one talks to over HTTP. The trouble is the same everywhere; its codes and what to do about it are not. */
export interface Peer {
  readonly unreachable: FailureCode;
  readonly refused: FailureCode;
  readonly hints: {
    /** A certificate that is not trusted. */
    readonly certificate: string;
    /** Plain HTTP where TLS was spoken. */
    readonly noTls: string;
    /** A redirect that was not followed. */
    readonly redirect: string;
    /** An address of this machine or of a private network, to which something led that the user did not name. */
    readonly privateAddress: string;
  };
}
