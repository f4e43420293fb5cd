import { Failure } from "../../domain/failure.ts";
import type { RemoteErrors } from "./remote-errors.ts";
import { Transient } from "./transient.ts";

/** Codes of Node and OpenSSL for untrusted certificates (nodejs, tls, "X509 certificate error codes"). */
const certificateCodes =
  /^(CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERR_TLS_CERT|HOSTNAME_MISMATCH|INVALID_(CA|PURPOSE)|ERR_SSL_TLSV1_ALERT_UNKNOWN_CA)/;

/** The error of a failed connection: a transient one, or a `Failure` (the peer's `unreachable`). */
export function networkTrouble(
  error: unknown,
  host: string,
  { unreachable, hints }: RemoteErrors,
): Transient | Failure {
  if (error instanceof Transient || error instanceof Failure) return error;
  const { code, message } = firstError(error);
  if (certificateCodes.test(code)) {
    return new Failure(unreachable, `The certificate of ${host} is not trusted: ${message}.`, {
      hint: hints.certificate,
      cause: error,
    });
  }
  if (code === "ENOTFOUND") {
    return new Failure(unreachable, `No host ${host} is known.`, {
      hint: "Check the name, and the proxy (HTTPS_PROXY, NO_PROXY) if there is one.",
      cause: error,
    });
  }
  if (isNoTls(error)) {
    return new Failure(unreachable, `${host} does not speak TLS.`, {
      hint: hints.noTls,
      cause: error,
    });
  }
  const reason = code === "ECONNREFUSED" ? "nothing listens there" : message;
  return new Transient(`${host} cannot be reached: ${reason}`, {
    hint: "Check that it runs, and the proxy (HTTPS_PROXY, NO_PROXY) if there is one.",
    cause: error,
  });
}

/** A plain HTTP server responds to a TLS handshake with text. */
function isNoTls(error: unknown): boolean {
  const { code, message } = firstError(error);
  return (
    /^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST)$/.test(code) ||
    /wrong version number/.test(message)
  );
}

/** The first error, if several addresses were tried. */
function firstError(error: unknown): { readonly code: string; readonly message: string } {
  const cause: unknown = error instanceof AggregateError ? (error.errors[0] ?? error) : error;
  if (!(cause instanceof Error)) return { code: "", message: String(cause) };
  return { code: "code" in cause ? String(cause.code) : "", message: cause.message };
}
