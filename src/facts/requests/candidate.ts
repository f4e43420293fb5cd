import type { RecordedRequest } from "../../formats/requests/request-source.ts";

/** A request to the container that may become a step. */
export interface Candidate {
  readonly request: RecordedRequest;
  /** The file that has it. */
  readonly source: string;
  readonly port: number;
  /** The companion that it goes to, in place of the container. */
  readonly companion?: string;
  /** `GET /users/{id}`. */
  readonly route: string;
  /** Requests of one class differ only in values. */
  readonly key: string;
}
